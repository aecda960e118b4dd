"""Sums that have the same bits whatever the order of rows and the number of threads, and lose no small weight."""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

LARGEST = 1e100  # numbers whose weighted squares have a sum
WIDEST = 1e15  # largest over smallest weight: beyond, the small ones would be lost in the sums


def exact(value: ibis.Value, smallest: float, largest: float, rows: int) -> ibis.Value:
    """A sum of weights as 64-bit whole numbers, or as decimals where these would round a small weight away."""
    power = power_of(smallest, largest, rows)
    if power is None:
        return exact_products(value, largest, rows)
    return (value * 2.0**power + 0.5).floor().cast("int64").sum().cast("float64") / 2.0**power


def power_of(smallest: float, largest: float, rows: int) -> int | None:
    """The power of two that weights are scaled by, so that no sum of them leaves the 64 bits.

    None where that would round the smallest weight by more than 1e-9 of it.
    """
    power = min(62 - ceil(log2(largest * rows)), 1000)
    return power if 0.5**power <= 2e-9 * smallest else None


def exact_products(value: ibis.Value, largest: float, rows: int) -> ibis.Value:
    """A sum as decimals of 38 digits, counted in units of a power of two that no value exceeds."""
    unit = 2.0 ** ceil(log2(largest)) if largest else 1.0
    places = 36 - len(str(rows))
    return (value / unit).cast(f"decimal(38, {places})").sum().cast("float64") * unit


def endless(number: ibis.Value) -> ibis.Value:
    """How many numbers are none, infinite, or too large to be squared and summed."""
    return (number.isnan() | (number.abs() > LARGEST)).sum()
