"""The hashes behind names that Kubernetes makes up.

The alphabet is that of ``k8s.io/apimachinery/pkg/util/rand``: no vowels and nothing that
might be read as another character.
"""

from __future__ import annotations

from sandbox.engine.apiserver.system_fields import ALPHABET


def safe_encoded(text: str) -> str:
    """Each character by another of the alphabet, as rand.SafeEncodeString does."""
    return "".join(ALPHABET[ord(character) % len(ALPHABET)] for character in text)


def fnv32(data: bytes) -> int:
    """The 32-bit FNV-1 hash (controller revisions)."""
    value = 0x811C9DC5
    for byte in data:
        value = value * 0x01000193 & 0xFFFFFFFF ^ byte
    return value


def fnv32a(data: bytes) -> int:
    """The 32-bit FNV-1a hash (pod templates)."""
    value = 0x811C9DC5
    for byte in data:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def fnv128a(data: bytes) -> int:
    """The 128-bit FNV-1a hash (the order of endpoint ports, since v1.35)."""
    value = 0x6C62272E07BB014262B821756295C58D
    for byte in data:
        value = (value ^ byte) * 0x0000000001000000000000000000013B & (1 << 128) - 1
    return value
