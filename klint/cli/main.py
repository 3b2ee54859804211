"""The program `klint`."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from klint.errors import KlintError


def program() -> None:
    """The installed program: as `main`, without tidying up what the end of the process tidies anyway."""
    gc.disable()  # a run is short and leaves no cycles; looking for them costs a tenth of it
    code: Any = 70
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def main(arguments: list[str] | None = None) -> Any:
    """Entry point; always ends the process."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = _plain(given) if _is_plain(given) else _parsed(given)
        sys.stdout.flush()
    except KlintError as error:
        sys.stderr.write(f"klint: {error}\n")
        code = 2
    except KeyboardInterrupt:
        sys.stderr.write("klint: stopped\n")
        code = 130
    except BrokenPipeError:  # the reader has seen enough, as in `klint check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    except Exception:  # noqa: BLE001 - whatever it is, it is ours to mend and not the user's
        import traceback

        traceback.print_exc()
        sys.stderr.write("klint: this is a fault of klint itself; please report it with the lines above\n")
        code = 70
    sys.exit(code)


def _is_plain(arguments: list[str]) -> bool:
    """Whether this is `klint check` with nothing but paths: the hook and the editor, which wait for it."""
    options = [argument for argument in arguments[1:] if argument.startswith("-") and argument != "-"]
    return (
        arguments[:1] == ["check"]
        and not set(options) - {"--no-cache"}
        and "_KLINT_COMPLETE" not in os.environ
    )


def _plain(arguments: list[str]) -> int:
    """Without click, whose import costs more than checking a file."""
    from klint.cli.flags import Flags
    from klint.cli.run import run

    paths = [argument for argument in arguments[1:] if argument != "--no-cache"]
    return run(Flags(paths=paths, no_cache="--no-cache" in arguments))


def _parsed(arguments: list[str]) -> int:
    from klint.cli.commands import invoke

    return invoke(arguments)
