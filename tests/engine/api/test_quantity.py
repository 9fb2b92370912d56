"""Quantities: exact values, canonical texts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.engine.api.quantity import canonical, parse

TEXTS = [
    ("0", "0"),
    ("1", "1"),
    ("0.5", "500m"),
    ("1500m", "1500m"),
    ("2000m", "2"),
    (".5Gi", "512Mi"),
    ("1024Ki", "1Mi"),
    ("1000Ki", "1000Ki"),
    ("512", "512"),
    ("1e3", "1e3"),
    ("100k", "100k"),
    ("1000k", "1M"),
    ("-2", "-2"),
    ("1.5Ki", "1536"),
    ("128Mi", "128Mi"),
    ("0.1Ki", "102400m"),
    ("12E", "12E"),
]


@pytest.mark.parametrize(("text", "written"), TEXTS)
def test_quantity_is_written_in_its_shortest_form(text: str, written: str) -> None:
    assert canonical(text) == written


@pytest.mark.parametrize("text", ["", "abc", "1 Gi", "1Kib", "--1", "1.2.3"])
def test_other_texts_are_no_quantities(text: str) -> None:
    assert parse(text) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", "m", "k", "M", "Ki", "Mi", "Gi", "e3"]))
def test_canonical_text_has_the_same_value(number: int, suffix: str) -> None:
    before, after = parse(f"{number}{suffix}"), parse(canonical(f"{number}{suffix}"))
    assert before is not None
    assert after is not None
    assert before.value == after.value


def test_what_is_below_a_billionth_is_rounded_up() -> None:
    found = parse("0.1n")
    assert found is not None
    assert found.value == Fraction(1, 10**9)
