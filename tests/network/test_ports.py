"""Sets of ports and addresses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klint.kube.network import ALL_PORTS, NO_PORTS, PortSet, addresses
from klint.kube.network.intervals import Intervals, difference, intersection, union

PAIRS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 6)), max_size=4)
SETS = PAIRS.map(lambda pairs: union((first, first + more) for first, more in pairs))


def numbers(intervals: Intervals) -> set[int]:
    return {number for first, last in intervals for number in range(first, last + 1)}


def normal(intervals: Intervals) -> bool:
    """Sorted, and with something between every two."""
    return all(one[1] + 1 < other[0] for one, other in pairwise(intervals))


@given(SETS, SETS)
def test_intervals_are_sets(one: Intervals, other: Intervals) -> None:
    for found, expected in (
        (union(one, other), numbers(one) | numbers(other)),
        (intersection(one, other), numbers(one) & numbers(other)),
        (difference(one, other), numbers(one) - numbers(other)),
    ):
        assert numbers(found) == expected
        assert normal(found)


def test_port_sets_as_text() -> None:
    assert str(ALL_PORTS) == "all"
    assert str(NO_PORTS) == "none"
    http = PortSet.of("TCP", ((80, 80), (443, 443), (8000, 8080)))
    assert str(http | PortSet.of("UDP", ((53, 53),))) == "TCP:80,443,8000-8080;UDP:53"
    assert str(ALL_PORTS - PortSet.of("UDP")) == "TCP:1-65535;SCTP:1-65535"
    assert PortSet.of("ICMP") == NO_PORTS
    assert ALL_PORTS & http == http & ALL_PORTS == http
    assert http.has("TCP", 8001)
    assert not http.has("UDP", 80)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10.1.2.3/8", "10.0.0.0-10.255.255.255"),
        ("010.0.0.1/32", "10.0.0.1-10.0.0.1"),
        ("0.0.0.0/0", "0.0.0.0-255.255.255.255"),
        ("fd00::1/127", "fd00::-fd00::1"),
        ("::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ],
)
def test_networks(written: str, read: str) -> None:
    found = addresses.network(written)
    assert found is not None
    assert "-".join(map(addresses.text, found)) == read


@pytest.mark.parametrize(
    "written",
    ["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "256.0.0.0/8", "1.2.3/8", "::/129", "fe80::1%0/64", "x/8"],
)
def test_what_is_no_network(written: str) -> None:
    assert addresses.network(written) is None
