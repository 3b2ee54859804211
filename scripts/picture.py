"""Draw what a command prints, with its colours, as an SVG.

    python scripts/picture.py docs/output.svg klint check examples/shop
    python scripts/picture.py --check docs/output.svg klint check examples/shop

The first form writes the picture, the second one fails if it is not what the command prints today.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from klint.report.cells import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT, FONT, EDGE, BAR = (
    8.4,
    19,
    14,
    18,
    30,
)  # pixels: of a cell, a line, the letters, the margin, the title bar
COLOURS = {
    30: "#45475a",
    31: "#f38ba8",
    32: "#a6e3a1",
    33: "#f9e2af",
    34: "#89b4fa",
    35: "#cba6f7",
    36: "#94e2d5",
}
PAPER, INK, EDGING = "#1e1e2e", "#cdd6f4", "#313244"
BUTTONS = ("#f38ba8", "#f9e2af", "#a6e3a1")
FAMILY = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_STYLE = re.compile(r"\x1b\[([\d;]*)m")


class Run(NamedTuple):
    """Text in one style: the cell it starts at, how many it takes."""

    cell: int
    cells: int
    text: str
    colour: str
    bold: bool


def runs(line: str) -> Iterator[Run]:
    """The stretches of a coloured line that are more than blanks."""
    cell, colour, bold = 0, INK, False
    for index, part in enumerate(_STYLE.split(line)):
        if index % 2:
            for code in map(int, (part or "0").split(";")):
                colour = COLOURS.get(code, INK if code in (0, 39) else colour)
                bold = (bold or code == 1) and code != 0
        else:
            cells = excerpt(part, 10_000).cells[-1]
            text = part.lstrip(" ")
            blanks = len(part) - len(text)
            if text.strip():
                yield Run(cell + blanks, cells - blanks, text, colour, bold)
            cell += cells


def picture(lines: Sequence[str], title: str) -> str:
    """The lines in a terminal window; every run has its place and length, so that no font can shift a caret."""
    drawn = [list(runs(line)) for line in lines]
    cells = max((run.cell + run.cells for line in drawn for run in line), default=0)
    width, height = round(cells * WIDTH + 2 * EDGE), BAR + len(lines) * HEIGHT + 2 * EDGE
    size = f'width="{width}" height="{height}"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size} role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect {size} rx="8" fill="{PAPER}" stroke="{EDGING}"/>',
        *(
            f'<circle cx="{EDGE + 18 * n}" cy="{EDGE}" r="5.5" fill="{hue}"/>'
            for n, hue in enumerate(BUTTONS)
        ),
        f'<g font-family="{FAMILY}" font-size="{FONT}" xml:space="preserve">',
    ]
    for number, line in enumerate(drawn):
        top = BAR + EDGE + number * HEIGHT + FONT // 2
        out += [_text(run, top) for run in line]
    return "\n".join([*out, "</g>", "</svg>", ""])


def _text(run: Run, top: int) -> str:
    weight = ' font-weight="bold"' if run.bold else ""
    return (
        f'<text x="{EDGE + run.cell * WIDTH:g}" y="{top}" textLength="{run.cells * WIDTH:g}" fill="{run.colour}"{weight}'
        f">{escape(run.text)}</text>"
    )


def main(arguments: list[str]) -> int:
    checking = arguments[0] == "--check"
    path, *command = arguments[checking:]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {
        "FORCE_COLOR": "1"
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.stderr or not done.stdout:
        print(done.stderr or "the command printed nothing", file=sys.stderr)
        return 1
    title = " ".join(command)
    made = picture(
        [f"\x1b[1;32m$\x1b[0m \x1b[1m{title}\x1b[0m", *done.stdout.rstrip("\n").split("\n")], title
    )
    if checking:
        with open(path, encoding="utf-8") as file:
            return int(file.read() != made)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
