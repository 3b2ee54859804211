"""What makes pods.

Source: kubernetes `pkg/registry/{apps,batch,core}/*/strategy.go`, `pkg/api/job/warnings.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.defaulting import pod_spec
from klint.kube.admission.validation.fault import Aside, down
from klint.kube.admission.warnings.notice import warn
from klint.kube.admission.warnings.pods import template
from klint.kube.admission.warnings.sizes import of_claim
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

    Warner = Callable[[Any, At, Scope], Iterator[Notice]]

_NAMES_SINCE = Release(1, 27)
_INDEXES_SINCE = Release(1, 28)
_HISTORY_SINCE = Release(1, 33)


def pod(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from _name(value, at, scope, "the Pod's hostname")
    stored = pod_spec(value.get("spec") or {}, scope.release)
    yield from template({**value, "spec": stored}, at, scope)


def _name(value: Any, at: At, scope: Scope, what: str = "Pod names and hostnames") -> Iterator[Notice]:
    """A name that is right for the object, but not for what is named after it."""
    name = (value.get("metadata") or {}).get("name")
    wrong = formats.label(name) if name and scope.release >= _NAMES_SINCE else ()
    if wrong:
        yield warn(
            down(at, "metadata", "name"),
            f"this is used in {what}, which can result in surprising behavior; "
            f"a DNS label is recommended: [{' '.join(wrong)}]",
        )


def named(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    """A workload whose pods are named after it."""
    yield from _name(value, at, scope)
    yield from unnamed(value, at, scope)


def unnamed(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    spec = value.get("spec") or {}
    yield from template(spec.get("template") or {}, down(at, "spec", "template"), scope)


def stateful_set(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from unnamed(value, at, scope)
    spec, here = value.get("spec") or {}, (at, "spec")
    for index, claim in enumerate(spec.get("volumeClaimTemplates") or ()):
        place = down(here, "volumeClaimTemplates", index, Aside("spec"))
        yield from of_claim((claim or {}).get("spec") or {}, place)
    if (spec.get("revisionHistoryLimit") or 0) < 0 and scope.release >= _HISTORY_SINCE:
        words = "a negative value retains all historical revisions; a value >= 0 is recommended"
        yield warn((here, "revisionHistoryLimit"), words)


def job(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from _name(value, at, scope)
    yield from _job_spec(value.get("spec") or {}, (at, "spec"), scope)


def cron_job(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from _name(value, at, scope)
    jobs = (value.get("spec") or {}).get("jobTemplate") or {}
    yield from _job_spec(jobs.get("spec") or {}, down(at, "spec", "jobTemplate", "spec"), scope)


def _job_spec(spec: Any, at: At, scope: Scope) -> Iterator[Notice]:
    is_indexed = spec.get("completionMode") == "Indexed" and scope.release >= _INDEXES_SINCE
    completions, parallelism = (
        1 if spec.get(field) is None else spec[field] for field in ("completions", "parallelism")
    )
    if is_indexed and completions > 100_000 and parallelism > 10_000:
        yield warn(
            at,
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
            "Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
        )
    yield from template(spec.get("template") or {}, (at, "template"), scope)


def pod_template(value: Any, at: At, scope: Scope) -> Iterator[Notice]:
    yield from template(value.get("template") or {}, (at, "template"), scope)
