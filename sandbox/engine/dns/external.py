"""The DNS outside the cluster: what nodes and the external host ask, and what CoreDNS forwards to.

A stand-in with four names; every other name does not exist.
"""

from __future__ import annotations

from sandbox.engine.evidence import Fact
from sandbox.engine.traces import Answer, Record

#: Where it is asked by those who do not ask the cluster's DNS.
ADDRESS = "172.18.0.1"

TTL = 30

_AUTHORITY = (Record(".", TTL, "SOA", "a.root-servers.example. nstld.example. 1 1800 900 604800 30"),)

#: name -> type -> data.
NAMES: dict[str, dict[str, str]] = {
    "example.com.": {"A": "203.0.113.10", "AAAA": "2001:db8::10"},
    "api.example.com.": {"A": "203.0.113.20"},
    "db.example.com.": {"CNAME": "db-primary.example.com."},
    "db-primary.example.com.": {"A": "203.0.113.30"},
}


def answer(name: str, kind: str, server: str) -> Answer:
    """The answer for a name with its closing dot; the owner's letters are those of the question."""
    found: list[Record] = []
    owner = name
    known = NAMES.get(owner.lower())
    if known is None:
        because = (Fact("DNS outside", "", None, f"the DNS outside the cluster knows no {name.rstrip('.')}", None),)
        return Answer(name, kind, server, "NXDOMAIN", authority=_AUTHORITY, because=because)
    while known is not None:
        if kind in known:
            found.append(Record(owner, TTL, kind, known[kind]))
            break
        if "CNAME" not in known:
            break
        found.append(Record(owner, TTL, "CNAME", known["CNAME"]))
        owner = known["CNAME"]
        known = NAMES.get(owner)
    return Answer(name, kind, server, "NOERROR", tuple(found), () if found else _AUTHORITY)
