"""What the checks of a pod's parts ask about the pod."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At


class PodView(NamedTuple):
    """`volumes` are those that are valid themselves, by name; `stored` is True for a Pod, False for a template."""

    spec: Mapping[str, Any]
    volumes: Mapping[str, Mapping[str, Any]]
    stored: bool

    @property
    def claims(self) -> list[str]:
        """The names of its resource claims."""
        return sorted(
            {claim["name"] for claim in self.spec.get("resourceClaims") or () if claim and claim.get("name")}
        )

    @property
    def security(self) -> Mapping[str, Any]:
        return self.spec.get("securityContext") or {}

    @property
    def host_users(self) -> bool:
        return self.spec.get("hostUsers") is not False

    @property
    def os(self) -> str | None:
        """The operating system; None where it isn't given."""
        system = self.spec.get("os")
        return None if system is None else system.get("name") or ""

    @property
    def grace(self) -> int:
        """Seconds between the signal to stop and the end."""
        seconds = self.spec.get("terminationGracePeriodSeconds")
        return 30 if seconds is None else seconds if seconds >= 0 else 1

    @property
    def restart(self) -> str:
        return self.spec.get("restartPolicy") or "Always"


def containers(spec: Mapping[str, Any], at: At) -> Iterator[tuple[Mapping[str, Any], At]]:
    """All containers of a pod's spec with their places, in the order the server visits them."""
    for field in ("initContainers", "containers", "ephemeralContainers"):
        for index, container in enumerate(spec.get(field) or ()):
            yield container or {}, ((at, field), index)
