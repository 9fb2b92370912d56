"""A JSONPath template's text to its nodes (``client-go/util/jsonpath/parser.go``, v1.37)."""

from __future__ import annotations

import re

from sandbox.engine.terminal.kubectl.jsonpath.nodes import (
    Bound,
    Field,
    Filter,
    Identifier,
    Recursive,
    Sequence,
    Slice,
    Text,
    Union,
    Value,
    Wildcard,
)

_KEY = re.compile(r"'([^']*)'")
_SLICE = re.compile(r"(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?")
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=~]+)(.+?)")
_TERMINATORS = " \t\r\n.,[]$@{}"
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_CODED = {"x": 2, "u": 4, "U": 8}
_DEEPEST = 100


class Unparsable(ValueError):
    """A template that kubectl refuses, in its words."""


def parse(text: str, depth: int = 0) -> Sequence:
    """The nodes of a template. Raises Unparsable."""
    if depth > _DEEPEST:
        raise Unparsable("template is nested too deeply")
    return _Parser(text, depth).whole()


def _action(text: str, depth: int) -> Sequence:
    found = parse("{" + text + "}", depth + 1).nodes[0]
    if not isinstance(found, Sequence):
        raise Unparsable("unexpected text in action")
    return found


class _Parser:
    def __init__(self, text: str, depth: int) -> None:
        self.text = text
        self.depth = depth
        self.at = 0
        self.start = 0

    def whole(self) -> Sequence:
        root = Sequence()
        while self.at < len(self.text):
            opened = self.text.find("{", self.at)
            end = opened if opened >= 0 else len(self.text)
            if end > self.at:
                root.nodes.append(Text(self.text[self.at : end]))
            if opened < 0:
                break
            self.at = self.start = opened + 1
            inner = Sequence()
            root.nodes.append(inner)
            self._inside(inner)
        return root

    def _next(self) -> str:
        """The next character, empty at the end."""
        found = self.text[self.at : self.at + 1]
        self.at += len(found)
        return found

    def _taken(self) -> str:
        found = self.text[self.start : self.at]
        self.start = self.at
        return found

    def _inside(self, into: Sequence) -> None:
        while True:
            if self.text.startswith("}", self.at):
                self.at += 1
                self.start = self.at
                return
            if self.text.startswith("[?(", self.at):
                self._filter(into)
            elif self.text.startswith("..", self.at):
                self._recursive(into)
            else:
                self._one(into)

    def _one(self, into: Sequence) -> None:
        character = self._next()
        if character in ("", "\r", "\n"):
            raise Unparsable("unclosed action")
        if character in " @$":
            self._taken()
        elif character == "[":
            self._array(into)
        elif character in "\"'":
            self._quoted(into, character)
        elif character == ".":
            self._field(into)
        elif character in "+-" or character.isdecimal():
            self.at -= 1
            self._number(into)
        elif character == "_" or character.isalnum():
            self.at -= 1
            self._identifier(into)
        else:
            raise Unparsable(f"unrecognized character in action: U+{ord(character):04X} '{character}'")

    def _identifier(self, into: Sequence) -> None:
        while self.at < len(self.text) and self.text[self.at] not in _TERMINATORS:
            self.at += 1
        word = self._taken()
        into.nodes.append(Value(word == "true") if word in ("true", "false") else Identifier(word))

    def _recursive(self, into: Sequence) -> None:
        if into.nodes and isinstance(into.nodes[-1], Recursive):
            raise Unparsable("invalid multiple recursive descent")
        self.at += 2
        self._taken()
        into.nodes.append(Recursive())
        following = self.text[self.at : self.at + 1]
        if following == "_" or following.isalnum():
            self._field(into)

    def _number(self, into: Sequence) -> None:
        if self.text[self.at] in "+-":
            self.at += 1
        while self.at < len(self.text) and (self.text[self.at] == "." or self.text[self.at].isdecimal()):
            self.at += 1
        word = self._taken()
        try:
            into.nodes.append(Value(int(word)))
        except ValueError:
            try:
                into.nodes.append(Value(float(word)))
            except ValueError:
                raise Unparsable(f"cannot parse number {word}") from None

    def _array(self, into: Sequence) -> None:
        while True:
            character = self._next()
            if character in ("", "\n"):
                raise Unparsable("unterminated array")
            if character == "]":
                break
        text = self._taken()[1:-1]
        if text == "*":
            text = ":"
        parts = text.split(",")
        if len(parts) > 1:
            into.nodes.append(Union(tuple(_action(f"[{part.strip(' ')}]", self.depth) for part in parts)))
            return
        key = _KEY.fullmatch(text)
        if key is not None:
            into.nodes.extend(_action(f".{key[1]}", self.depth).nodes)
            return
        found = _SLICE.fullmatch(text)
        if found is None:
            raise Unparsable(f"invalid array index {text}")
        into.nodes.append(_slice(found.groups(default="")))

    def _filter(self, into: Sequence) -> None:
        self.at += 3
        self._taken()
        has_begun = has_ended = False
        pair = ""
        while True:
            character = self._next()
            if character in ("", "\n"):
                raise Unparsable("unterminated filter")
            if character in "\"'":
                if not has_begun:
                    has_begun, pair = True, character
                elif self.text[self.at - 2] != "\\" and character == pair:
                    has_ended = True
            elif character == ")" and has_begun == has_ended:
                break
        if self._next() != "]":
            raise Unparsable("unclosed array expect ]")
        text = self._taken()[:-2]
        found = _COMPARISON.fullmatch(text)
        if found is None:
            into.nodes.append(Filter(_action(text, self.depth), Sequence(), "exists"))
        else:
            into.nodes.append(Filter(_action(found[1], self.depth), _action(found[3], self.depth), found[2]))

    def _quoted(self, into: Sequence, quote: str) -> None:
        while True:
            character = self._next()
            if character in ("", "\n"):
                raise Unparsable("unterminated quoted string")
            if character == quote and self.text[self.at - 2] != "\\":
                break
        value = self._taken()
        into.nodes.append(Text(_unquoted(value, quote)))

    def _field(self, into: Sequence) -> None:
        self._taken()
        while self.at < len(self.text):
            if self.text[self.at] == "\\":
                self.at += 1
            elif self.text[self.at] in _TERMINATORS:
                break
            self.at = min(self.at + 1, len(self.text))
        name = self._taken()
        into.nodes.append(Wildcard() if name == "*" else Field(name.replace("\\", "")))


