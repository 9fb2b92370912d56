"""Containers of a pod or of a pod template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sandbox.engine.api import quantity
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import ages, go_values, wording
from sandbox.engine.terminal.kubectl.describers.description import Description


def describe(
    out: Description,
    title: str,
    containers: Sequence[Tree],
    statuses: Sequence[Tree] = (),
    *,
    pod: Object | None = None,
    indent: str = "",
) -> None:
    """All containers below a title. ``pod`` is theirs (None for a template, which is indented)."""
    by_name = {one.get("name"): one for one in statuses}
    out.line(f"{indent}{title}:{'' if containers else ' <none>'}")
    for container in containers:
        status = by_name.get(container.get("name"))
        out.line(f"{' ' if indent else ''}{container.get('name', '')}:", 1)
        _basics(out, container, status)
        _words(out, "Command", container.get("command"))
        _words(out, "Args", container.get("args"))
        if status is not None:
            _state(out, "State", status.get("state") or {})
            if (status.get("lastState") or {}).get("terminated") is not None:
                _state(out, "Last State", status["lastState"])
            out.line(f"Ready:\t{bool(status.get('ready'))}", 2)
            out.line(f"Restart Count:\t{status.get('restartCount', 0)}", 2)
        resources(out, container.get("resources"), 2)
        for label, field in (
            ("Liveness", "livenessProbe"),
            ("Readiness", "readinessProbe"),
            ("Startup", "startupProbe"),
        ):
            if container.get(field) is not None:
                out.line(f"{label}:\t{probe_text(container[field])}", 2)
        _environment_sources(out, container.get("envFrom") or ())
        _environment(out, container, pod)
        _mounts(out, container)


def _basics(out: Description, container: Tree, status: Tree | None) -> None:
    if status is not None:
        out.line(f"Container ID:\t{status.get('containerID', '')}", 2)
    out.line(f"Image:\t{container.get('image', '')}", 2)
    if status is not None:
        out.line(f"Image ID:\t{status.get('imageID', '')}", 2)
    for title, field in (("Port", "containerPort"), ("Host Port", "hostPort")):
        ports = [_port(port, field) for port in container.get("ports") or ()]
        out.line(f"{title}{'s' if len(ports) > 1 else ''}:\t{', '.join(ports) or '<none>'}", 2)
    seccomp = (container.get("securityContext") or {}).get("seccompProfile")
    if seccomp is not None:
        out.line(f"SeccompProfile:\t{seccomp.get('type', '')}", 2)
        if seccomp.get("type") == "Localhost":
            out.line(f"LocalhostProfile:\t{seccomp.get('localhostProfile', '')}", 3)


def _port(port: Tree, field: str) -> str:
    name = f" ({port['name']})" if port.get("name") else ""
    return f"{port.get(field, 0)}/{port.get('protocol', '')}{name}"


def _words(out: Description, title: str, words: Iterable[str] | None) -> None:
    if words:
        out.line(f"{title}:", 2)
        for word in words:
            for part in word.split("\n"):
                out.line(part, 3)


def _state(out: Description, title: str, state: Tree) -> None:
    running, waiting, ended = (state.get(name) for name in ("running", "waiting", "terminated"))
    if running is not None:
        out.line(f"{title}:\tRunning", 2)
        out.line(f"Started:\t{ages.rfc1123(running.get('startedAt'))}", 3)
    elif waiting is not None or ended is None:
        out.line(f"{title}:\tWaiting", 2)
        if waiting and waiting.get("reason"):
            out.line(f"Reason:\t{waiting['reason']}", 3)
    else:
        out.line(f"{title}:\tTerminated", 2)
        for label, field in (("Reason", "reason"), ("Message", "message")):
            if ended.get(field):
                out.line(f"{label}:\t{ended[field]}", 3)
        out.line(f"Exit Code:\t{ended.get('exitCode', 0)}", 3)
        if ended.get("signal"):
            out.line(f"Signal:\t{ended['signal']}", 3)
        out.line(f"Started:\t{ages.rfc1123(ended.get('startedAt'))}", 3)
        out.line(f"Finished:\t{ages.rfc1123(ended.get('finishedAt'))}", 3)


def resources(out: Description, found: Tree | None, level: int) -> None:
    """Limits and requests."""
    for title, field in (("Limits", "limits"), ("Requests", "requests")):
        amounts = (found or {}).get(field) or {}
        if amounts:
            out.line(f"{title}:", level)
        for name, amount in sorted(amounts.items()):
            out.line(f"{name}:\t{quantity.canonical(amount)}", level + 1)


def probe_text(probe: Tree) -> str:
    """``http-get http://:8080/healthz delay=0s timeout=1s period=10s …``."""
    times = (
        f"delay={probe.get('initialDelaySeconds', 0)}s timeout={probe.get('timeoutSeconds', 0)}s "
        f"period={probe.get('periodSeconds', 0)}s successThreshold={probe.get('successThreshold', 0)} "
        f"failureThreshold={probe.get('failureThreshold', 0)}"
    )
    if probe.get("exec") is not None:
        return f"exec {go_values.plain(probe['exec'].get('command') or [])} {times}"
    if probe.get("httpGet") is not None:
        get = probe["httpGet"]
        path = str(get.get("path") or "")
        slash = "/" if path and not path.startswith("/") else ""
        host = wording.host_port(str(get.get("host") or ""), get.get("port", ""))
        return f"http-get {str(get.get('scheme') or '').lower()}://{host}{slash}{path} {times}"
    if probe.get("tcpSocket") is not None:
        socket = probe["tcpSocket"]
        return f"tcp-socket {socket.get('host') or ''}:{socket.get('port', '')} {times}"
    if probe.get("grpc") is not None:
        return f"grpc <pod>:{probe['grpc'].get('port', 0)} {probe['grpc'].get('service') or ''} {times}"
    return f"unknown {times}"


