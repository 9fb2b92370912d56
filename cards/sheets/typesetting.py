"""Paper: PDF/UA-1 by typst, the same bytes for the same content.

Only the fonts that typst brings are used, the date is handed in, and nothing else of the machine or the moment goes in.
A template may import `/cards/sheets/words.typ`, which has the colours and the sentences of all papers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, cast

import typst
from django.core.cache import cache
from redis.exceptions import RedisError

ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(__file__).with_name("words.typ")
PAPERS = {"a4": "a4", "letter": "us-letter"}
KEEP_SECONDS = 30 * 24 * 3600


class Print(NamedTuple):
    """A PDF, and a name for its content: equal names mean equal bytes."""

    name: str
    pdf: bytes


def name_of(template: Path, *words: object) -> str:
    """A name for what a template makes of these words; it changes with anything that the bytes depend on."""
    return hashlib.sha256(" ".join(map(str, (_machine(template), *words))).encode()).hexdigest()


def compiler(template: Path) -> typst.Compiler:
    """What sets a template; it reads nothing of the machine but the site's own files."""
    return typst.Compiler(str(template), root=str(ROOT), ignore_system_fonts=True)


def compiled(by: typst.Compiler, inputs: dict[str, str], moment: int) -> bytes:
    """The PDF of these inputs, dated `moment` (seconds since 1970)."""
    pdf = by.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=moment)
    return cast(bytes, pdf)  # a format of one file gives one


def kept(room: str, name: str, make: Callable[[], bytes]) -> Print:
    """The print of that name, from the cache where it is there; without the cache it is made anew."""
    pdf = None
    with suppress(RedisError):
        pdf = cache.get(f"{room}:{name}")
    if not pdf:
        pdf = make()
        with suppress(RedisError):
            cache.set(f"{room}:{name}", pdf, KEEP_SECONDS)
    return Print(name, pdf)


@once
def _machine(template: Path) -> str:
    """What makes the same data look otherwise: the template, the words, and typst."""
    files = hashlib.sha256(template.read_bytes() + WORDS.read_bytes())
    return f"{version('typst')} {files.hexdigest()}"
