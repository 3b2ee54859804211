"""Jobs and CronJobs.

Source: kubernetes `pkg/apis/batch/validation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.domains import domain_prefixed_path
from klint.kube.admission.validation.fault import Aside, Key, invalid, not_supported, required, too_long
from klint.kube.admission.validation.job_policies import failure_policy, success_policy
from klint.kube.admission.validation.metadata import is_readable, label_selector, object_meta
from klint.kube.admission.validation.pod import pod_template
from klint.kube.admission.validation.printed import label_selector as printed_selector
from klint.kube.admission.validation.printed import string_map, typed
from klint.kube.admission.validation.rules import Rules, not_negative, one_of
from klint.kube.admission.validation.schedules import schedule, time_zone
from klint.kube.selectors import label_selector as read_selector
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_MOST_INDEXED = 100_000
_MOST_AT_ONCE = 10_000
_LONGEST_MANAGER = 63
_LONGEST_CRON_NAME = 52
_MODES = ("NonIndexed", "Indexed")
_TIED = "`selector` does not match template `labels`"


def _mode(value: Any, at: At, scope: Scope) -> Iterable[Fault]:  # noqa: ARG001
    return [] if value in _MODES else [not_supported(at, value, _MODES)]


def _manager(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    yield from domain_prefixed_path(value, at, scope)
    if formats.size(value) > _LONGEST_MANAGER:
        yield too_long(at, _LONGEST_MANAGER)


def _not_indexed(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """What only a Job may have whose pods have numbers."""
    if spec.get("maxFailedIndexes") is not None and spec.get("backoffLimitPerIndex") is None:
        yield required((at, "backoffLimitPerIndex"), "when maxFailedIndexes is specified")
    if spec.get("completionMode") in (None, "NonIndexed"):
        for field in ("backoffLimitPerIndex", "maxFailedIndexes"):
            if spec.get(field) is not None:
                yield invalid((at, field), spec[field], "requires indexed completion mode")


def _indexed(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """What a Job must have whose pods have numbers."""
    if spec.get("completionMode") != "Indexed":
        return
    completions, parallelism, failed = (
        spec.get(field) for field in ("completions", "parallelism", "maxFailedIndexes")
    )
    if completions is None:
        yield required((at, "completions"), "when completion mode is Indexed")
    if (parallelism or 0) > _MOST_INDEXED:
        words = f"must be less than or equal to {_MOST_INDEXED} when completion mode is Indexed"
        yield invalid((at, "parallelism"), parallelism, words)
    if failed is not None and completions is not None and failed > completions:
        yield invalid((at, "maxFailedIndexes"), failed, "must be less than or equal to completions")
    if (failed or 0) > _MOST_INDEXED:
        yield invalid((at, "maxFailedIndexes"), failed, f"must be less than or equal to {_MOST_INDEXED}")
    if (completions or 0) > _MOST_INDEXED and spec.get("backoffLimitPerIndex") is not None:
        yield from _many(parallelism, failed, at)


def _many(parallelism: Any, failed: Any, at: At) -> Iterator[Fault]:
    limit = f"must be less than or equal to {_MOST_AT_ONCE} when completions are above {_MOST_INDEXED}"
    words = f"{limit} and used with backoff limit per index"
    if failed is None:
        yield required(
            (at, "maxFailedIndexes"), f"must be specified when completions is above {_MOST_INDEXED}"
        )
    if (parallelism or 0) > _MOST_AT_ONCE:
        yield invalid((at, "parallelism"), parallelism, words)
    if (failed or 0) > _MOST_AT_ONCE:
        yield invalid((at, "maxFailedIndexes"), failed, words)


def _replacement(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    policy = spec.get("podReplacementPolicy")
    allowed = ("Failed",) if spec.get("podFailurePolicy") is not None else ("Failed", "TerminatingOrFailed")
    if policy is not None and policy not in allowed:
        yield not_supported((at, "podReplacementPolicy"), policy, allowed)


def _template(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    template, here = spec.get("template") or {}, (at, "template")
    yield from pod_template(template, here, scope)
    policy = (template.get("spec") or {}).get("restartPolicy") or "Always"
    there = ((here, "spec"), "restartPolicy")
    if policy == "Always":
        yield required(there, 'valid values: "OnFailure", "Never"')
    elif policy not in ("OnFailure", "Never"):
        yield not_supported(there, policy, ("OnFailure", "Never"))
    elif spec.get("podFailurePolicy") is not None and policy != "Never":
        yield invalid(there, typed(policy), 'only "Never" is supported when podFailurePolicy is specified')


_COUNTS = (
    "activeDeadlineSeconds",
    "backoffLimit",
    "backoffLimitPerIndex",
    "completions",
    "maxFailedIndexes",
    "parallelism",
    "ttlSecondsAfterFinished",
)
_SPEC = Rules(
    {**dict.fromkeys(_COUNTS, not_negative), "completionMode": _mode, "managedBy": _manager},
    _not_indexed,
    _indexed,
    failure_policy,
    success_policy,
    _replacement,
    _template,
)


def _selector(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A selector that the user sets must be one that Kubernetes would have made, unless he says it isn't."""
    selector, here = spec.get("selector"), (at, "selector")
    manual = spec.get("manualSelector") is True
    if selector is None:
        if manual:
            yield required(here)
            yield _untied(spec, at)
        return
    yield from label_selector(selector, here, scope)
    if not is_readable(selector, scope):
        return
    if not manual and not read_selector(selector).matches(_generated_labels(scope)):
        yield invalid(here, printed_selector(selector), "`selector` not auto-generated")
    if not read_selector(selector).matches(_labels(spec) | ({} if manual else _generated_labels(scope))):
        yield _untied(spec, at)


