"""``kubectl explain``: a type's or field's description, type and fields.

Follows the layout of ``k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.kind import Kind
from sandbox.engine.terminal.kubectl.explaining.types import Schema, description, named, type_text
from sandbox.engine.terminal.kubectl.explaining.wrap import wrapped

_WIDTH = 76
_SHORT_LIST = 4


class NoSuchField(ValueError):
    """A path that leads nowhere; ``text`` is what was printed until then."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def explained(kind: Kind, path: Sequence[str], *, is_recursive: bool = False) -> str:
    """The whole text about a kind or one of its fields. Raises NoSuchField."""
    text = f"GROUP:      {kind.group}\n" if kind.group else ""
    text += f"KIND:       {kind.name}\nVERSION:    {kind.version}\n\n"
    found = _output(named(kind.struct), path, is_recursive)
    if found is None:
        raise NoSuchField(text)
    return text + found + "\n"


def _output(schema: Schema, path: Sequence[str], is_recursive: bool) -> str | None:
    """The text about what the path leads to from here; None where it leads nowhere."""
    if not path:
        text = "DESCRIPTION:\n" + _indented(wrapped(description(schema) or "<empty>", _WIDTH), 4) + "\n"
        fields = _fields(schema, 1, is_recursive, ())
        return f"{text}FIELDS:\n{fields}" if fields else text
    field = schema.properties.get(path[0])
    if field is None:
        for part in schema.parts:
            found = _output(part, path, is_recursive)
            if found is not None:
                return found
        return None
    rest = _output(field, path[1:], is_recursive)
    if len(path) > 1 or rest is None:
        return rest
    words = "".join(f"\n    {value}" for value, _ in field.words)
    return f"FIELD: {path[0]} <{type_text(field)}>\n{'ENUM:' + words if words else ''}\n\n{rest}"


def _fields(schema: Schema, level: int, is_recursive: bool, around: tuple[str, ...]) -> str:
    """The fields of a schema or of what it holds; a type within itself is not shown again."""
    if schema.name and schema.name in around:
        return ""
    around = (*around, schema.name) if schema.name else around
    out = []
    for name, field in schema.properties.items():
        out.append(_field(schema, name, field, level, is_recursive))
        if is_recursive:
            out.append(_fields(field, level + 1, True, around))
    out.extend(_fields(part, level, is_recursive, around) for part in schema.parts)
    return "".join(out)


def _field(schema: Schema, name: str, field: Schema, level: int, is_short: bool) -> str:
    blank = "  " * level
    text = f"{blank}{name}\t<{type_text(field)}>{' -required-' if schema.requires(name) else ''}"
    if field.words:
        values = [value for value, _ in field.words]
        text += f"\n{blank}enum: {', '.join(values[:_SHORT_LIST])}{', ....' if len(values) > _SHORT_LIST else ''}"
    if is_short:
        return text + "\n"
    said = wrapped(field.own_description or "<no description>", 78 - len(blank))
    return f"{text}\n{_indented(said, len(blank) + 2)}\n\n"


def _indented(text: str, amount: int) -> str:
    blank = " " * amount
    return blank + text.replace("\n", f"\n{blank}")


__all__ = ["NoSuchField", "explained"]
