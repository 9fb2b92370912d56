"""docs/api.md is a program: its examples are run one after the other against a whole site."""

import re

from config import state

PAGE = state.ROOT / "docs" / "api.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ADDRESS = "http://127.0.0.1:8000/"


def test_every_example_does_what_it_says(site) -> None:
    examples = EXAMPLE.findall(PAGE.read_text())
    assert len(examples) == PAGE.read_text().count("```") // 2 >= 8
    program = "\n".join(examples)
    assert ADDRESS in program
    exec(compile(program.replace(ADDRESS, f"{site.url}/"), str(PAGE), "exec"), {})