_PREFIXED_LABELS = Release(1, 27)
_UID = "00000000-0000-0000-0000-000000000000"  # the server takes a random one


def _labels(spec: Any) -> dict[str, Any]:
    return ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}


def _generated_labels(scope: Scope) -> dict[str, str]:
    """What the server adds to the labels of a Job's template."""
    prefixes = ("", "batch.kubernetes.io/") if scope.release >= _PREFIXED_LABELS else ("",)
    named = {f"{prefix}job-name": scope.name for prefix in prefixes}
    return named | {f"{prefix}controller-uid": _UID for prefix in prefixes}


def _own_labels(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """A Job's name is a label of its pods; no other may be given them."""
    if spec.get("manualSelector") is True:
        return
    name_at = (((at, "template"), Aside("metadata")), Aside("name", "labels"))
    for wrong in formats.label_value(scope.name) if scope.name else ():
        yield invalid(name_at, scope.name, wrong)._replace(path=("metadata", "name"))
    given = _labels(spec)
    for key, value in _generated_labels(scope).items():
        if key in given and given[key] != value:
            here = ((((at, "template"), "metadata"), "labels"), Key(key))
            yield invalid(here, string_map(given), f"must be '{value}'")


def _untied(spec: Any, at: At) -> Fault:
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    return invalid((((at, "template"), "metadata"), "labels"), string_map(labels), _TIED)


_META = object_meta(formats.subdomain, namespaced=True)


def job(value: Any, at: At, scope: Scope) -> list[Fault]:
    """A Job: its labels are by default those of its template; it runs one pod if nothing is said."""
    spec, metadata = value.get("spec") or {}, dict(value.get("metadata") or {})
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec = {**spec, "completions": 1, "parallelism": 1}
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels")
    if labels and not metadata.get("labels"):
        metadata["labels"] = labels
    here = (at, "spec")
    return [
        *_META(metadata, (at, "metadata"), scope),
        *_SPEC(spec, here, scope),
        *_selector(spec, here, scope),
        *_own_labels(spec, here, scope),
        *_last_pod(spec, metadata, (at, "metadata")),
    ]


def _last_pod(spec: Any, metadata: Any, at: At) -> Iterator[Fault]:
    """The pods of an indexed Job are named after it and their number."""
    name, count = metadata.get("name"), spec.get("completions")
    if spec.get("completionMode") != "Indexed" or not name or not count or count < 0:
        return
    last = f"{name}-{count - 1}"
    if formats.label(last):
        yield invalid((at, "name"), name, f"will not able to create pod with invalid DNS label: {last}")


def _job_template(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    spec, here = value.get("spec") or {}, (at, "spec")
    yield from _SPEC(spec, here, scope)
    if spec.get("selector") is not None:
        yield invalid(
            (here, "selector"), printed_selector(spec["selector"]), "`selector` will be auto-generated"
        )
    if spec.get("manualSelector") is True:
        yield not_supported((here, "manualSelector"), value=True, allowed=("nil", "false"))


_CRON_SPEC = Rules(
    {
        "concurrencyPolicy": one_of("Allow", "Forbid", "Replace"),
        "failedJobsHistoryLimit": not_negative,
        "schedule": schedule,
        "startingDeadlineSeconds": not_negative,
        "successfulJobsHistoryLimit": not_negative,
        "timeZone": time_zone,
    },
    lambda spec, at, scope: _job_template(spec.get("jobTemplate") or {}, (at, "jobTemplate"), scope),
    required=("schedule",),
)


def cron_job(value: Any, at: At, scope: Scope) -> list[Fault]:
    faults = [
        *_META(value.get("metadata") or {}, (at, "metadata"), scope),
        *_CRON_SPEC(value.get("spec") or {}, (at, "spec"), scope),
    ]
    if formats.size(scope.name) > _LONGEST_CRON_NAME:
        here = ((at, "metadata"), "name")
        faults.append(invalid(here, scope.name, f"must be no more than {_LONGEST_CRON_NAME} characters"))
    return faults
