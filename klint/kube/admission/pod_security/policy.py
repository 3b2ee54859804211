"""What Pod Security demands in a namespace, by the namespace's labels.

Source: `api/helpers.go` of k8s.io/pod-security-admission (PolicyToEvaluate).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.admission.validation.fault import Key, down, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from klint.kube.admission.validation.fault import Fault

PREFIX = "pod-security.kubernetes.io/"
PRIVILEGED, BASELINE, RESTRICTED = LEVELS = ("privileged", "baseline", "restricted")


class Standard(NamedTuple):
    """A level and the minor version of the policy, None for the newest that the server knows."""

    level: str = PRIVILEGED
    version: int | None = None

    def __str__(self) -> str:
        return f"{self.level}:{'latest' if self.version is None else f'v1.{self.version}'}"


class Policy(NamedTuple):
    """Pods that break `enforce` are refused; the others are for the log and for warnings."""

    enforce: Standard = Standard()
    audit: Standard = Standard()
    warn: Standard = Standard()


UNCONFIGURED = Policy()


def policy(labels: Mapping[str, str], default: Policy = UNCONFIGURED) -> Policy:
    """What holds in a namespace; where a label cannot be read, what the server falls back to.

    `default` is what the server's own configuration says, `privileged` throughout unless it was changed.
    """
    enforce = _standard(labels, "enforce", default.enforce, unreadable=RESTRICTED)
    audit = _standard(labels, "audit", default.audit, unreadable=PRIVILEGED)
    warn = _standard(labels, "warn", default.warn, unreadable=PRIVILEGED)
    is_told = labels.get(f"{PREFIX}enforce") in LEVELS and f"{PREFIX}warn" not in labels
    if is_told and LEVELS.index(enforce.level) > LEVELS.index(warn.level):
        has_version = f"{PREFIX}warn-version" in labels
        warn = Standard(enforce.level, warn.version if has_version else enforce.version)
    return Policy(enforce, audit, warn)


def _standard(labels: Mapping[str, str], mode: str, default: Standard, *, unreadable: str) -> Standard:
    level, version = labels.get(f"{PREFIX}{mode}"), labels.get(f"{PREFIX}{mode}-version")
    return Standard(
        default.level if level is None else level if level in LEVELS else unreadable,
        default.version if version is None else _version(version),
    )


def _version(text: str) -> int | None:
    found = re.fullmatch(r"v1\.(0|[1-9][0-9]*)", text, re.ASCII)
    return int(found[1]) if found else None


def faults(labels: Mapping[str, str]) -> Iterator[Fault]:
    """What the server refuses a namespace for, in its words."""
    for mode in ("enforce", "audit", "warn"):
        yield from _wrong(labels, mode, LEVELS.__contains__, f"must be one of {', '.join(LEVELS)}")
        yield from _wrong(labels, f"{mode}-version", _is_version, 'must be "latest" or "v1.x"')


def _is_version(text: str) -> bool:
    return text == "latest" or _version(text) is not None


def _wrong(
    labels: Mapping[str, str], label: str, is_right: Callable[[str], bool], detail: str
) -> Iterator[Fault]:
    value = labels.get(f"{PREFIX}{label}")
    if value is not None and not is_right(value):
        yield invalid(down(None, "metadata", "labels", Key(f"{PREFIX}{label}")), value, detail)
