"""Pod records: an address with dashes below ``pod`` (``pods insecure`` of kubeadm's Corefile).

In this mode the server does not look whether such a pod exists: every address has a name in every
namespace that exists.
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.dns.names import Request
from sandbox.engine.dns.records import Finding, Target, parse_address
from sandbox.engine.evidence import Fact, fact


def find(namespace: Object, request: Request, zone: str) -> Finding:
    """The target of a name below ``pod``; the namespace is known to exist.

    An endpoint or port in front of the address is not looked at, as upstream.
    """
    label = request.service
    if not label:
        return Finding()
    is_dotted = label.count("-") == 3 and "--" not in label
    text = label.replace("-", "." if is_dotted else ":")
    if parse_address(text) is None:
        return Finding(
            exists=False,
            because=(Fact(f"name {label}", "", label, "only an address with dashes has a pod record", None),),
        )
    cause = fact(
        namespace,
        ("metadata", "name"),
        "any address has a pod record in a namespace that exists; whether a pod has it is not looked at",
    )
    return Finding((Target(text, f"{label}.{request.namespace}.pod.{zone}", because=(cause,)),))
