"""IP addresses and CIDR blocks (k8s.io/apiserver `pkg/cel/library/ip.go` and `cidr.go`, from 1.30 on)."""

from __future__ import annotations

import re
from typing import NamedTuple

from klint.cel.errors import EvaluationError
from klint.cel.function import Function
from klint.cel.values import named

_SINCE = (1, 30)
_LENGTH = re.compile(r"0|[1-9][0-9]{0,2}")


@named("net.IP")
class Address(NamedTuple):
    """An IPv4 or IPv6 address: a number of so many bits."""

    bits: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """EvaluationError if the text is none, has a zone, or is an IPv4 address within IPv6."""
        from ipaddress import ip_address

        try:
            address = ip_address(text)
        except ValueError:
            raise EvaluationError(f"'{text[:80]}' is not an IP address") from None
        if "%" in text:
            raise EvaluationError(f"'{text[:80]}' has a zone, which is not allowed")
        if address.version == 6 and int(address) >> 32 == 0xFFFF:
            raise EvaluationError(f"'{text[:80]}' is an IPv4 address within IPv6, which is not allowed")
        return cls(address.max_prefixlen, int(address))

    def __str__(self) -> str:
        from ipaddress import IPv4Address, IPv6Address

        return str(IPv4Address(self.number) if self.bits == 32 else IPv6Address(self.number))

    def begins(self, length: int) -> int:
        """The first bits, as a number."""
        return self.number >> (self.bits - length)

    def is_in(self, network4: tuple[int, int], network6: tuple[int, int]) -> bool:
        """Whether the address lies in one of two networks, each as its first bits and how many these are."""
        first, length = network4 if self.bits == 32 else network6
        return self.begins(length) == first

    def is_unspecified(self) -> bool:
        return self.number == 0

    def is_loopback(self) -> bool:
        return self.is_in((127, 8), (1, 128))

    def is_link_local_multicast(self) -> bool:
        return self.is_in((0xE00000, 24), (0xFF02, 16)) or (
            self.bits == 128 and self.begins(16) & 0xFF0F == 0xFF02
        )

    def is_link_local_unicast(self) -> bool:
        return self.is_in((0xA9FE, 16), (0x3FA, 10))

    def is_global_unicast(self) -> bool:
        multicast = self.is_in((0xE, 4), (0xFF, 8))
        broadcast = self.bits == 32 and self.number == 0xFFFFFFFF
        return not (
            self.is_unspecified()
            or self.is_loopback()
            or self.is_link_local_unicast()
            or multicast
            or broadcast
        )


@named("net.CIDR")
class Block(NamedTuple):
    """A CIDR block; its address may have bits behind the prefix."""

    address: Address
    length: int

    @classmethod
    def parse(cls, text: str) -> Block:
        """EvaluationError if the text is none."""
        name, slash, length = text.partition("/")
        if not slash or not _LENGTH.fullmatch(length):
            raise EvaluationError(f"'{text[:80]}' is not a CIDR block; write it like 10.0.0.0/8")
        address = Address.parse(name)
        if int(length) > address.bits:
            raise EvaluationError(f"'{text[:80]}' has a prefix longer than its address")
        return cls(address, int(length))

    def __str__(self) -> str:
        return f"{self.address}/{self.length}"

    def contains_address(self, address: Address) -> bool:
        return address.bits == self.address.bits and address.begins(self.length) == self.address.begins(
            self.length
        )

    def contains_block(self, other: Block) -> bool:
        return self.length <= other.length and self.contains_address(other.address)

    def masked(self) -> Block:
        """The same block without the bits behind the prefix."""
        rest = self.address.bits - self.length
        return Block(Address(self.address.bits, self.address.number >> rest << rest), self.length)


def _is_address(text: str) -> bool:
    try:
        Address.parse(text)
    except EvaluationError:
        return False
    return True


def _is_block(text: str) -> bool:
    try:
        Block.parse(text)
    except EvaluationError:
        return False
    return True


FUNCTIONS = (
    Function("ip", (str,), Address.parse, since=_SINCE),
    Function("isIP", (str,), _is_address, since=_SINCE),
    Function("ip.isCanonical", (str,), lambda text: str(Address.parse(text)) == text, since=_SINCE),
    Function("string", (Address,), str, since=_SINCE),
    Function("cidr", (str,), Block.parse, since=_SINCE),
    Function("isCIDR", (str,), _is_block, since=_SINCE),
    Function("string", (Block,), str, since=_SINCE),
    *(
        Function(name, parameters, call, member=True, since=_SINCE)
        for name, parameters, call in (
            ("family", (Address,), lambda address: 4 if address.bits == 32 else 6),
            ("isUnspecified", (Address,), Address.is_unspecified),
            ("isLoopback", (Address,), Address.is_loopback),
            ("isLinkLocalMulticast", (Address,), Address.is_link_local_multicast),
            ("isLinkLocalUnicast", (Address,), Address.is_link_local_unicast),
            ("isGlobalUnicast", (Address,), Address.is_global_unicast),
            ("containsIP", (Block, Address), Block.contains_address),
            ("containsIP", (Block, str), lambda block, text: block.contains_address(Address.parse(text))),
            ("containsCIDR", (Block, Block), Block.contains_block),
            ("containsCIDR", (Block, str), lambda block, text: block.contains_block(Block.parse(text))),
            ("ip", (Block,), lambda block: block.address),
            ("prefixLength", (Block,), lambda block: block.length),
            ("masked", (Block,), Block.masked),
        )
    ),
)
