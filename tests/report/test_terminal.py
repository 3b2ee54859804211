from __future__ import annotations

import pytest

from klint.report.terminal import wants_colour, wants_links


@pytest.mark.parametrize(
    ("environment", "choice", "tty", "expected"),
    [
        ({}, "auto", True, True),
        ({}, "auto", False, False),
        ({"TERM": "dumb"}, "auto", True, False),
        ({"NO_COLOR": "1"}, "auto", True, False),
        ({"NO_COLOR": ""}, "auto", True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", True, False),
        ({"FORCE_COLOR": "1"}, "auto", False, True),
        ({"CLICOLOR_FORCE": "1"}, "auto", False, True),
        ({"FORCE_COLOR": "0"}, "auto", False, False),
        ({"NO_COLOR": "1"}, "always", False, True),
        ({"FORCE_COLOR": "1"}, "never", True, False),
    ],
)
def test_who_decides_on_colour(
    environment: dict[str, str], choice: str, *, tty: bool, expected: bool
) -> None:
    assert wants_colour(environment, choice, tty=tty) is expected


def test_links_are_for_terminals_that_are_not_dumb() -> None:
    assert wants_links({}, tty=True)
    assert not wants_links({"TERM": "dumb"}, tty=True)
    assert not wants_links({}, tty=False)
