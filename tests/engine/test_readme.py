"""The examples of the engine's README are true."""

from __future__ import annotations

import doctest
from pathlib import Path

README = Path(__file__).parents[2] / "sandbox/engine/README.md"


def test_the_examples_of_the_readme_print_what_they_say() -> None:
    results = doctest.testfile(str(README), module_relative=False)
    assert results.attempted > 0
    assert results.failed == 0
