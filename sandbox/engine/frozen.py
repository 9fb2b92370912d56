"""``@frozen``: a class of values that are made once and never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A dataclass that compares and hashes by its fields, and is frozen to the type checker.

    At run time nothing stops a program that sets a field: a dataclass that is frozen there too
    takes five times as long to make, and a submission makes some hundred and fifty of them.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
