"""IP addresses and networks, as the API server has taken them from the start and takes them now.

Source: k8s.io/apimachinery `util/validation/ip.go`, k8s.io/utils `net`. Fields that exist for long take
leading zeros and IPv4 addresses in IPv6 form until 1.36; new fields never did.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.admission.validation.fault import invalid
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address, IPv6Address

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

    IP = IPv4Address | IPv6Address

_STRICT = Release(1, 36)  # StrictIPCIDRValidation, on by default
_IPV4 = re.compile(r"(?:.*:)?(?:\d{1,9}\.){3}\d{1,9}", re.ASCII)


class Network(NamedTuple):
    """`address` as it was written, `bits` of its network's prefix."""

    address: IP
    bits: int

    @property
    def first(self) -> IP:
        """The network's own address."""
        spare = self.address.max_prefixlen - self.bits
        return type(self.address)(int(self.address) >> spare << spare)

    def __str__(self) -> str:
        return f"{self.first}/{self.bits}"

    def holds(self, other: Network) -> bool:
        """Whether `other` is a part of it and smaller."""
        same = self.address.version == other.address.version
        return same and Network(other.first, self.bits).first == self.first and self.bits < other.bits


@lru_cache(maxsize=1024)
def ip(text: str) -> IP | None:
    """An address as Kubernetes has always read it: leading zeros are fine, zones are not."""
    if not text or "%" in text:
        return None
    from ipaddress import IPv6Address, ip_address

    if _IPV4.fullmatch(text):
        text = re.sub(r"(?<![0-9a-fA-F])0+(?=\d)", "", text) if ":" not in text else _unpadded(text)
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _unpadded(text: str) -> str:
    head, _, tail = text.rpartition(":")
    return f"{head}:" + ".".join(str(int(part)) for part in tail.split("."))


def is_strict(text: str) -> str:
    """What is wrong with the form of an address that `ip` reads; nothing for one in plain form."""
    if re.search(r"(?:^|[.:])0\d+(?=\.|$)", text) and "." in text:
        return "must not have leading 0s"
    if ":" in text and ip(text) is not None and ip(text).version == 4:  # type: ignore[union-attr]
        return "must not be an IPv4-mapped IPv6 address"
    return ""


@lru_cache(maxsize=1024)
def network(text: str) -> Network | None:
    """A network as Kubernetes has always read it: bits beyond the prefix are fine."""
    head, slash, bits = text.partition("/")
    address = ip(head)
    if address is None or not slash or not re.fullmatch("[0-9]{1,7}", bits):
        return None
    most = 128 if ":" in head else 32
    if int(bits) > most:
        return None
    if most == 128 and address.version == 4:
        return Network(address, int(bits) - 96) if int(bits) >= 96 else None
    return Network(address, int(bits))


_NO_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
_NO_NETWORK = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"


def legacy_ip(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    """An address in a field that has taken sloppy ones."""
    if ip(value) is None:
        yield invalid(at, value, _NO_IP)
    elif scope.release >= _STRICT and (wrong := is_strict(value)):
        yield invalid(at, value, wrong)


def legacy_network(value: str, at: At, scope: Scope) -> Iterator[Fault]:
    """A network in a field that has taken sloppy ones."""
    found = network(value)
    if found is None:
        yield invalid(at, value, _NO_NETWORK)
    elif scope.release >= _STRICT:
        head, _, bits = value.partition("/")
        wrong = is_strict(head)
        if "leading" in wrong or str(int(bits)) != bits:
            yield invalid(at, value, "must not have leading 0s in IP or prefix length")
        elif wrong:
            yield invalid(at, value, "must not have an IPv4-mapped IPv6 address")
        elif found.first != found.address:
            yield invalid(at, value, "must not have bits set beyond the prefix length")


def new_ip(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """An address in a field that never took sloppy ones."""
    found = ip(value)
    if found is None:
        yield invalid(at, value, _NO_IP)
    elif wrong := is_strict(value):
        yield invalid(at, value, wrong)
    elif str(found) != value:
        yield invalid(at, value, f'must be in canonical form ("{found}")')


def endpoint(value: str, at: At) -> Iterator[Fault]:
    """An address that traffic from anywhere in the cluster may be sent to."""
    found = ip(value)
    if found is None:
        yield invalid(at, value, "must be a valid IP address")
        return
    if found.is_unspecified:
        yield invalid(at, value, f"may not be unspecified ({value})")
    if found.is_loopback:
        yield invalid(at, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)")
    if found.is_link_local:
        yield invalid(at, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    if _is_local_multicast(found):
        yield invalid(at, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")


def _is_local_multicast(address: IP) -> bool:
    packed = address.packed
    if address.version == 4:
        return packed[:3] == b"\xe0\x00\x00"
    return packed[0] == 0xFF and packed[1] & 0x0F == 0x02
