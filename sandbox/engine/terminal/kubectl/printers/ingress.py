"""The table of Ingresses."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns
from sandbox.engine.terminal.kubectl.printers.service import load_balancer_text

_MOST = 3


def _cells(ingress: Object, view: View) -> list[str]:
    spec = ingress.spec
    return [
        ingress.name,
        spec.get("ingressClassName") or "<none>",
        _hosts(ingress),
        load_balancer_text(ingress),
        "80, 443" if spec.get("tls") else "80",
        view.age(ingress),
    ]


def _hosts(ingress: Object) -> str:
    rules = ingress.spec.get("rules") or ()
    found: list[str] = []
    has_more = False
    for rule in rules:
        if len(found) == _MOST:
            has_more = True
        elif rule.get("host"):
            found.append(rule["host"])
    if not found:
        return "*"
    text = ",".join(found)
    return f"{text} + {len(rules) - _MOST} more..." if has_more else text


PRINTER = Printer(columns("Name", "Class", "Hosts", "Address", "Ports", "Age"), _cells)
