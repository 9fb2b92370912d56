"""Endpoints, the old form of EndpointSlices: ``ValidateEndpoints``, v1.37."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.api import addresses, formats
from sandbox.engine.api.errors import FieldError, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.ports import PROTOCOLS
from sandbox.engine.api.values import choice, each, is_same
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

DEPRECATION = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"
_PARTS = ("addresses", "notReadyAddresses")


def default(tree: Tree, state: State) -> None:
    """Ports are TCP."""
    for subset in tree.get("subsets") or ():
        for port in subset.get("ports") or ():
            if not port.get("protocol"):
                port["protocol"] = "TCP"


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new Endpoints object."""
    return check_meta(tree, is_namespaced=True, name_rule=formats.dns1123_subdomain) + _subsets(tree)


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one; subsets that stay the same are not looked at again."""
    errors = check_meta_update(new, old)
    return errors if is_same(new.get("subsets"), old.get("subsets")) else errors + _subsets(new)


def _subsets(tree: Tree) -> list[FieldError]:
    errors: list[FieldError] = []
    for at, subset in enumerate(tree.get("subsets") or ()):
        here: Path = ("subsets", at)
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            errors.append(required(here, "must specify `addresses` or `notReadyAddresses`"))
        for part in _PARTS:
            for number, address in enumerate(subset.get(part) or ()):
                errors += _address(address, (*here, part, number))
        ports = subset.get("ports") or []
        for number, port in enumerate(ports):
            errors += _port(port, (*here, "ports", number), is_named=len(ports) > 1)
    return errors


def _address(address: Tree, path: Path) -> list[FieldError]:
    ip = address.get("ip", "")
    errors = addresses.check_ip((*path, "ip"), ip)
    if address.get("hostname"):
        errors += each((*path, "hostname"), address["hostname"], formats.dns1123_label(address["hostname"]))
    if address.get("nodeName") is not None:
        errors += each((*path, "nodeName"), address["nodeName"], formats.dns1123_subdomain(address["nodeName"]))
    return errors + addresses.check_not_special((*path, "ip"), ip)


def _port(port: Tree, path: Path, *, is_named: bool) -> list[FieldError]:
    name = port.get("name", "")
    errors: list[FieldError] = []
    if name:
        errors += each((*path, "name"), name, formats.dns1123_label(name))
    elif is_named:
        errors.append(required((*path, "name")))
    number = port.get("port", 0)
    errors += each((*path, "port"), number, formats.port_number(number))
    errors += choice(port.get("protocol"), PROTOCOLS, (*path, "protocol"))
    if port.get("appProtocol") is not None:
        errors += each((*path, "appProtocol"), port["appProtocol"], formats.qualified_name(port["appProtocol"]))
    return errors


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """IPv6 addresses that are not written the usual way."""
    return [warning for path, ip in _ips(new) for warning in addresses.warn_of_ip(path, ip)]


def _ips(tree: Tree) -> Iterator[tuple[Path, str]]:
    for at, subset in enumerate(tree.get("subsets") or ()):
        for part in _PARTS:
            for number, address in enumerate(subset.get(part) or ()):
                yield ("subsets", at, part, number, "ip"), address.get("ip", "")


KIND = Kind(
    "Endpoints",
    "endpoints",
    "io.k8s.api.core.v1.Endpoints",
    short_names=("ep",),
    deprecation=DEPRECATION,
    default=default,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
    is_created_by_update=True,
)
