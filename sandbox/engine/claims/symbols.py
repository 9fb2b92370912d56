"""Symbols: names for what a cluster hands out by chance.

``{clusterIP default/web}`` in a claim stands for the address that the cluster gave; in an
observation the address is written as its symbol again. What a case itself writes out stays.
The vocabulary is that of the recordings (``tests/corpus/README.md``, "Symbols").
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State

_SYMBOL = re.compile(r"\{(\w+)(?: ([^{}|]*))?(?:\|(dashed|reversed))?\}")
_WRITTEN = (
    re.compile(r"\d+(?:\.\d+){3}"),
    re.compile(r"[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F]*"),
    re.compile(r"\d+"),
    re.compile(r"[A-Za-z0-9][\w.-]*"),
)
_LISTED_BY_CHANCE = ("ReplicaSet", "DaemonSet", "Job")


def _order(address: str) -> tuple[int, int]:
    one = ipaddress.ip_address(address)
    return one.version, int(one)


def _dashed(address: str) -> str:
    return address.replace(".", "-").replace(":", "-")


def _reversed(address: str) -> str:
    pointer = ipaddress.ip_address(address).reverse_pointer
    return pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")


_FORMS: dict[str | None, Callable[[str], str]] = {None: str, "dashed": _dashed, "reversed": _reversed}


class Symbols:
    """The symbols of one run of claims.

    ``written`` is all text of the case: addresses and node ports that it writes out are no
    chance and stay. :meth:`refresh` before each step learns what has come since.
    """

    def __init__(self, state: State, written: str = "") -> None:
        self._state = state
        self._text = written
        self._words: frozenset[str] | None = None
        self._values: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._pods: dict[str, str] = {}
        self._slices: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None
        self._seen = -1
        self._fixed()

    def _fixed(self) -> None:
        shape = self._state.shape
        for node in shape.nodes:
            self._symbol(f"nodeIP {node.name}", node.ip)
            if shape.is_dual_stack:
                self._symbol(f"nodeIP6 {node.name}", node.ip6)
        self._symbol("external", shape.external)
        if shape.is_dual_stack:
            self._symbol("external6", shape.external6)
        self._symbol("dnsIP", shape.dns_address)

    def _symbol(self, name: str, value: str) -> None:
        self._names[name] = value
        if value and not self._is_written(value):
            self._values[value] = "{" + name + "}"

    def _is_written(self, word: str) -> bool:
        """Whether the case's text has the word; the text is taken apart only if it may have it."""
        if word not in self._text:
            return False
        if self._words is None:
            self._words = frozenset(word for pattern in _WRITTEN for word in pattern.findall(self._text))
        return word in self._words

    def refresh(self) -> None:
        """Learn the symbols of everything that exists now; what is gone keeps its symbol."""
        if self._seen == self._state.version:
            return
        self._seen = self._state.version
        self._pattern = None
        for service in self._state.all("Service"):
            self._service(service)
        self._name_pods()
        for pod in self._state.all("Pod"):
            self._pod(pod)
        self._name_slices()

    def _service(self, service: Object) -> None:
        title = f"{service.namespace}/{service.name}"
        spec = service.spec
        for address in spec.get("clusterIPs") or ():
            if address and address != "None" and address != self._state.shape.dns_address:
                self._symbol(f"clusterIP6 {title}" if ":" in address else f"clusterIP {title}", address)
        for port in reversed(spec.get("ports") or ()):  # of two ports that share a number the first names it
            if port.get("nodePort"):
                self._symbol(f"nodePort {title} {port.get('name') or '-'}", str(port["nodePort"]))
        if spec.get("healthCheckNodePort"):
            self._symbol(f"healthCheckNodePort {title}", str(spec["healthCheckNodePort"]))
        for entry in (service.status.get("loadBalancer") or {}).get("ingress") or ():
            if entry.get("ip"):
                self._symbol(f"lbIP {title}", entry["ip"])

    def _pod(self, pod: Object) -> None:
        if pod.spec.get("hostNetwork"):
            return
        name = self._pods.get(f"{pod.namespace}/{pod.name}", pod.name)
        for entry in pod.status.get("podIPs") or ():
            address = entry["ip"]
            self._symbol(
                f"podIP6 {pod.namespace}/{name}" if ":" in address else f"podIP {pod.namespace}/{name}", address
            )

    def _owner(self, pod: Object) -> str | None:
        """The name that a pod named by chance is counted under, None for any other pod."""
        for owner in pod.metadata.get("ownerReferences") or ():
            if owner.get("controller") and owner["kind"] in _LISTED_BY_CHANCE:
                above = self._state.get(owner["kind"], pod.namespace, owner["name"])
                for top in above.metadata.get("ownerReferences") or () if above else ():
                    if top.get("controller"):
                        return str(top["name"])
                # A Deployment that is gone left its name in the ReplicaSet's, in front of the template's hash.
                return str(owner["name"]).removesuffix(f"-{pod.labels.get('pod-template-hash')}")
        generated = pod.metadata.get("generateName")
        return str(generated).rstrip("-") if generated and pod.name.startswith(generated) else None

    def _name_pods(self) -> None:
        groups: dict[tuple[str, str], list[Object]] = {}
        for pod in self._state.all("Pod"):
            owner = self._owner(pod)
            if owner is not None and not self._is_written(pod.name):
                groups.setdefault((pod.namespace, owner), []).append(pod)
        for name in [name for name in self._names if "~" in name]:
            del self._names[name]
        self._pods = {}
        for (namespace, owner), pods in groups.items():
            pods.sort(key=lambda pod: _order(pod.status.get("podIP") or "255.255.255.255"))
            for number, pod in enumerate(pods, 1):
                self._pods[f"{namespace}/{pod.name}"] = f"{owner}~{number}"

    def _name_slices(self) -> None:
        groups: dict[tuple[str, str], list[Object]] = {}
        for piece in self._state.all("EndpointSlice"):
            generated = piece.metadata.get("generateName")
            if generated and piece.name.startswith(generated) and not self._is_written(piece.name):
                groups.setdefault((piece.namespace, generated.rstrip("-")), []).append(piece)
        for (namespace, service), pieces in groups.items():
            pieces.sort(key=lambda piece: (piece.metadata.get("creationTimestamp") or "", piece.version))
            for number, piece in enumerate(pieces, 1):
                name = f"slice {namespace}/{service}" + (f" {number}" if number > 1 else "")
                self._slices[piece.name] = "{" + name + "}"
                self._names[name] = piece.name

    def inward(self, value: Any) -> Any:
        """A claim's value with each symbol replaced by what it stands for now.

        A symbol that stands for nothing (the object has no such address) stays as it is.
        """
        if isinstance(value, str):
            if "{" not in value and "~" not in value:  # no symbol is written without one of them
                return value
            named = {symbol: name.partition("/")[2] for name, symbol in self._pods.items()}
            text = _SYMBOL.sub(self._replaced, value)
            for symbol in sorted(named, key=len, reverse=True):
                if symbol in text:
                    text = re.sub(rf"(?<![\w~-]){re.escape(symbol)}(?!\d)", named[symbol], text)
            return text
        if isinstance(value, list):
            return [self.inward(one) for one in value]
        if isinstance(value, dict):
            return {self.inward(key): self.inward(one) for key, one in value.items()}
        return value

    def _replaced(self, match: re.Match[str]) -> str:
        kind, about, form = match.groups()
        name = f"{kind} {about}" if about else kind
        real = self._names.get(name)
        if real is None and "~" in name:
            named = {f"{owner.partition('/')[0]}/{symbol}": owner for owner, symbol in self._pods.items()}
            owner = named.get(about)
            if owner is not None:
                real = self._pod_address(kind, owner)
        elif real is None and kind in ("podIP", "podIP6"):  # of a pod in its node's network
            real = self._pod_address(kind, about)
        return _FORMS[form](real) if real is not None else match.group()

    def _pod_address(self, kind: str, title: str) -> str | None:
        namespace, _, name = title.partition("/")
        pod = self._state.get("Pod", namespace, name)
        wanted = ":" if kind.endswith("6") else "."
        return next(
            (
                entry["ip"]
                for entry in (pod.status.get("podIPs") or () if pod is not None else ())
                if wanted in entry["ip"]
            ),
            None,
        )

    def outward(self, value: Any) -> Any:
        """An observation with everything that is chance written as its symbol."""
        if isinstance(value, str):
            return self._outward_text(value)
        if isinstance(value, list):
            return [self.outward(one) for one in value]
        if isinstance(value, dict):
            return {self.outward(key): self._node_port(key, one) for key, one in value.items()}
        return value

    def _node_port(self, key: Any, value: Any) -> Any:
        if key in ("nodePort", "healthCheckNodePort") and isinstance(value, int):
            return self._values.get(str(value), value)
        return self.outward(value)

    def _outward_text(self, text: str) -> str:
        pattern = self._pattern or self._compile()
        return pattern.sub(lambda match: self._plain[match.group()], text)

    def _compile(self) -> re.Pattern[str]:
        plain: dict[str, str] = dict(self._values)
        for value, symbol in self._values.items():
            if "." in value or ":" in value:
                for form in ("dashed", "reversed"):
                    shaped = _FORMS[form](value)
                    if not self._is_written(shaped):
                        plain[shaped] = symbol[:-1] + f"|{form}" + "}"
        for title, symbol in self._pods.items():
            plain[title.partition("/")[2]] = symbol
        plain.update(self._slices)
        self._plain = plain
        self._pattern = _any_of(plain)
        return self._pattern


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Whole words only: an address is no part of a longer one, a port no part of a number."""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![0-9A-Za-z.-])(?:{listed})(?![0-9A-Za-z-])(?!\.[0-9])")
