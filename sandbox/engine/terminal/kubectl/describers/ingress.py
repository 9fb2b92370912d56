"""``kubectl describe ingress``."""

from __future__ import annotations

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl.describers.description import Description
from sandbox.engine.terminal.kubectl.describers.service import endpoints_text
from sandbox.engine.terminal.kubectl.printers.service import load_balancer_text


def describe(ingress: Object, out: Description) -> None:
    """The Ingress with its rules and the endpoints behind them."""
    spec = ingress.spec
    out.line(f"Name:\t{ingress.name}")
    out.labels("Labels", ingress.labels)
    out.line(f"Namespace:\t{ingress.namespace}")
    out.line(f"Address:\t{load_balancer_text(ingress)}")
    out.line(f"Ingress Class:\t{spec.get('ingressClassName') or '<none>'}")
    default = spec.get("defaultBackend")
    fallback = "<default>" if default is None else _backend(out, ingress.namespace, default)
    out.line(f"Default backend:\t{fallback}")
    if spec.get("tls"):
        out.line("TLS:")
        for one in spec["tls"]:
            hosts = ",".join(one.get("hosts") or ())
            secret = one.get("secretName")
            out.line(f"{secret} terminates {hosts}" if secret else f"SNI routes {hosts}", 1)
    out.line("Rules:")
    out.line("Host\tPath\tBackends", 1)
    out.line("----\t----\t--------", 1)
    rules = [rule for rule in spec.get("rules") or () if rule.get("http") is not None]
    for rule in rules:
        out.line(f"{rule.get('host') or '*'}\t", 1)
        for path in rule["http"].get("paths") or ():
            backend = _backend(out, ingress.namespace, path.get("backend") or {})
            out.line(f"\t{path.get('path', '')} \t{backend}", 2)
    if not rules:
        out.line(f"*\t*\t{fallback}", 1)
    out.annotations(ingress.annotations)
    out.events()


def _backend(out: Description, namespace: str, backend: Tree) -> str:
    resource = backend.get("resource")
    service = backend.get("service")
    if service is None:
        if resource is None:
            return ""
        return (
            f"APIGroup: {resource.get('apiGroup') or '<none>'}, Kind: {resource.get('kind', '')}, "
            f"Name: {resource.get('name', '')}"
        )
    port = service.get("port") or {}
    name = service.get("name", "")
    shown = f"{name}:{port.get('number') or port.get('name') or ''}"
    held = out.state.get("Service", namespace, name)
    if held is None:
        return f'{shown} (<error: services "{name}" not found>)'
    found = ""
    for one in held.spec.get("ports") or ():
        if (port.get("number") and port["number"] == one.get("port")) or (
            port.get("name") and port["name"] == one.get("name")
        ):
            found = one.get("name") or ""
    slices = sorted(out.state.found(SLICES_BY_SERVICE, (namespace, name)), key=lambda one: one.name)
    return f"{shown} ({endpoints_text(slices, found)})"
