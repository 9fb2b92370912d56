"""A template's text to its nodes (Go's ``text/template/parse``)."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

_ACTION = re.compile(r"\{\{(-(?=\s))?(.*?)((?<=\s)-)?\}\}", re.DOTALL)
_TOKEN = re.compile(
    r"""\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|:=|[|()=,]|\.[A-Za-z_0-9.]*|"""
    r"""\$[A-Za-z_0-9]*(?:\.[A-Za-z_0-9.]+)?|[-+]?[0-9][0-9.]*|[A-Za-z_][A-Za-z_0-9]*"""
)
_DEEPEST = 50


class Unparsable(ValueError):
    """A template that Go refuses: ``<line>: <why>``."""


class Text(NamedTuple):
    """What stands between the actions."""

    text: str


class Constant(NamedTuple):
    """A text, number, true, false or nil."""

    value: Any


class Fields(NamedTuple):
    """``.a.b`` (``variable`` empty), ``$x.a``; no names for ``.`` and ``$x``."""

    variable: str
    names: tuple[str, ...]


class Function(NamedTuple):
    """A function's name."""

    name: str


class Pipeline(NamedTuple):
    """Commands one behind the other, each a list of operands; ``variables`` are what it is kept in."""

    commands: tuple[tuple[Any, ...], ...]
    variables: tuple[str, ...] = ()
    declares: bool = False


class Print(NamedTuple):
    """``{{pipeline}}``."""

    pipeline: Pipeline
    line: int
    text: str


class Block(NamedTuple):
    """``if``, ``with`` or ``range``, with its body and what comes behind ``else``."""

    word: str
    pipeline: Pipeline
    body: list[Any]
    otherwise: list[Any]
    line: int


def parse(text: str) -> list[Any]:
    """The nodes of a template. Raises Unparsable."""
    return _Reader(text).nodes(0)[0]


class _Reader:
    def __init__(self, text: str) -> None:
        self.parts: list[tuple[str, str, int]] = []
        at, trims = 0, False
        for found in _ACTION.finditer(text):
            between = text[at : found.start()]
            self.parts.append(("text", _trimmed(between, trims, bool(found[1])), 0))
            if not found[2].startswith("/*"):
                self.parts.append(("action", found[2].strip(), text.count("\n", 0, found.start()) + 1))
            at, trims = found.end(), bool(found[3])
        rest = text[at:]
        if "{{" in rest:
            raise Unparsable(f"{text.count(chr(10), 0, at + rest.index('{{')) + 1}: unclosed action")
        self.parts.append(("text", _trimmed(rest, trims, False), 0))
        self.at = 0

    def nodes(self, depth: int) -> tuple[list[Any], str]:
        """Nodes until the end or a word that closes a block, and that word."""
        if depth > _DEEPEST:
            raise Unparsable("1: blocks are nested too deeply")
        found: list[Any] = []
        while self.at < len(self.parts):
            kind, text, line = self.parts[self.at]
            self.at += 1
            if kind == "text":
                if text:
                    found.append(Text(text))
                continue
            word = text.split(None, 1)[0] if text else ""
            if word in ("end", "else"):
                if not depth:
                    raise Unparsable(f"{line}: unexpected {{{{{word}}}}}")
                return found, text
            if word in ("if", "with", "range"):
                found.append(self._block(word, text[len(word) :].strip(), line, depth))
            elif word in ("define", "template", "block", "break", "continue"):
                raise Unparsable(f"{line}: {word} is not modelled here")
            else:
                if not text:
                    raise Unparsable(f"{line}: missing value for command")
                found.append(Print(_pipeline(text, line), line, text))
        if depth:
            raise Unparsable(f"{self.parts[-1][2] or 1}: unexpected EOF")
        return found, ""

    def _block(self, word: str, condition: str, line: int, depth: int) -> Block:
        if not condition:
            raise Unparsable(f"{line}: missing value for {word}")
        pipeline = _pipeline(condition, line)
        body, closing = self.nodes(depth + 1)
        otherwise: list[Any] = []
        if closing.startswith("else"):
            rest = closing[4:].strip()
            if rest:
                inner, _, behind = rest.partition(" ")
                otherwise = [self._block(inner, behind.strip(), line, depth + 1)]
            else:
                otherwise, closing = self.nodes(depth + 1)
                if closing.startswith("else"):
                    raise Unparsable(f"{line}: expected end; found {{{{else}}}}")
        return Block(word, pipeline, body, otherwise, line)


