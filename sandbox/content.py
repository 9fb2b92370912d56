"""What all content has in common: files with YAML front matter, mistakes that name file and line, and rooms of content.

A room of content (cards, sheets, labs, quizzes) reads files that people write, loads them into the database, and says
which claims they make. `config.content.ROOMS` is the list of all rooms: what is in it is loaded by `load_content`,
carried out and kept as proofs (`sandbox.proofs`), and written as cases by `export_cases`.
"""

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ContentProblem(NamedTuple):
    """A mistake in a content file: where, and what to do about it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Claimed:
    """Manifests and what a piece of content claims about them, both as YAML texts.

    `name` is the path of the content without its suffix (`cards/dns/aaaa-no-data`), with a part of its own where one
    file makes several (`cards/dns/host-network-pods/goal`). With an `is_expected` of False the claims are a goal: they
    do not hold for these manifests yet.
    """

    name: str
    title: str
    manifests: str
    claims: str
    is_expected: bool = True


@dataclass(frozen=True)
class ContentRoom:
    """One kind of content. `load` makes the rows agree with the files and says in a sentence what it did.

    `complete`, of rooms that have it, makes what can only be made when all claims were carried out, and says so too.
    """

    name: str
    problems: Callable[[], list[ContentProblem]]
    load: Callable[[], str]
    claimed: Callable[[], Iterable[Claimed]]
    complete: Callable[[], str] | None = None


class Field(NamedTuple):
    """A field of the front matter: whether a value is right, and the sentence for one that is not."""

    is_right: Callable[[Any], bool]
    rule: str
    is_required: bool = True


@dataclass(frozen=True)
class Front:
    """The front matter of a file: its values, the text that they stand in, and the text under it."""

    path: Path
    tree: dict[str, Any]
    text: str
    body: str
    first_line: int  # of the front matter in the file
    nodes: dict[str, tuple[yaml.Node, yaml.Node]]

    def line(self, name: str) -> int:
        """The line of the file where a field stands, 1 where it is missing."""
        return self.nodes[name][0].start_mark.line + self.first_line if name in self.nodes else 1

    def as_written(self, name: str) -> str:
        """The lines of a list as they stand in the file, moved to the left edge; empty where there is no such field.

        Comments and line breaks are kept.
        """
        if name not in self.nodes:
            return ""
        node, tree = self.nodes[name][1], self.tree[name]
        lines = self.text.splitlines(keepends=True)[node.start_mark.line : node.end_mark.line]
        text = textwrap.dedent("".join(lines)).strip("\n") + "\n"
        try:
            is_same = yaml.load(text, Loader=yaml.CSafeLoader) == tree
        except yaml.YAMLError:
            is_same = False
        return text if is_same else yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100)


def is_text(value: Any) -> bool:
    """A text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_link(value: Any) -> bool:
    """{title, url}, the url by https."""
    return (
        isinstance(value, dict)
        and set(value) == {"title", "url"}
        and all(is_text(part) for part in value.values())
        and value["url"].startswith("https://")
    )


def is_list_of(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A list with members, each of them right."""
    return lambda value: isinstance(value, list) and bool(value) and all(is_right(member) for member in value)


is_steps = is_list_of(lambda step: isinstance(step, dict))


def front_matter(path: Path, fields: dict[str, Field], what: str) -> Front | list[ContentProblem]:
    """The front matter of a file, every field of it right, or all that is wrong with it.

    It stands between two lines of `---`; a file named `.yaml` is front matter from end to end. `what` is what the file
    is, with its article ("a card").
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        first, front, body = 1, text, ""
    else:
        parts = re.match(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
        if not parts:
            return [ContentProblem(path, 1, f"begin with a line ---, the fields of {what}, and another line ---")]
        first = 2
        front, body = parts.groups()
    try:
        root = yaml.compose(front, Loader=yaml.CSafeLoader)
        tree = yaml.load(front, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first if error.problem_mark else 1
        return [ContentProblem(path, line, f"this is no YAML: {error.problem}")]
    if not isinstance(root, yaml.MappingNode) or not isinstance(tree, dict):
        return [ContentProblem(path, first, f"the front matter is a mapping of the fields of {what}")]
    found = Front(path, tree, front, body, first, {key.value: (key, value) for key, value in root.value})
    problems = [
        ContentProblem(path, found.line(name), f"there is no field {name!r} in {what}")
        for name in found.nodes
        if name not in fields
    ]
    for name, field in fields.items():
        if name not in found.nodes:
            if field.is_required:
                problems.append(ContentProblem(path, 1, f"{name} is missing: {field.rule}"))
        elif not field.is_right(tree[name]):
            problems.append(ContentProblem(path, found.line(name), f"{name} has to be {field.rule}"))
    if not SLUG.fullmatch(path.stem) or not SLUG.fullmatch(path.parent.name):
        problems.append(ContentProblem(path, 1, "file and folder are named in small letters, digits and dashes"))
    return problems or found


def twins(named: Iterable[tuple[Path, str]], what: str) -> list[ContentProblem]:
    """A problem for each file whose name of a kind (`what`: id, slug) another file has too."""
    named = list(named)
    count = Counter(name for _, name in named)
    return [ContentProblem(path, 1, f"another file has this {what} too") for path, name in named if count[name] > 1]
