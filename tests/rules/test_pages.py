"""Every page is a test: its examples are run as a user's `klint test` runs them."""

from __future__ import annotations

import os

import pytest

from klint.config import Config
from klint.rule import builtin
from klint.rule.catalog import pages
from klint.rule.message import problems
from klint.rule.page import read
from klint.shipped import shipped
from klint.testing import failures

PAGES = pages(shipped("rules"))
WITHOUT_EXAMPLES = {"bottomless-object", "rule-crashed", "too-deep"}


def name(path: str) -> str:
    return os.path.basename(path).removesuffix(".md")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_examples(path: str) -> None:
    page = read(path)
    if page.rule.name in WITHOUT_EXAMPLES:
        return
    config = Config.default().overridden(select=("default", page.rule.name))
    assert [f"{failure.path}:{failure.line}: {failure.message}" for failure in failures(page, config)] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_front_matter(path: str) -> None:
    rule = read(path).rule
    assert problems(rule.message) == ""
    assert not rule.message.endswith(".")
    assert not rule.name.startswith("no-")
    assert rule.since
    assert rule.title


def test_the_index_knows_every_page() -> None:
    assert {rule.name for rule in builtin()} == {name(path) for path in PAGES}
    assert all(os.path.exists(rule.path) for rule in builtin())
