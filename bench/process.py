"""One program run to its end, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNITS_PER_MIB = 1 << 20 if sys.platform == "darwin" else 1 << 10  # the system counts bytes or KiB


class Usage(NamedTuple):
    """CPU (user and system) and wall time in seconds; `peak` in MiB, of the largest process."""

    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], folder: str, environment: Mapping[str, str]) -> Usage:
    """Run a program in a folder, unseen; SystemExit with its words if it fails.

    The peak of this process counts for the started one too, so this one has to stay small.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, taken = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if process.returncode not in (0, 1) or "Traceback" in said:
        raise SystemExit(f"{' '.join(command)}\n{said[-2000:]}")
    return Usage(taken.ru_utime + taken.ru_stime, wall, taken.ru_maxrss / _UNITS_PER_MIB)
