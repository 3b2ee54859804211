"""A hit becomes a finding: message, places in the file, a fingerprint that outlives moved lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.finding import Finding, Fix, Location, Place, Related, Severity
from klint.rule.message import fill
from klint.text import Edit, Position, Span

if TYPE_CHECKING:
    from klint.finding import Hit
    from klint.manifest import Resource
    from klint.rule import Rule
    from klint.text import Source

_NAMES = ("name", "key", "containerPort", "port", "mountPath", "ip", "type", "host", "path")


class Draft(NamedTuple):
    """A finding before roles, suppressions and the config's severities are applied.

    `document` and `subject` are indices in the file's outline: the document that the finding stands in
    and the resource it is about; None where there is none.
    """

    finding: Finding
    document: int | None
    subject: int | None


def draft(hit: Hit, rule: Rule, resource: Resource | None) -> Draft:
    """The finding of one hit."""
    at = hit.at
    location = _location(at.source, at.key_span if hit.on_key else at.span)
    identity = resource.id if resource else ""
    finding = Finding(
        rule=rule.name,
        severity=rule.severity,
        message=fill(rule.message, hit.values),
        location=location,
        object=identity,
        related=tuple(Related(_location(node.source, node.span), label) for node, label in hit.related),
        fixes=(hit.fix,) if hit.fix else (),
        certain=hit.certain,
        fingerprint=fingerprint(rule.name, identity or location.path, _named(hit, resource)),
    )
    document = at.index if isinstance(at, Place) else at.document.index
    return Draft(finding, document, resource.ordinal if resource else None)


def _location(source: Source, span: Span) -> Location:
    return Location(source.path, source.position(span.start), source.position(span.end))


def fingerprint(*parts: str) -> str:
    """A mark of 64 bits over some texts."""
    from klint.engine.digest import blake2b  # only where something is found

    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _named(hit: Hit, resource: Resource | None) -> str:
    """The path of a hit in its object, with list items by name where they have one."""
    at = hit.at
    if isinstance(at, Place):
        return " ".join(map(str, hit.values.values()))
    steps = []
    value = at.document.value
    skip = len(resource.path) if resource else 0
    for depth, step in enumerate(at.path):
        value = _step(value, step)
        if depth >= skip:
            steps.append(_item_name(value, step) if isinstance(step, int) else step)
    return "/".join(steps)


def _step(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _item_name(item: Any, index: int) -> str:
    if isinstance(item, dict):
        for key in _NAMES:
            if isinstance(item.get(key), str | int):
                return f"[{key}={item[key]}]"
    return f"[{index}]"


def to_json(made: Draft) -> list[Any]:
    """A row for the cache and between processes; `from_json` reads it back."""
    finding = made.finding
    fixes = [
        [fix.title, fix.safe, [[path, *edit.span, edit.text] for path, edit in fix.edits]]
        for fix in finding.fixes
    ]
    related = [[_flat(other.location), other.label] for other in finding.related]
    return [
        finding.rule,
        finding.severity.name,
        finding.message,
        _flat(finding.location),
        finding.object,
        related,
        fixes,
        finding.certain,
        finding.fingerprint,
        made.document,
        made.subject,
    ]


def from_json(row: list[Any]) -> Draft:
    rule, severity, message, location, identity, related, fixes, certain, fingerprint, document, subject = row
    finding = Finding(
        rule,
        Severity[severity],
        message,
        _whole(location),
        identity,
        tuple(Related(_whole(place), label) for place, label in related),
        tuple(
            Fix(title, safe, tuple((path, Edit(Span(start, end), text)) for path, start, end, text in edits))
            for title, safe, edits in fixes
        ),
        certain,
        fingerprint,
    )
    return Draft(finding, document, subject)


def _flat(location: Location) -> list[Any]:
    return [location.path, *location.start, *location.end]


def _whole(row: list[Any]) -> Location:
    return Location(row[0], Position(row[1], row[2]), Position(row[3], row[4]))
