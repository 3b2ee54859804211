"""JSON patches.

Follows evanphx/json-patch 4.12, as kustomize 5.5 uses it: `replace` adds a field that is not there, an index may be
negative, and what stands before the first `/` of a path is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize.problem import RefusalError
from klint.render.origin import Origin, Traced, made

if TYPE_CHECKING:
    from typing import Any

    from klint.yaml import Node

_INDEX = re.compile(r"[-+]?[0-9]+")


class Operation(NamedTuple):
    """One step of a patch; `value` is None where it gives none."""

    op: str
    path: str
    origin: str
    value: Traced | None
    node: Node


def operations(node: Node) -> list[Operation]:
    """The steps of a patch; RefusalError where it is none."""
    if not isinstance(node.value, list):
        raise RefusalError("invalid", "a JSON patch must be a list of operations", node)
    return [_operation(item) for item in node if item.value is not None]


def _operation(node: Node) -> Operation:
    value = node.value
    if not isinstance(value, dict):
        raise RefusalError("invalid", "an operation of a JSON patch must be a mapping", node)
    texts = [value.get(key) for key in ("op", "path", "from")]
    op, path, origin = (one if isinstance(one, str) else "" for one in texts)
    given = Traced(value["value"], Origin(node.document, (*node.path, "value"))) if "value" in value else None
    return Operation(op, path, origin, given, node)


def applied(traced: Traced, steps: list[Operation], weight: int) -> Traced:
    """The object after a patch; RefusalError where it does not fit, or would hold more than `weight` values."""
    for step in steps:
        handler = _HANDLERS.get(step.op)
        if handler is None:
            raise RefusalError(
                "invalid", f"a JSON patch knows no operation {step.op or 'without op'}", step.node
            )
        if "path" not in step.node.value:
            raise RefusalError("invalid", "an operation of a JSON patch needs a path", step.node)
        try:
            traced = handler(traced, step)
        except _MissingError as error:
            message = f"{step.op} does not fit: {error}"
            raise RefusalError("mismatch", message, step.node["path"]) from None
        if step.op == "copy":
            bounded(traced.value, weight, step.node)
    return traced


def bounded(value: Any, weight: int, node: Node) -> None:
    """RefusalError where a value holds more than `weight` values."""
    waiting = [value]
    count = 0
    while waiting:
        value = waiting.pop()
        count += 1
        if count > weight:
            raise RefusalError("limit", f"an object would hold more than {weight} values", node)
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


class _MissingError(Exception):
    """Nothing is where a path leads."""


def _add(root: Traced, step: Operation) -> Traced:
    return _edit(root, step.path, lambda where, key: _added(where, key, _given(step)))


def _replace(root: Traced, step: Operation) -> Traced:
    if not step.path:
        if not isinstance(_given(step).value, (dict, list)):
            raise RefusalError("invalid", "an object can only be replaced by another", step.node)
        return _given(step)
    return _edit(root, step.path, lambda where, key: _replaced(where, key, _given(step)))


def _remove(root: Traced, step: Operation) -> Traced:
    return _edit(root, step.path, _removed)


def _move(root: Traced, step: Operation) -> Traced:
    value = _looked_up(root, _whence(step))
    root = _edit(root, step.origin, _removed)
    return _edit(root, step.path, lambda where, key: _added(where, key, _kept(value, step)))


def _copy(root: Traced, step: Operation) -> Traced:
    try:
        value = _looked_up(root, _whence(step))
    except _AbsentError:
        value = made(None, Origin(step.node.document, step.node.path))
    return _edit(root, step.path, lambda where, key: _added(where, key, _kept(value, step)))


def _test(root: Traced, step: Operation) -> Traced:
    try:
        found = _looked_up(root, step.path).value if step.path else root.value
    except _AbsentError:
        found = None
    if not _equal(found, step.value and step.value.value):
        raise RefusalError("mismatch", f"the test of {step.path or 'the object'} fails", step.node)
    return root


_HANDLERS = {"add": _add, "remove": _remove, "replace": _replace, "move": _move, "copy": _copy, "test": _test}


class _AbsentError(_MissingError):
    """A mapping has no such field, which neither a test nor a copy minds."""


def _given(step: Operation) -> Traced:
    return step.value or made(None, Origin(step.node.document, step.node.path))


def _whence(step: Operation) -> str:
    if step.origin in ("/metadata", "/metadata/annotations"):
        message = "klint does not copy what kustomize remembers in annotations"
        raise RefusalError("unsupported", message, step.node)
    return step.origin


def _kept(value: Traced, step: Operation) -> Traced:
    """What was moved or copied stays where it was written; the patch is another layer of it."""
    return value._replace(origin=value.origin.over(Origin(step.node.document, step.node.path)))


def _edit(root: Traced, path: str, change: Any) -> Traced:
    """The object with `change` made in the mapping or list that holds the last step of a path."""
    parts = path.split("/")
    if len(parts) < 2:
        raise _MissingError(f"{path or 'an empty path'} leads nowhere")
    return _edited(root, [_decoded(part) for part in parts[1:]], change)


def _edited(here: Traced, path: list[str], change: Any) -> Traced:
    if not isinstance(here.value, (dict, list)):
        raise _MissingError(f"nothing is at {path[0]}")
    if len(path) == 1:
        changed: Traced = change(here, path[0])
        return changed
    step = _step(here, path[0])
    child = here.at(step)
    if child.value is None:
        raise _MissingError(f"nothing is at {path[0]}")
    new = _edited(child, path[1:], change)
    return _set(here, step, new)


def _looked_up(root: Traced, path: str) -> Traced:
    parts = path.split("/")
    if len(parts) < 2:
        raise _MissingError(f"{path or 'an empty path'} leads nowhere")
    here = root
    for left, part in zip(range(len(parts) - 2, -1, -1), parts[1:], strict=True):
        if not isinstance(here.value, (dict, list)):
            raise _MissingError(f"nothing is at {part}")
        try:
            here = here.at(_step(here, _decoded(part)))
        except _AbsentError as error:
            raise error if not left else _MissingError(str(error)) from None
    return here


def _decoded(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _step(here: Traced, key: str) -> str | int:
    """A step that leads to something."""
    if isinstance(here.value, dict):
        if key not in here.value:
            raise _AbsentError(f"there is no {key}")
        return key
    return _index(key, len(here.value), len(here.value))


def _index(key: str, size: int, bound: int) -> int:
    """A place below `bound`, counted from the end of `size` where it is negative."""
    if not _INDEX.fullmatch(key):
        raise _MissingError(f"{key} is no index of a list")
    index = int(key)
    if index < -size or index >= bound:
        raise _MissingError(f"the list has no item {key}")
    return index + size if index < 0 else index


def _set(here: Traced, step: str | int, new: Traced) -> Traced:
    if isinstance(step, str):
        return here.put(step, new)
    items = list(here.items())
    items[step] = new
    return here.listing(items)


def _added(here: Traced, key: str, new: Traced) -> Traced:
    if isinstance(here.value, dict):
        old = here.get(key)
        return here.put(key, new if old is None else new._replace(origin=new.origin.over(old.origin)))
    items = list(here.items())
    if key == "-":
        return here.listing([*items, new])
    size = len(items) + 1
    index = _index(key, size, size)
    return here.listing([*items[:index], new, *items[index:]])


def _replaced(here: Traced, key: str, new: Traced) -> Traced:
    if isinstance(here.value, dict):
        return _added(here, key, new)
    index = _index(key, len(here.value), len(here.value))
    old = here.at(index)
    return _set(here, index, new._replace(origin=new.origin.over(old.origin)))


def _removed(here: Traced, key: str) -> Traced:
    step = _step(here, key)
    if isinstance(step, str):
        return here.without(step)
    items = list(here.items())
    del items[step]
    return here.listing(items)


def _equal(one: Any, other: Any) -> bool:
    """Equality of JSON, to which true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
