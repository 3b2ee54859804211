"""Where a value does not satisfy its schema, and how: the one answer of every schema walker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Step = str | int
Path = tuple[Step, ...]

FAULTS: Mapping[str, tuple[str, ...]] = {
    "unknown-field": ("parent", "field", "near", "hint"),
    "wrong-type": ("expected", "found", "shown"),
    "missing-field": ("parent", "field"),
    "bad-enum": ("field", "shown", "allowed", "near", "hint"),
    "out-of-range": ("shown", "least", "greatest"),
    "bad-quantity": ("shown",),
    "bad-base64": ("shown", "reason"),
    "bad-time": ("shown", "expected"),
    "duplicate-list-key": ("field", "keys", "shown"),
    "duplicate-set-item": ("field", "shown"),
    "removed-api": ("api", "kind", "removed", "replacement", "hint"),
    "deprecated-api": ("api", "kind", "deprecated", "removed", "replacement", "hint"),
    "unknown-kind": ("api", "kind", "near", "hint"),
    "deprecated-field": ("parent", "field"),
    "too-deep": ("message",),
}
"""Every fault a built-in kind can show, with the values it carries for its message.

`field` is the bare name, `parent` the type that holds it (`Container`, `ServicePort`).
`shown` is the value as YAML would write it on one line, cut to 40 characters.
`expected` and `found` are words with their article: "an integer", "a string", "a list".
`near` is what should stand there instead, or None where one word would not mend it; `hint` is a ready
clause, empty or beginning with "; ": "; did you mean containers?", "; did you mean resources.limits?",
"; it needs Kubernetes 1.32, the target is 1.29".
`allowed` is a list of words joined with ", "; `keys` likewise ("name", "containerPort, protocol").
`api` is an apiVersion, `replacement` an apiVersion or "apiVersion Kind" or None.
`deprecated` and `removed` are Releases or None.
"""


class Violation(NamedTuple):
    """One fault at one place of one object.

    `fault` is the name of the rule that reports it. `path` leads from the root of the object; it may
    lead to something absent (`missing-field`), where `Node.at` says where that would stand. `on_key`
    asks to mark the key rather than the value. `related` are further places with what they are.
    `certain` is False where the API server accepts the object all the same.
    """

    fault: str
    path: Path
    values: Mapping[str, Any] = {}
    related: tuple[tuple[Path, str], ...] = ()
    on_key: bool = False
    certain: bool = True