def _trimmed(text: str, in_front: bool, behind: bool) -> str:
    text = text.lstrip(" \t\r\n") if in_front else text
    return text.rstrip(" \t\r\n") if behind else text


def _pipeline(text: str, line: int) -> Pipeline:
    tokens = _tokens(text, line)
    variables: tuple[str, ...] = ()
    declares = False
    sign = next((at for at, token in enumerate(tokens) if token in (":=", "=")), -1)
    if sign > 0:
        variables = tuple(word for word in tokens[:sign] if word != ",")
        declares = tokens[sign] == ":="
        tokens = tokens[sign + 1 :]
    commands, rest = _commands(tokens, line, 0)
    if rest:
        raise Unparsable(f"{line}: unexpected right paren")
    return Pipeline(commands, variables, declares)


def _tokens(text: str, line: int) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Unparsable(f"{line}: unexpected bad character U+{ord(text[at]):04X} '{text[at]}' in command")
        if not token[0].isspace():
            found.append(token[0])
        at = token.end()
    return found


def _commands(tokens: list[str], line: int, depth: int) -> tuple[tuple[tuple[Any, ...], ...], list[str]]:
    if depth > _DEEPEST:
        raise Unparsable(f"{line}: parentheses are nested too deeply")
    commands: list[tuple[Any, ...]] = []
    command: list[Any] = []
    while tokens:
        word, tokens = tokens[0], tokens[1:]
        if word == ")":
            if not depth:
                return (), [word]
            commands.append(tuple(command))
            return tuple(commands), tokens
        if word == "|":
            commands.append(tuple(command))
            command = []
        elif word == "(":
            inner, tokens = _commands(tokens, line, depth + 1)
            command.append(Pipeline(inner))
        else:
            command.append(_operand(word, line))
    if depth:
        raise Unparsable(f"{line}: unclosed left paren")
    commands.append(tuple(command))
    if any(not one for one in commands):
        raise Unparsable(f"{line}: missing value for command")
    return tuple(commands), []


def _operand(word: str, line: int) -> Any:
    if word[0] == '"':
        try:
            return Constant(json.loads(word))
        except ValueError:
            raise Unparsable(f"{line}: invalid syntax") from None
    if word[0] == "`":
        return Constant(word[1:-1])
    if word[0] == ".":
        return Fields("", tuple(name for name in word.split(".") if name))
    if word[0] == "$":
        name, *fields = word.split(".")
        return Fields(name, tuple(fields))
    if word in ("true", "false", "nil"):
        return Constant({"true": True, "false": False}.get(word))
    if word[0].isdigit() or word[0] in "+-":
        try:
            return Constant(float(word) if "." in word else int(word))
        except ValueError:
            raise Unparsable(f'{line}: bad number syntax: "{word}"') from None
    if word[0] == "'":
        return Constant(ord(word[1]))
    if word not in FUNCTIONS:
        raise Unparsable(f'{line}: function "{word}" not defined')
    return Function(word)


#: Go's own functions, and kubectl's ``exists`` and ``base64decode``.
FUNCTIONS = (
    "and",
    "base64decode",
    "eq",
    "exists",
    "ge",
    "gt",
    "index",
    "le",
    "len",
    "lt",
    "ne",
    "not",
    "or",
    "print",
    "printf",
    "println",
    "slice",
)
