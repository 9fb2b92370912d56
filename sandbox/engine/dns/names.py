"""Names as DNS writes them, and the parts of a name under the cluster's zone.

The parts follow CoreDNS' kubernetes plugin (``plugin/kubernetes/parse.go``, 1.14)::

    _port._protocol.service.namespace.svc.zone
             endpoint.service.namespace.svc.zone
                      service.namespace.svc.zone
                 1-2-3-4.namespace.pod.zone
"""

from __future__ import annotations

from typing import NamedTuple

_MOST_OF_A_LABEL = 63
_MOST_OF_A_NAME = 255


def fqdn(name: str) -> str:
    """The name with its closing dot."""
    return name if name.endswith(".") else name + "."


def is_askable(name: str) -> bool:
    """Whether a query can be made of the name (RFC 1035 2.3.4): no empty label, no label over
    63 octets, no name over 255 octets on the wire."""
    if name in (".", ""):
        return name == "."
    labels = fqdn(name)[:-1].split(".")
    sizes = [len(label.encode()) for label in labels]
    return all(0 < size <= _MOST_OF_A_LABEL for size in sizes) and sum(sizes) + len(sizes) + 1 <= _MOST_OF_A_NAME


def is_within(name: str, zone: str) -> bool:
    """Whether a name (with its closing dot) is the zone's own or below it; case does not matter."""
    name, zone = name.lower(), zone.lower()
    return zone == "." or name == zone or name.endswith("." + zone)


def labels_below(name: str, zone: str) -> list[str]:
    """The labels in front of the zone, from left to right."""
    base = name[: -len(zone)].rstrip(".")
    return base.split(".") if base else []


class Request(NamedTuple):
    """The parts of a name; what the name does not have is empty.

    ``branch`` is ``svc`` or ``pod``, and empty for the zone itself and the two names below it.
    """

    branch: str = ""
    namespace: str = ""
    service: str = ""
    endpoint: str = ""
    protocol: str = ""
    port: str = ""


def parse_request(name: str, zone: str) -> Request | None:
    """The parts of a name in small letters; None for a name that can have no records: another
    branch than ``svc`` and ``pod``, or too many labels. Underscores of port and protocol fall away."""
    labels = labels_below(name.lower(), zone)
    if labels in ([], ["svc"], ["pod"]):
        return Request()
    branch = labels.pop()
    if branch not in ("svc", "pod") or len(labels) > 4:
        return None
    namespace = labels.pop()
    service = labels.pop() if labels else ""
    if len(labels) == 2:
        port, protocol = (label.removeprefix("_") for label in labels)
        return Request(branch, namespace, service, protocol=protocol, port=port)
    return Request(branch, namespace, service, endpoint=labels[0] if labels else "")
