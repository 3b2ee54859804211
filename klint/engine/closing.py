"""The end of a run: what files are, who asked for silence, how bad things are, in which order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from klint.engine.outcome import Report, Summary
from klint.finding import Severity
from klint.manifest import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klint.engine.draft import Draft
    from klint.engine.gather import Scanned
    from klint.engine.running import Running
    from klint.finding import Finding
    from klint.manifest import Roles

COMPLETABLE = "completable"  # tag of rules whose fault a kustomization may mend


class _Verdict(NamedTuple):
    told: list[Finding]
    silenced: list[tuple[Finding, str]]


def close(
    scanned: Sequence[Scanned],
    drafts: Iterable[Draft],
    roles: Roles,
    running: Running,
    summary: Summary,
) -> Report:
    """The report of a run."""
    heard = [_in_its_role(made, roles, running) for made in drafts if _is_heard(made, roles)]
    verdict = _verdict(_numbered(heard), scanned, running)
    return Report(
        findings=tuple(sorted(_levelled(verdict.told, running.config.severity), key=_order)),
        suppressed=tuple(sorted(verdict.silenced, key=lambda pair: _order(pair[0]))),
        summary=summary,
        rules={rule.name: rule for rule in running.rules},
        sources={one.stream.source.path: one.stream.source for one in scanned},
        crashed=any(made.finding.rule == "rule-crashed" for made in heard),
    )


def _is_heard(made: Draft, roles: Roles) -> bool:
    path = made.finding.location.path
    if made.subject is None or made.document is None:
        return roles.heard(path, made.document)
    return roles.document(path, made.document).judged


def _in_its_role(made: Draft, roles: Roles, running: Running) -> Draft:
    """What a manifest lacks may come from the kustomization that lists it; a broken file may be no manifest."""
    finding = made.finding
    path = finding.location.path
    completed = roles.completed(path) and COMPLETABLE in running.catalog[finding.rule].tags
    if not completed and roles[path] is not Role.unreadable:
        return made
    return made._replace(finding=finding._replace(certain=False))


def _numbered(drafts: Sequence[Draft]) -> list[Draft]:
    """Equal faults of one object get fingerprints of their own, counted in the order of their places."""
    seen: Counter[str] = Counter()
    numbered = []
    for made in sorted(drafts, key=lambda made: _order(made.finding)):
        fingerprint = made.finding.fingerprint
        seen[fingerprint] += 1
        if seen[fingerprint] > 1:
            fingerprint = f"{fingerprint}:{seen[fingerprint]}"
            made = made._replace(finding=made.finding._replace(fingerprint=fingerprint))  # noqa: PLW2901
        numbered.append(made)
    return numbered


def _verdict(drafts: Sequence[Draft], scanned: Sequence[Scanned], running: Running) -> _Verdict:
    by_file = {one.record.outline.path: one.record.directives for one in scanned if one.record.directives}
    if not by_file and not running.config.suppress and not running.baseline:
        return _Verdict([made.finding for made in drafts], [])
    from klint.engine.leftovers import leftovers
    from klint.engine.suppression import Suppressions

    orders = Suppressions(by_file, running.config, running.catalog, running.baseline, running.today)
    verdict = _Verdict([], [])
    for made in drafts:
        why = orders.reason(made)
        if why is None:
            verdict.told.append(made.finding)
        else:
            verdict.silenced.append((made.finding, why))
    verdict.told.extend(leftovers(by_file, orders, running))
    return verdict


def _levelled(findings: Iterable[Finding], levels: Mapping[str, str]) -> list[Finding]:
    return [
        finding._replace(severity=Severity[levels[finding.rule]]) if finding.rule in levels else finding
        for finding in findings
    ]


def _order(finding: Finding) -> tuple[object, ...]:
    return (*finding.location[:2], finding.rule, finding.message)
