"""Patterns for paths."""

from __future__ import annotations

import pytest

from klint.discover.globs import is_glob, matcher, stem


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.yaml", "a.yaml", True),
        ("*.yaml", "deep/down/a.yaml", True),
        ("*.yaml", "a.yml", False),
        ("/a.yaml", "a.yaml", True),
        ("/a.yaml", "b/a.yaml", False),
        ("charts", "x/charts/y/z.yaml", True),
        ("charts/", "charts/z.yaml", True),
        ("charts", "mycharts/z.yaml", False),
        ("apps/*", "apps/web/a.yaml", True),
        ("apps/*", "other/apps/a.yaml", False),
        ("apps/*/a.yaml", "apps/web/deep/a.yaml", False),
        ("apps/**/a.yaml", "apps/a.yaml", True),
        ("apps/**/a.yaml", "apps/web/deep/a.yaml", True),
        ("apps/**", "apps/web/deep/a.yaml", True),
        ("apps/**", "apps", False),
        ("**/test/**", "a/test/b.yaml", True),
        ("./apps/a?.yaml", "apps/ab.yaml", True),
        ("[a-c]*.yaml", "b1.yaml", True),
        ("[!a-c]*.yaml", "b1.yaml", False),
        ("{dev,prod}/*.yaml", "prod/a.yaml", True),
        ("*.{yml,yaml}", "x/a.yml", True),
        ("a+b(c).yaml", "a+b(c).yaml", True),
        ("a.yaml", "axyaml", False),
    ],
)
def test_match(pattern: str, path: str, *, matches: bool) -> None:
    assert bool(matcher([pattern])(path)) is matches


def test_no_patterns_match_nothing() -> None:
    assert not matcher([])("a.yaml")
    assert not matcher([])("")


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [
        ("*.yaml", ""),
        ("apps/*.yaml", "apps"),
        ("apps/we*/x.yaml", "apps"),
        ("/*.yaml", "/"),
        ("../x/**", "../x"),
    ],
)
def test_stem(pattern: str, folder: str) -> None:
    assert is_glob(pattern)
    assert stem(pattern) == folder


def test_plain_paths_are_no_globs() -> None:
    assert not is_glob("apps/web.yaml")
