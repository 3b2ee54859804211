"""Which files a test of Chainsaw compares a cluster with; of an object they hold only what the test looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OPERATIONS = ("assert", "error", "patch")


def is_test(value: Mapping[str, Any]) -> bool:
    """Whether a document is such a test."""
    api_version = value.get("apiVersion")
    return isinstance(api_version, str) and api_version.startswith("chainsaw.kyverno.io/")


def expectations(value: Mapping[str, Any]) -> Iterator[str]:
    """The files, as the test names them; `spec.steps[].try[].assert.file` and its like."""
    for step in _items(_field(value.get("spec"), "steps")):
        for block in ("try", "catch", "finally"):
            for operation in _items(_field(step, block)):
                for name in _OPERATIONS:
                    file = _field(_field(operation, name), "file")
                    if isinstance(file, str) and file:
                        yield file


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
