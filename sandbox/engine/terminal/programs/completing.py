"""What may stand next in the line of a program in a pod: the program, names of Services, files, databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sandbox.engine.cluster.state import State
from sandbox.engine.terminal.programs import PROGRAMS
from sandbox.engine.terminal.suggestion import Suggestion

Rule = Callable[[State, str, list[str], str], Iterable[Suggestion]]

_FILES = ("/etc/resolv.conf", "/etc/hosts", "/etc/hostname")
_DATABASES = ("hosts", "ahosts", "ahostsv4", "ahostsv6")
_TYPES = ("A", "AAAA", "SRV", "PTR", "CNAME", "TXT", "SOA", "NS")


def suggestions(state: State, namespace: str | None, words: list[str], word: str) -> Iterable[Suggestion]:
    """The words that may stand behind ``words``, the first of which is the program's name."""
    if not words:
        return [Suggestion(name, "program") for name in PROGRAMS]
    rule = ARGUMENTS.get(words[0].rsplit("/", 1)[-1])
    return rule(state, namespace or "default", words[1:], word) if rule is not None else ()


def _services(state: State, namespace: str, front: str = "") -> Iterator[Suggestion]:
    """Services as a pod of the namespace calls them: by name alone in its own, ``name.namespace`` in others."""
    for obj in sorted(state.all("Service"), key=lambda one: one.namespace != namespace):
        name = obj.name if obj.namespace == namespace else f"{obj.name}.{obj.namespace}"
        yield Suggestion(front + name, "Service")


def _ports(state: State, namespace: str, host: str) -> Iterator[Suggestion]:
    name, _, other = host.partition(".")
    obj = state.get("Service", other.partition(".")[0] or namespace, name)
    for port in (obj.spec.get("ports") or ()) if obj is not None else ():
        yield Suggestion(str(port["port"]), " ".join(filter(None, (port.get("name"), port.get("protocol")))))


def _url(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    scheme, slashes, rest = word.rpartition("://")
    front, (host, colon, _) = scheme + slashes, rest.partition(":")
    if colon:
        for one in _ports(state, namespace, host):
            yield one._replace(text=f"{front}{host}:{one.text}")
    else:
        yield from _services(state, namespace, front)


def _host(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    yield from _services(state, namespace)


def _host_and_port(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    plain = [one for one in words if not one.startswith("-")]
    if plain:
        yield from _ports(state, namespace, plain[-1])
    else:
        yield from _services(state, namespace)


def _question(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    """dig takes whole names: it asks without the search path."""
    if word.startswith("+"):
        yield from (Suggestion(f"+{name}") for name in ("short", "search", "tcp", "noall", "answer", "nocomments"))
        return
    yield from (Suggestion(name, "type") for name in _TYPES)
    for obj in sorted(state.all("Service"), key=lambda one: one.namespace != namespace):
        yield Suggestion(f"{obj.name}.{obj.namespace}.svc.{state.shape.cluster_domain}", "Service")


def _database(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    if words:
        yield from _services(state, namespace)
    else:
        yield from (Suggestion(name) for name in _DATABASES)


def _file(state: State, namespace: str, words: list[str], word: str) -> Iterator[Suggestion]:
    yield from (Suggestion(name) for name in _FILES)


#: What a program's arguments are. A program that is not in here completes by its name only.
ARGUMENTS: dict[str, Rule] = {
    "cat": _file,
    "curl": _url,
    "dig": _question,
    "getent": _database,
    "host": _host,
    "nc": _host_and_port,
    "nslookup": _host,
    "ping": _host,
    "wget": _url,
}
