"""Names in a CustomResourceDefinition: its own, its group's, its kind's.

Follows k8s.io/apiextensions-apiserver 1.34, apis/apiextensions/validation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.schema.crd.definition import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.schema.crd.structure import Fault

_LABEL = re.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL_FORM = "must be small letters, digits and dashes, a letter first"
_APPROVED = "api-approved.kubernetes.io"


def names(value: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of all names of a definition."""
    spec = mapping(value.get("spec"))
    given = mapping(spec.get("names"))
    group, plural = text(spec.get("group")), text(given.get("plural"))
    if group:
        yield from _group(group, mapping(value.get("metadata")))
    name = mapping(value.get("metadata")).get("name")
    if group and plural and name != f"{plural}.{group}":
        yield ("metadata", "name"), f"must be {plural}.{group}, the plural and the group"
    yield from _given(given)


def _given(given: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("plural", "singular"):
        if given.get(key) and not is_label(text(given[key])):
            yield ("spec", "names", key), _LABEL_FORM
    for key in ("kind", "listKind"):
        if given.get(key) and not is_label(text(given[key]).lower()):
            yield ("spec", "names", key), "must be letters, digits and dashes, a letter first"
    if given.get("kind") and given.get("kind") == given.get("listKind"):
        yield ("spec", "names", "listKind"), "must differ from kind"
    for key in ("shortNames", "categories"):
        for index, short in enumerate(entries(given.get(key))):
            if not is_label(text(short)):
                yield (
                    ("spec", "names", key, index),
                    _LABEL_FORM,
                )


def _group(group: str, meta: Mapping[str, Any]) -> Iterator[Fault]:
    if not _SUBDOMAIN.fullmatch(group) or len(group) > 253:
        yield ("spec", "group"), "must be a domain in small letters"
    elif "." not in group:
        yield ("spec", "group"), "must be a domain with a dot"
    if f".{group}".endswith((".k8s.io", ".kubernetes.io")) and not _is_approved(meta):
        place = ("metadata", "annotations", _APPROVED)
        yield place, "must link to the approval, or begin with unapproved, for a group of Kubernetes"


def _is_approved(meta: Mapping[str, Any]) -> bool:
    approval = text(mapping(meta.get("annotations")).get(_APPROVED))
    return approval.startswith("unapproved") or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]", approval))


def is_label(name: str) -> bool:
    """Whether a name is a label of RFC 1035."""
    return _LABEL.fullmatch(name) is not None


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
