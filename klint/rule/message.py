"""The message of a finding, from its page's template and the values of the hit."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAME = re.compile(r"\{\{ *(\w+) *\}\}")
_LONGEST = 2048


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The message; KlintError if the template asks for a value that the check did not give.

    A template of plain names is filled without jinja2, whose import costs more than a small run.
    """
    return " ".join(_compiled(template)(values).split())[:_LONGEST]


def problems(template: str) -> str:
    """What is wrong with a template, or nothing."""
    try:
        _compiled(template)
    except KlintError as error:
        return error.message
    return ""


@cache
def _compiled(template: str) -> Callable[[Mapping[str, Any]], str]:
    rest = _NAME.sub("", template)
    if "{{" in rest or "{%" in rest or "{#" in rest:
        return _jinja(template)
    parts = _NAME.split(template)

    def plain(values: Mapping[str, Any]) -> str:
        texts = list(parts)
        for index in range(1, len(parts), 2):
            try:
                texts[index] = str(values[parts[index]])
            except KeyError:
                raise KlintError(
                    f"the message asks for '{parts[index]}', which the check does not give"
                ) from None
        return "".join(texts)

    return plain


def _jinja(template: str) -> Callable[[Mapping[str, Any]], str]:
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        compiled = environment.from_string(template)
    except TemplateError as error:
        raise KlintError(f"the message is no template: {error}") from None

    def rendered(values: Mapping[str, Any]) -> str:
        try:
            return compiled.render(values)
        except (TemplateError, TypeError, ArithmeticError) as error:
            raise KlintError(f"the message cannot be filled: {error}") from None

    return rendered
