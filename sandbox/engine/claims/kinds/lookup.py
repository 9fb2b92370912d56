"""``lookup``: one DNS query through the caller's resolver."""

from __future__ import annotations

from typing import Any

from sandbox.engine import callers
from sandbox.engine.claims.claim import Carried, ClaimKind, check_caller, check_fields
from sandbox.engine.claims.words import because_of_resolution, lookup_sentence
from sandbox.engine.terminal import Shell
from sandbox.engine.traces import Answer, Resolution

_SERIAL_PLACE = 2


def _check(value: Any) -> list[str]:
    wrong = check_fields(value, {"from": str, "name": str}, {"type": str, "namespace": str})
    return wrong or check_caller(value["from"])


def _title(value: Any) -> str:
    return f"{value['from']} asks for the {value.get('type', 'A')} record of {value['name']}"


def _shown(answer: Answer, records: str, domain: str) -> list[str]:
    """Records as text, sorted; a SOA's serial under the cluster's zones is chance."""
    lines = []
    for record in getattr(answer, records):
        data = record.data
        if record.type == "SOA" and data.startswith("ns.dns."):
            parts = data.split()
            parts[_SERIAL_PLACE] = "<serial>"
            data = " ".join(parts)
        lines.append(f"{record.name} {record.ttl} {record.type} {data}")
    return sorted(lines)


def observation(resolution: Resolution, domain: str) -> dict[str, Any]:
    """The entry of the recordings: the questions in order, and the answer that counts."""
    asked = [f"{one.name} {one.type}" for one in resolution.questions if one.rcode != "INVALID"]
    counts = resolution.questions[resolution.deciding] if resolution.deciding is not None else None
    found: dict[str, Any] = {"asked": asked, "rcode": "INVALID", "answers": [], "authority": []}
    if counts is not None:
        found["rcode"] = counts.rcode
        found["answers"] = _shown(counts, "answers", domain)
        found["authority"] = _shown(counts, "authority", domain)
        if counts.additional:
            found["additional"] = _shown(counts, "additional", domain)
    return found


def _carry_out(shell: Shell, value: Any) -> Carried:
    caller = callers.parse(value["from"], value.get("namespace", "default"))
    resolution = shell.cluster.lookup(caller, value["name"], value.get("type", "A"))
    return Carried(
        observation(resolution, shell.cluster.state.shape.cluster_domain),
        lookup_sentence(resolution),
        resolution,
        because_of_resolution(resolution),
    )


KIND = ClaimKind("lookup", _check, _title, _carry_out, short="rcode")
