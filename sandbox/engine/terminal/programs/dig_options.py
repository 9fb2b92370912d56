"""The ``+options`` of dig: what is asked and which parts of a response are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sandbox.engine.problems import NotModelled

USAGE = """\
Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]
"""


class Unknown(Exception):
    """An option that dig does not have."""


@dataclass(frozen=True, slots=True)
class Display:
    """How one question is asked and shown. ``searches`` None means those of resolv.conf."""

    is_short: bool = False
    is_searched: bool = False
    is_tcp: bool = False
    is_recursive: bool = True
    is_dnssec: bool = False
    has_comments: bool = True
    has_question: bool = True
    has_answer: bool = True
    has_authority: bool = True
    has_additional: bool = True
    has_stats: bool = True
    has_edns: bool = True
    has_cookie: bool = True
    has_ttl: bool = True
    has_class: bool = True
    tries: int = 3
    ndots: int | None = None
    searches: tuple[str, ...] | None = None


#: Switches (``+word``, ``+noword``) and the fields that they set.
_SWITCHES: dict[str, tuple[str, ...]] = {
    "short": ("is_short",),
    "search": ("is_searched",),
    "defname": ("is_searched",),
    "showsearch": ("is_searched",),
    "tcp": ("is_tcp",),
    "vc": ("is_tcp",),
    "recurse": ("is_recursive",),
    "rdflag": ("is_recursive",),
    "dnssec": ("is_dnssec",),
    "do": ("is_dnssec",),
    "comments": ("has_comments",),
    "question": ("has_question",),
    "answer": ("has_answer",),
    "authority": ("has_authority",),
    "additional": ("has_additional",),
    "stats": ("has_stats",),
    "edns": ("has_edns",),
    "cookie": ("has_cookie",),
    "ttlid": ("has_ttl",),
    "class": ("has_class",),
    "all": ("has_comments", "has_question", "has_answer", "has_authority", "has_additional", "has_stats"),
}

#: Options that change nothing of what a question here gives.
_WITHOUT_EFFECT = (
    "aaflag",
    "aaonly",
    "adflag",
    "badcookie",
    "besteffort",
    "bufsize",
    "cdflag",
    "coflag",
    "crypto",
    "dns64prefix",
    "ednsflags",
    "ednsnegotiation",
    "ednsopt",
    "expire",
    "fail",
    "header-only",
    "idnin",
    "idnout",
    "ignore",
    "keepalive",
    "keepopen",
    "nsid",
    "onesoa",
    "opcode",
    "padding",
    "qid",
    "raflag",
    "rrcomments",
    "showbadcookie",
    "subnet",
    "tcflag",
    "time",
    "timeout",
    "zflag",
)

#: Options that would ask or show something else: they are refused.
_NOT_PLAYED = (
    "expandaaaa",
    "https",
    "identify",
    "multiline",
    "nssearch",
    "qr",
    "split",
    "tls",
    "trace",
    "ttlunits",
    "unknownformat",
    "yaml",
)


def apply_option(display: Display, word: str) -> Display:
    """The display with one option; names may be cut short as long as they are clear. Raises Unknown, or
    NotModelled for one of those that would show something else."""
    name, _, value = word[1:].partition("=")
    if value and name in ("tries", "retry", "ndots", "domain"):
        if name == "domain":
            return replace(display, searches=(value,), is_searched=True)
        if value.isdecimal():
            number = int(value)
            if name == "ndots":
                return replace(display, ndots=number)
            return replace(display, tries=max(number + (name == "retry"), 1))
        raise Unknown(f"Couldn't parse {name}: {value}")
    is_on = not name.startswith("no") or name.startswith("nss")
    found = _full(name if is_on else name[2:])
    if found in _SWITCHES:
        changed: dict[str, Any] = dict.fromkeys(_SWITCHES[found], is_on)
        return replace(display, **changed)
    if found is None:
        raise Unknown(f"Invalid option: {word}")
    if found in _NOT_PLAYED and is_on:
        raise NotModelled(f"dig +{found}")
    return display


def _full(name: str) -> str | None:
    """The option that a name or the start of one means."""
    known = (*_SWITCHES, *_WITHOUT_EFFECT, *_NOT_PLAYED)
    if name in known:
        return name
    meant = [one for one in known if name and one.startswith(name)]
    return meant[0] if meant else None
