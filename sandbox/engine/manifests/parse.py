"""A text into documents, the way ``kubectl apply -f -`` reads its input.

The text is split at lines that are ``---`` before any YAML is parsed (apimachinery's
``YAMLOrJSONDecoder``), so a mistake in one document leaves those in front of it readable, and
kubectl counts an error's lines from the beginning of its document. Places count from the
beginning of the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from yaml import YAMLError

from sandbox.engine.manifests import json_stream, yaml_errors
from sandbox.engine.manifests.build import Builder
from sandbox.engine.manifests.document import Document, Manifest
from sandbox.engine.manifests.unreadable import Unreadable
from sandbox.engine.places import Place
from sandbox.engine.problems import Problem

#: The largest text that is read, in bytes.
SIZE = 256 * 1024
CONVERTING = "error converting YAML to JSON: "


def parse(text: str | bytes, source: str = "manifests", size: int = SIZE) -> Manifest:
    """All documents up to the first that cannot be read, with the problems found.

    ``source`` is the name that places carry. Any text or bytes give a Manifest; nothing is raised.
    ``error`` is what kubectl says behind ``error parsing STDIN: ``.
    """
    if len(text) > size or (isinstance(text, str) and not text.isascii() and len(_bytes(text)) > size):
        problem = Problem(
            f"the text is larger than {size // 1024} KiB, which is all that is read: "
            "split it or leave out what is not needed",
            "",
            Place(source, 1, 1, 1, 1),
        )
        return Manifest((), (problem,), "manifest is larger than " + str(size) + " bytes")
    read = (
        text.decode("utf-8", "replace")
        if isinstance(text, bytes)
        else text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    read = read.removeprefix("\ufeff").replace("\r\n", "\n")
    if json_stream.is_json(read):
        return json_stream.parse(read, source, parse_yaml)
    return parse_yaml(read, source, 1, ())


def parse_yaml(text: str, source: str, first_line: int, before: tuple[Document, ...]) -> Manifest:
    """The documents of a YAML text behind those that were read ``before``."""
    documents = list(before)
    problems: list[Problem] = [problem for document in before for problem in document.duplicates]
    for chunk, line in split(text, first_line):
        said, problem = "", None
        if chunk.startswith("---") and (behind := _behind_separator(chunk)):
            place = Place(source, line, 4, line, 4 + len(behind))
            problem = Problem(
                f"behind --- stands {behind!r}: a line that separates documents holds nothing else", "", place
            )
            return Manifest(tuple(documents), (*problems, problem), f"invalid Yaml document separator: {behind}")
        try:
            document = Builder(chunk, source, line).document()
        except Unreadable as error:
            said = error.said
            place = Place(source, error.line, error.column, error.line, error.column + 1)
            problem = Problem(f"{said.removeprefix('yaml: ')}. {error.advice}", "", place)
        except YAMLError as error:
            said, problem = yaml_errors.explain(error, chunk, source, line)
        if problem is not None:
            return Manifest(tuple(documents), (*problems, problem), CONVERTING + said)
        documents.append(document)
        problems.extend(document.duplicates)
    return Manifest(tuple(documents), tuple(problems))


def split(text: str, first_line: int = 1) -> Iterator[tuple[str, int]]:
    """The chunks between ``---`` lines, each with the number of its first line.

    A separator in front of any text belongs to the chunk that it begins (kubectl counts its line).
    """
    if "---" not in text:
        if text:
            yield (text if text.endswith("\n") else f"{text}\n"), first_line
        return
    held: list[str] = []
    start = number = first_line
    for line in text.split("\n"):
        if line.startswith("---") and held:
            yield "\n".join(held) + "\n", start
            held = [line] if _behind_separator(line) else []
            start = number + (0 if held else 1)
        else:
            held.append(line)
        number += 1
    if held and held != [""]:
        yield "\n".join(held) + ("\n" if held[-1] else ""), start


def _behind_separator(text: str) -> str:
    """What stands behind ``---`` in the first line, a comment excepted."""
    behind = text.split("\n", 1)[0][3:].strip()
    return "" if behind.startswith("#") else behind


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
