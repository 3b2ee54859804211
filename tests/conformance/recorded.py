"""Recorded answers of Kubernetes' own code to mutated objects: how to get at them."""

from __future__ import annotations

import copy
import gzip
import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = os.environ.get("KLINT_CONFORMANCE") or os.path.dirname(os.path.abspath(__file__))


@cache
def base(folder: str, name: str) -> Any:
    """The bases were written as YAML 1.2, where `namespace: n` is no boolean."""
    with open(os.path.join(HERE, folder, "bases", f"{name}.yaml"), encoding="utf-8") as file:
        return YAML(typ="safe", pure=True).load(file)


def cases(folder: str, file: str = "cases") -> Iterator[dict[str, Any]]:
    with gzip.open(os.path.join(HERE, folder, f"{file}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def mutated(value: Any, operations: list[list[Any]]) -> Any:
    value = copy.deepcopy(value)
    for operation, path, *new in operations:
        node = value
        for step in path[:-1]:
            node = node[step]
        last = path[-1]
        if operation == "delete":
            del node[last]
        elif operation == "duplicate":
            node.insert(last + 1, copy.deepcopy(node[last]))
        elif operation == "rename":
            node[new[0]] = node.pop(last)
        elif isinstance(node, list) and last == len(node):
            node.append(new[0])
        else:
            node[last] = new[0]
    return value
