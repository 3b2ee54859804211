"""The word to who waits, on a terminal of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

PROGRAM = """
import sys, time
from klint.cli.progress import progress
with progress("klint: checking"):
    time.sleep(float(sys.argv[1]))
"""


def said(seconds: str) -> str:
    reader, writer = pty.openpty()
    subprocess.run([sys.executable, "-c", PROGRAM, seconds], stderr=writer, check=True)
    os.close(writer)
    try:
        return os.read(reader, 999).decode()
    except OSError:  # nothing was written before the end
        return ""
    finally:
        os.close(reader)


def test_a_long_wait_is_explained_and_the_line_taken_back() -> None:
    assert said("0.8") == "klint: checking\r\x1b[K"


def test_a_short_one_is_not() -> None:
    assert said("0.01") == ""
