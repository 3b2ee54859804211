"""ResourceClaims: what devices a pod wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.scheduling.devices.selectors import Unknown, selector
from klint.kube.scheduling.values import items, mapping, name_of, namespace_of, text, texts, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.kube.scheduling.devices.selectors import Test
    from klint.kube.scheduling.world import Object

    Key = tuple[str, str]


class Request(NamedTuple):
    """`number` is None for all devices that match."""

    name: str
    device_class: str
    number: int | None
    tests: Sequence[Test]


class Choice(NamedTuple):
    """A request, or several of which the first that can be met is taken."""

    name: str
    options: Sequence[Request]


class Alike(NamedTuple):
    """The devices of some requests (of all, if none are named) must have one value of an attribute."""

    attribute: tuple[str, str]
    requests: frozenset[str]

    def covers(self, choice: str, request: str) -> bool:
        return not self.requests or choice in self.requests or f"{choice}/{request}" in self.requests


class DeviceClasses:
    def __init__(self, objects: Sequence[Object]) -> None:
        self._selectors = {name_of(one): items(one, "spec", "selectors") for one in objects}

    def __contains__(self, name: str) -> bool:
        return name in self._selectors

    def tests(self, name: str, own: Sequence[dict[str, Any]]) -> Iterator[Test | Unknown]:
        """Those of a class and those of a request of it."""
        for one in (*self._selectors.get(name, ()), *own):
            yield selector(text(mapping(one, "cel").get("expression")))


class DeviceClaim:
    """A ResourceClaim; `unknown` says what of it is not understood."""

    def __init__(self, claim: Object, classes: DeviceClasses) -> None:
        self.key: Key = (namespace_of(claim), name_of(claim))
        self.unknown: str = ""
        self.deleted = bool(mapping(claim, "metadata").get("deletionTimestamp"))
        self.allocation = mapping(claim, "status", "allocation")
        listed = items(claim, "spec", "devices", "requests")
        self.choices = [self._choice(one, classes) for one in listed]
        constraints = items(claim, "spec", "devices", "constraints")
        self.alike = [self._alike(one) for one in constraints]

    @property
    def classes(self) -> Iterator[tuple[str, str]]:
        """The name of each request with the device class it wants."""
        for choice in self.choices:
            for request in choice.options:
                name = choice.name if request.name == choice.name else f"{choice.name}/{request.name}"
                yield name, request.device_class

    def _choice(self, value: Mapping[str, Any], classes: DeviceClasses) -> Choice:
        name = text(value.get("name"))
        options = items(value, "firstAvailable")
        if options:
            return Choice(name, [self._request(text(one.get("name")), one, classes) for one in options])
        return Choice(name, [self._request(name, mapping(value, "exactly") or value, classes)])

    def _request(self, name: str, value: Mapping[str, Any], classes: DeviceClasses) -> Request:
        device_class = text(value.get("deviceClassName"))
        tests: list[Test] = []
        for test in classes.tests(device_class, items(value, "selectors")):
            if isinstance(test, Unknown):
                self.unknown = test.expression
            else:
                tests.append(test)
        if value.get("adminAccess") is True or value.get("capacity"):
            self.unknown = f"request {name}"
        all_ = value.get("allocationMode") == "All"
        return Request(name, device_class, None if all_ else whole(value.get("count"), 1), tests)

    def _alike(self, value: Mapping[str, Any]) -> Alike:
        domain, slash, name = text(value.get("matchAttribute")).rpartition("/")
        if not slash:
            self.unknown = "constraint"
        return Alike((domain, name), frozenset(texts(value.get("requests"))))
