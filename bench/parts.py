"""The loader and the schema by themselves, each beside PyYAML in one process: `python -m bench.parts FOLDER`."""

from __future__ import annotations

import json
import sys
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

from bench.yardstick import load, paths
from klint.release import NEWEST
from klint.schema.walker import violations
from klint.text import Source
from klint.yaml import Undecodable, decode, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


def main(folder: str) -> None:
    """Print what each part took, in CPU seconds, as a JSON object; the schema is that of the newest release."""
    texts = list(_read(folder))
    _, pyyaml = _timed(lambda: [load(data) for data in texts])
    values, loader = _timed(lambda: list(_objects(texts)))
    _, schema = _timed(lambda: [_judged(value) for value in values])
    print(json.dumps({"pyyaml": pyyaml, "loader": loader, "schema": schema}))


def _timed(work: Callable[[], list[T]]) -> tuple[list[T], float]:
    start = process_time()
    done = work()
    return done, process_time() - start


def _read(folder: str) -> Iterable[bytes]:
    for path in paths(folder):
        with open(path, "rb") as file:
            yield file.read()


def _objects(texts: Iterable[bytes]) -> Iterable[dict[str, Any]]:
    for data in texts:
        try:
            stream = parse(Source("", decode(data)))
        except Undecodable:
            continue
        for document in stream.documents:
            if isinstance(document.value, dict) and {"apiVersion", "kind"} <= document.value.keys():
                yield document.value


def _judged(value: dict[str, Any]) -> int:
    group, _, version = value["apiVersion"].rpartition("/")
    return len(violations(value, group, version, value["kind"], NEWEST))


if __name__ == "__main__":
    main(sys.argv[1])
