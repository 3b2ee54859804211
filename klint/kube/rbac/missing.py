"""What of some rules is not held, and how the API server writes that down (kubernetes 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.kube.rbac.rule import Rule


def missing(held: Sequence[Rule], wanted: Iterable[Rule]) -> Sequence[Rule]:
    """The atoms of wanted rules that no single held rule covers (component-helpers validation.Covers)."""
    return [
        atom
        for rule in wanted
        for atom in rule.atoms()
        if not any(covering.covers(atom) for covering in held)
    ]


def compacted(rules: Iterable[Rule]) -> Sequence[Rule]:
    """The same with fewer rules: those for one resource (and name) become one with all their verbs.

    Upstream (pkg/registry/rbac/validation.CompactRules) keeps a verb twice that is missing twice.
    """
    whole: list[Rule] = []
    simple: dict[tuple[tuple[str, ...], ...], Rule] = {}
    for rule in rules:
        if len(rule.groups) != 1 or len(rule.resources) != 1 or len(rule.names) > 1 or rule.urls:
            whole.append(rule)
            continue
        key = (rule.groups, rule.resources, rule.names)
        known = simple.get(key)
        simple[key] = known._replace(verbs=known.verbs + rule.verbs) if known else rule
    return [*whole, *simple.values()]


def described(rule: Rule) -> str:
    """Such as `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`."""
    fields = (
        ("APIGroups", rule.groups),
        ("Resources", rule.resources),
        ("NonResourceURLs", rule.urls),
        ("ResourceNames", rule.names),
        ("Verbs", rule.verbs),
    )
    return "{" + ", ".join(f"{name}:{quoted(values)}" for name, values in fields if values) + "}"


def quoted(values: Iterable[str]) -> str:
    """Texts as Go's `%q` prints a slice of them."""
    return f"[{' '.join(map(_quoted, values))}]"


_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}


def _quoted(text: str) -> str:
    return f'"{"".join(_escaped(text))}"'


def _escaped(text: str) -> Iterator[str]:
    for letter in text:
        code = ord(letter)
        if letter in _ESCAPES:
            yield _ESCAPES[letter]
        elif letter.isprintable():
            yield letter
        elif code < 0x80:
            yield f"\\x{code:02x}"
        else:
            yield f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
