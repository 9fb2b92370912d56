"""A value as Go's spew prints it with ``%#v``, sorted keys, and neither methods nor pointer addresses."""

from __future__ import annotations

import json
from typing import Any

from sandbox.engine.controllers.pod_template.go_structs import STRUCTS, Field

#: Zero values of Go's own types.
ZERO = {"string": "", "bool": "false", "int32": "0", "int64": "0", "uint64": "0"}

#: A time that was never set.
NO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"


def printed(value: Any, go_type: str) -> str:
    """The value with its type in front."""
    return f"({go_type}){_bare(value, go_type)}"


def _bare(value: Any, go_type: str) -> str:
    """The value without its type, as it stands in a list or map."""
    if go_type.startswith("*"):
        return "<nil>" if value is None else _bare(value, go_type[1:])
    if go_type.startswith("[]"):
        if not value:
            return "<nil>"
        return f"[{' '.join(_bare(one, go_type[2:]) for one in value)}]"
    if go_type in ("map[string]string", "v1.ResourceList"):
        if not value:
            return "<nil>"
        return f"map[{' '.join(f'{key}:{_text(held)}' for key, held in sorted(value.items()))}]"
    if go_type == "v1.Time":
        return NO_TIME
    if go_type == "intstr.IntOrString":
        return _int_or_string(value)
    fields = STRUCTS.get(go_type)
    if fields is not None:
        return f"{{{' '.join(_field(value or {}, field) for field in fields)}}}"
    return _text(value) if value is not None else ZERO.get(go_type, "")


def _field(tree: Any, field: Field) -> str:
    # An embedded struct shares the fields of the one around it.
    value = tree if field.is_embedded else tree.get(field.json)
    return f"{field.name}:{printed(value, field.type)}"


def _int_or_string(value: Any) -> str:
    if isinstance(value, str):
        return f"{{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string){value}}}"
    return f"{{Type:(intstr.Type)0 IntVal:(int32){value or 0} StrVal:(string)}}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    # Parts that are not in the tables: any text will do that is the same for the same value.
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