def _optional(reference: Tree) -> str:
    return f"Optional: {'true' if reference.get('optional') else 'false'}"


def _environment_sources(out: Description, sources: Sequence[Tree]) -> None:
    if sources:
        out.line("Environment Variables from:", 2)
    for source in sources:
        word, reference = "", {}
        for kind, field in (("ConfigMap", "configMapRef"), ("Secret", "secretRef")):
            if source.get(field) is not None:
                word, reference = kind, source[field]
                break
        prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
        out.line(f"{reference.get('name', '')}\t{word}{prefix}\t{_optional(reference)}", 3)


def _environment(out: Description, container: Tree, pod: Object | None) -> None:
    variables = container.get("env") or ()
    out.line(f"Environment:{'' if variables else chr(9) + '<none>'}", 2)
    for one in variables:
        name, source = one.get("name", ""), one.get("valueFrom")
        if source is None:
            first, *others = str(one.get("value") or "").split("\n")
            out.line(f"{name}:\t{first}", 3)
            for part in others:
                out.line(f"\t{part}", 3)
        elif source.get("fieldRef") is not None:
            reference = source["fieldRef"]
            out.line(
                f"{name}:\t{_field(pod, reference.get('fieldPath', ''))} "
                f"({reference.get('apiVersion', '')}:{reference.get('fieldPath', '')})",
                3,
            )
        elif source.get("resourceFieldRef") is not None:
            reference = source["resourceFieldRef"]
            out.line(f"{name}:\t{_resource(reference, container)} ({reference.get('resource', '')})", 3)
        else:
            for field, words in (("secretKeyRef", "in secret"), ("configMapKeyRef", "of config map")):
                if source.get(field) is not None:
                    reference = source[field]
                    out.line(
                        f"{name}:\t<set to the key '{reference.get('key', '')}' {words} "
                        f"'{reference.get('name', '')}'>\t{_optional(reference)}",
                        3,
                    )


def _field(pod: Object | None, path: str) -> str:
    """A field of the pod as kubectl resolves it: it knows those of the metadata only."""
    if pod is None:
        return ""
    for name in ("labels", "annotations"):
        held = pod.metadata.get(name) or {}
        if path == f"metadata.{name}":
            return "\n".join(f"{key}={go_values.quoted(value)}" for key, value in sorted(held.items()))
        if path.startswith(f"metadata.{name}['"):
            return str(held.get(path[len(f"metadata.{name}['") : -2], ""))
    names = {f"metadata.{name}": name for name in ("name", "namespace", "uid")}
    return str(pod.metadata.get(names[path], "")) if path in names else ""


def _resource(reference: Tree, container: Tree) -> str:
    kind, _, name = str(reference.get("resource", "")).partition(".")
    found = quantity.parse(((container.get("resources") or {}).get(kind) or {}).get(name))
    divisor = quantity.parse(reference.get("divisor"))
    unit = divisor.value if divisor is not None and divisor.value else Fraction(1)
    if found is None or not found.value:
        return "node allocatable" if f"{kind}.{name}" in ("limits.cpu", "limits.memory") else "0"
    return str(-(-found.value // unit))


def _mounts(out: Description, container: Tree) -> None:
    mounts = sorted(container.get("volumeMounts") or (), key=lambda one: one.get("mountPath", ""))
    out.line(f"Mounts:{'' if mounts else chr(9) + '<none>'}", 2)
    for mount in mounts:
        marks = ["ro" if mount.get("readOnly") else "rw"]
        if mount.get("subPath"):
            marks.append(f"path={go_values.quoted(mount['subPath'])}")
        out.line(f"{mount.get('mountPath', '')} from {mount.get('name', '')} ({','.join(marks)})", 3)
    devices: list[Any] = sorted(container.get("volumeDevices") or (), key=lambda one: one.get("devicePath", ""))
    if devices:
        out.line(f"Devices:{'' if mounts else chr(9) + '<none>'}", 2)
        for device in devices:
            out.line(f"{device.get('devicePath', '')} from {device.get('name', '')}", 3)
