"""Quantities; the expected values are those of resource.ParseQuantity, asked for each of these texts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klint.kube.quantities import nanos, quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        (1, 1),
        (0.5, Fraction(1, 2)),
        ("100m", Fraction(1, 10)),
        ("1.5Gi", 1610612736),
        ("2e3", 2000),
        ("2E3", 2000),
        ("1E", 10**18),
        ("1e-3", Fraction(1, 1000)),
        (" 1 ", 1),
        ("+1", 1),
        ("-1.5k", -1500),
        (".5", Fraction(1, 2)),
        ("1.", 1),
        ("1.G", 10**9),
        ("-", 0),
        (".", 0),
        ("m", 0),
        ("1e-12", Fraction(1, 10**9)),
        ("0.1n", Fraction(1, 10**9)),
        ("100Ei", 2**63 - 1),
        ("100E", 10**20),
    ],
)
def test_quantities(text: object, value: int | Fraction) -> None:
    assert quantity(text) == value
    assert isinstance(quantity(text), int) == (value == int(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "e",
        "1e",
        "1Ki5",
        "1GB",
        "1gb",
        "1K",
        "1 Gi",
        "--1",
        "0x10",
        "1_000",
        "\u0661",
        "half",
        True,
        None,
        [1],
    ],
)
def test_no_quantities(text: object) -> None:
    assert nanos(text) is None
    with pytest.raises(ValueError, match="not a quantity"):
        quantity(text)


@pytest.mark.parametrize("text", ["9" * 100_000, 10**4000, "1e999999999", float("inf")])
def test_hostile_sizes_are_bounded(text: object) -> None:
    found = nanos(text)
    assert found is None or found.bit_length() < 5000


@given(st.integers(0, 10**15), st.sampled_from(["", "n", "u", "m", "k", "M", "Ki", "Mi", "Gi"]))
def test_suffixes_multiply(number: int, suffix: str) -> None:
    one = nanos(f"1{suffix}")
    assert one is not None
    assert nanos(f"{number}{suffix}") == min(
        number * one, (2**63 - 1) * 10**9 if "i" in suffix else number * one
    )
