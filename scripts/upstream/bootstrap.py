"""The roles and bindings that API servers make when they start, from the Go module k8s.io/kubernetes."""

from __future__ import annotations

import json
from typing import Any

from klint.text import Source
from klint.yaml import parse
from upstream.packages import BOOTSTRAP, go_module

_FOLDER = "plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata"
_FILES = (  # of a server with the default feature gates
    "cluster-roles",
    "cluster-role-bindings",
    "controller-roles",
    "controller-role-bindings",
    "namespace-roles",
    "namespace-role-bindings",
)
_EVERYWHERE = "kubernetes.io/bootstrapping"  # a label of all of them, which no aggregation asks for

Seen = dict[str, list[int]]  # what is written, as JSON, and the minor releases in which it is


def table(folder: str) -> dict[str, Any]:
    """By kind, namespace and name; `since` and `until` stand at what is not there in all releases."""
    objects: dict[str, dict[int, Any]] = {}
    for minor, version in BOOTSTRAP.items():
        for value in _objects(version, folder):
            objects.setdefault(_key(value), {})[minor] = value
    return {key: _row(by_minor) for key, by_minor in objects.items()}


def _objects(version: str, folder: str) -> list[Any]:
    files = [f"{_FOLDER}/{name}.yaml" for name in _FILES]
    texts = go_module(f"k8s.io/kubernetes@{version}", files, folder)
    lists = [parse(Source("policy.yaml", text)).documents[0].value for text in texts]
    return [value for one in lists for value in one["items"]]


def _key(value: Any) -> str:
    metadata = value["metadata"]
    return "/".join(filter(None, (value["kind"], metadata.get("namespace"), metadata["name"])))


def _row(by_minor: dict[int, Any]) -> dict[str, Any]:
    row = {**_constant(by_minor), **_interval(list(by_minor), list(BOOTSTRAP))}
    for name in ("rules", "subjects"):
        rows = _parts({minor: value.get(name) or [] for minor, value in by_minor.items()})
        if rows:
            row[name] = rows
    return row


def _constant(by_minor: dict[int, Any]) -> dict[str, Any]:
    """What is the same in all releases; an error if something is not."""
    found = {json.dumps(_head(value), sort_keys=True) for value in by_minor.values()}
    if len(found) != 1:
        raise ValueError(f"changed between releases: {found}")
    head: dict[str, Any] = json.loads(found.pop())
    return head


def _head(value: Any) -> dict[str, Any]:
    labels = {name: text for name, text in value["metadata"]["labels"].items() if name != _EVERYWHERE}
    found = {
        "labels": labels,
        "aggregationRule": value.get("aggregationRule"),
        "roleRef": {name: text for name, text in value.get("roleRef", {}).items() if name != "apiGroup"},
    }
    return {name: one for name, one in found.items() if one}


def _parts(by_minor: dict[int, list[Any]]) -> list[Any]:
    """Every rule or subject of any release, in the order of the newest that has it."""
    seen: Seen = {}
    for minor, parts in sorted(by_minor.items(), reverse=True):
        for part in parts:
            kept = {name: value for name, value in part.items() if name != "apiGroup"}
            seen.setdefault(json.dumps(kept, sort_keys=True), []).insert(0, minor)
    return [{**json.loads(text), **_interval(minors, list(by_minor))} for text, minors in seen.items()]


def _interval(minors: list[int], of: list[int]) -> dict[str, int]:
    if minors != [minor for minor in of if minors[0] <= minor <= minors[-1]]:
        raise ValueError(f"came back: {minors}")
    since = {"since": minors[0]} if minors[0] > of[0] else {}
    until = {"until": minors[-1] + 1} if minors[-1] < of[-1] else {}
    return {**since, **until}
