"""libyaml's complaints in go-yaml's words, and what a learner can do about each.

go-yaml v2 is a port of libyaml: the texts are the same; its line is that of the problem, counted
from 0 for what the parser finds and from 1 for what the scanner finds, and left out when it is 0
(go-yaml ``decode.go``, parser.fail).
"""

from __future__ import annotations

from yaml import YAMLError
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from sandbox.engine.places import Place
from sandbox.engine.problems import Problem

#: What to do, by the words of the complaint. The first whose words are in it is taken.
ADVICE: tuple[tuple[str, str], ...] = (
    (
        "cannot start any token",
        "No value begins with this character. Indent with blanks, never with a tab; "
        "put text that begins with @, `, % or a tab in quotes.",
    ),
    (
        "did not find expected key",
        "This line is indented differently from its neighbours: keys of one mapping begin in the same column.",
    ),
    ("did not find expected '-' indicator", "The items of one list begin in the same column."),
    (
        "mapping values are not allowed",
        "There is a second colon in this line, or the line is indented too far. "
        "Text with a colon and a blank in it needs quotes.",
    ),
    ("could not find expected ':'", "A key needs a colon and a blank behind it."),
    ("block sequence entries are not allowed", "A list begins on a line of its own, below its key."),
    ("mapping keys are not allowed", "A mapping begins on a line of its own."),
    ("did not find expected ',' or ']'", "A list that began with [ has to end with ], with a comma between its items."),
    (
        "did not find expected ',' or '}'",
        "A mapping that began with { has to end with }, with a comma between its entries.",
    ),
    ("unexpected end of stream", "A quotation mark that was opened is not closed."),
    ("expected node content", "A bracket closes here that was not opened."),
    ("tab character", "Indent with blanks, never with a tab."),
    ("escape", "In double quotes a backslash begins an escape: write \\\\ for one, or use single quotes."),
    ("anchor", "Text that begins with & or * needs quotes."),
    ("alphabetic or numeric", "Text that begins with & or * needs quotes."),
    ("control characters", "The text holds a character that nobody can see; write the line anew."),
)
_COLON = "found unexpected ':'"
_OTHERWISE = "Compare the indentation and the punctuation of this line with a manifest that works."


def explain(error: YAMLError, text: str, source: str, first_line: int) -> tuple[str, Problem]:
    """What kubectl says (``yaml: line 5: …``), and the problem at its place in the whole text."""
    if isinstance(error, ReaderError):
        said = "control characters are not allowed" if "control" in error.reason else error.reason
        line, column = _position(text, error.position)
        return f"yaml: {said}", _problem(said, source, first_line + line, column + 1)
    said = (getattr(error, "problem", None) or "unknown problem parsing YAML content").rstrip()
    is_scanner = isinstance(error, ScannerError)
    if said == _COLON:  # go-yaml reads on here, and misses a comma where the brackets close
        said, is_scanner = "did not find expected ',' or '}'", False
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    line = 0
    if mark is not None and mark.line:
        line = mark.line + (1 if is_scanner else 0)
    elif context is not None and context.line:
        line = context.line + (1 if is_scanner else 0)
    where = f"line {line}: " if line else ""
    at = mark or context
    row, column = (at.line, at.column + 1) if at is not None else (0, 1)
    lines = text.count("\n") + (0 if text.endswith("\n") else 1)
    return f"yaml: {where}{said}", _problem(said, source, first_line + min(row, max(lines - 1, 0)), column)


def _problem(said: str, source: str, line: int, column: int) -> Problem:
    advice = next((text for words, text in ADVICE if words in said), _OTHERWISE)
    return Problem(f"{said}. {advice}", "", Place(source, line, column, line, column + 1))


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)
