"""The API's types as ``kubectl explain`` walks through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.engine.api.schema.published import definitions
from sandbox.engine.terminal.kubectl.explaining import enums

#: What the shipped type structure says nothing about.
_DESCRIPTIONS = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": (
        "IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and "
        "unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field "
        "that can accept a name or number."
    ),
    "io.k8s.apimachinery.pkg.api.resource.Quantity": (
        "Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON "
        "and YAML, in addition to String() and AsInt64() accessors.\n\nThe serialization format is:\n\n"
        '``` <quantity>        ::= <signedNumber><suffix>\n\n\t(Note that <suffix> may be empty, from the "" case in '
        "<decimalSI>.)\n\n<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> "
        '<number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> <sign>            ::= "+" | '
        '"-" '
        "<signedNumber>    ::= <number> | <sign><number> <suffix>          ::= <binarySI> | <decimalExponent> | "
        "<decimalSI> <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei\n\n\t(International System of units; See: "
        'http://physics.nist.gov/cuu/Units/binary.html)\n\n<decimalSI>       ::= m | "" | k | M | G | T | P | E\n\n'
        '\t(Note that 1024 = 1Ki but 1000 = 1k; I didn\'t choose the capitalization.)\n\n<decimalExponent> ::= "e" '
        '<signedNumber> | "E" <signedNumber> ```\n\nNo matter which of the three exponent forms is used, no quantity '
        "may represent a number greater than 2^63-1 in magnitude, nor may it have more than 3 decimal places. Numbers "
        "larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended "
        "in the future if we require larger or smaller quantities.\n\nWhen a Quantity is parsed from a string, it will "
        "remember the type of suffix it had, and will use the same type again when it is serialized.\n\nBefore "
        'serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted up '
        "or "
        "down (with a corresponding increase or decrease in Mantissa) such that:\n\n- No precision is lost - No "
        "fractional digits will be emitted - The exponent (or suffix) is as large as possible.\n\nThe sign will be "
        'omitted unless the number is negative.\n\nExamples:\n\n- 1.5 will be serialized as "1500m" - 1.5Gi will be '
        'serialized as "1536Mi"\n\nNote that the quantity will NEVER be internally represented by a floating point '
        "number. That is the whole point of this exercise.\n\nNon-canonical values will still parse as long as they "
        "are "
        "well formed, but will be re-emitted in their canonical form. (So always use canonical form, or don't "
        "diff.)\n\n"
        "This format is intended to make it difficult to use these numbers without writing some sort of special "
        "handling "
        "code in the hopes that that will cause implementors to also use a fixed point implementation."
    ),
}


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema: a named type (``name``), or what a field or a list's item is. ``words`` are its enumeration."""

    tree: dict[str, Any]
    name: str = ""
    words: enums.Enum = ()

    @property
    def reference(self) -> str:
        """The full name of the type that a field is of, empty for a plain one."""
        return str(self.tree.get("$ref", "")).rpartition("/")[2]

    @property
    def target(self) -> Schema | None:
        """The named type that a field is of."""
        return named(self.reference) if self.reference else None

    @property
    def type(self) -> str:
        """``string``, ``object`` …; empty where it may be more than one."""
        found = self.tree.get("type", "")
        if isinstance(found, list):
            found = next((one for one in found if one != "null"), "")
        return str(found)

    @property
    def own_description(self) -> str:
        """The description that stands here, with what is said of the words."""
        return str(self.tree.get("description", _DESCRIPTIONS.get(self.name, ""))) + enums.said(self.words)

    @property
    def properties(self) -> dict[str, Schema]:
        """The fields in order of their names."""
        return {
            field: Schema(tree, "", enums.enum(self.name, field))
            for field, tree in sorted((self.tree.get("properties") or {}).items())
        }

    @property
    def items(self) -> Schema | None:
        """What a list holds."""
        found = self.tree.get("items")
        return Schema(found) if isinstance(found, dict) else None

    @property
    def values(self) -> Schema | None:
        """What a map holds."""
        found = self.tree.get("additionalProperties")
        return Schema(found) if isinstance(found, dict) else None

    @property
    def parts(self) -> list[Schema]:
        """The schemas within: a field's type, a list's items, a map's values."""
        return [one for one in (self.target, self.items, self.values) if one is not None]

    def requires(self, field: str) -> bool:
        return field in (self.tree.get("required") or ())


def named(name: str) -> Schema:
    """A published type."""
    return Schema(definitions().get(name, {}), name)


def type_text(schema: Schema) -> str:
    """``string``, ``ServiceSpec``, ``[]ServicePort``, ``map[string]string``."""
    if schema.items is not None:
        return f"[]{type_text(schema.items)}"
    if schema.values is not None:
        return f"map[string]{type_text(schema.values)}"
    target = schema.target
    if target is not None:
        return target.name.rpartition(".")[2] if target.type in ("", "object") else target.type
    return "Object" if schema.type in ("", "object") else schema.type


def description(schema: Schema) -> str:
    """All that is said about a schema: about the field, then about its type and its items."""
    own = f"{schema.own_description}\n" if schema.own_description else ""
    return own + "".join(description(part) for part in schema.parts)
