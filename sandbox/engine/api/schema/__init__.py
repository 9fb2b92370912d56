"""The API's types: which fields there are, how they decode, what is published about them."""

from sandbox.engine.api.schema.decode import Decoded, decode
from sandbox.engine.api.schema.struct import Field, Struct, Type, declare, struct

__all__ = ["Decoded", "Field", "Struct", "Type", "declare", "decode", "struct"]