def _slice(parts: tuple[str, ...]) -> Slice:
    bounds: list[Bound] = []
    for position, part in enumerate(parts):
        if not part:
            bounds.append(Bound(bounds[0].value + 1, True, True) if position == 1 else Bound())
            continue
        digits = part[1:] if position else part
        if position and not digits:
            bounds.append(Bound())
            continue
        try:
            bounds.append(Bound(int(digits), True))
        except ValueError:
            raise Unparsable(f"array index {digits} is not a number") from None
    return Slice(*bounds)


def _unquoted(value: str, quote: str) -> str:
    """A quoted text's content, escapes as in Go's ``strconv.UnquoteChar``."""
    inner, out, at = value[1:-1], [], 0
    wrong = Unparsable(f"unquote string {value} error invalid syntax")
    while at < len(inner):
        character = inner[at]
        at += 1
        if character != "\\":
            out.append(character)
            continue
        escape = inner[at : at + 1]
        at += 1
        if escape in _SIMPLE:
            out.append(_SIMPLE[escape])
        elif escape and escape == quote:
            out.append(escape)
        elif escape in _CODED or (escape and escape in "01234567"):
            base, start, length = (16, at, _CODED[escape]) if escape in _CODED else (8, at - 1, 3)
            digits = inner[start : start + length]
            if len(digits) < length or re.fullmatch("[0-9a-fA-F]+" if base == 16 else "[0-7]+", digits) is None:
                raise wrong
            code = int(digits, base)
            if code > 0x10FFFF or (base == 8 and code > 255):
                raise wrong
            out.append(chr(code))
            at = start + length
        else:
            raise wrong
    return "".join(out)
