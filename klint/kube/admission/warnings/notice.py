"""A warning of the API server at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.admission.validation.fault import field, path

if TYPE_CHECKING:
    from klint.kube.admission.validation.fault import At


class Notice(NamedTuple):
    """`path` leads to the value in the object, `text` is the whole warning as the server sends it."""

    path: tuple[str | int, ...]
    text: str

    def __str__(self) -> str:
        return self.text


def warn(at: At, words: str) -> Notice:
    """Most warnings begin with the name of the field."""
    return Notice(path(at), f"{field(at)}: {words}")


def remark(at: At, text: str) -> Notice:
    """Some have a text of their own."""
    return Notice(path(at), text)
