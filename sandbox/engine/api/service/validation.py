"""Validation of a Service, in the order of ``ValidateService`` (``pkg/apis/core/validation``, 1.37)."""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.addresses import check_ip, check_not_special
from sandbox.engine.api.addresses import ip as read_ip
from sandbox.engine.api.errors import FieldError, duplicate, forbidden, invalid, not_supported, required
from sandbox.engine.api.meta import check_labels, check_meta, check_meta_update
from sandbox.engine.api.service import traffic
from sandbox.engine.api.service.cluster_ips import check_changed_families, check_changed_ips, check_cluster_ips
from sandbox.engine.api.service.reading import (
    CLUSTER_IP,
    EXTERNAL_NAME,
    LOAD_BALANCER,
    NODE_PORT,
    NONE,
    is_headless,
    needs_health_check,
    ports_of,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path, of_key

TYPES = (CLUSTER_IP, NODE_PORT, LOAD_BALANCER, EXTERNAL_NAME)
PROTOCOLS = ("TCP", "UDP", "SCTP")
IP_MODES = ("VIP", "Proxy")

TOPOLOGY_MODE = "service.kubernetes.io/topology-mode"
TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints"


def validate(service: Tree, state: State) -> list[FieldError]:
    """Every mistake in a new Service."""
    return _validate(service, None)


def validate_existing(service: Tree, old: Tree, state: State) -> list[FieldError]:
    """Every mistake in a changed one; addresses that it had may keep an old spelling."""
    return _validate(service, old)


def validate_update(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """What may not be changed."""
    errors = check_meta_update(new, old)
    errors += check_changed_ips(new, old)
    errors += check_changed_families(new, old)
    errors += traffic.check_load_balancer_class(new, old)
    if (
        needs_health_check(old)
        and needs_health_check(new)
        and spec_of(new).get("healthCheckNodePort", 0) != spec_of(old).get("healthCheckNodePort", 0)
    ):
        errors.append(forbidden(("spec", "healthCheckNodePort"), "field is immutable"))
    return errors


def validate_status(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A change of the status: what a load balancer may say about itself."""
    errors = check_meta_update(new, old)
    path = ("status", "loadBalancer", "ingress")
    ingress = ((new.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    if ingress and type_of(new) != LOAD_BALANCER:
        errors.append(forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"))
        return errors
    before = ((old.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    kept = [entry.get("ip", "") for entry in before]
    for i, entry in enumerate(ingress):
        errors += _check_ingress(entry, (*path, i), kept)
    return errors


def _check_ingress(entry: Tree, path: Path, kept: list[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    ip, mode, name = entry.get("ip"), entry.get("ipMode"), entry.get("hostname")
    if ip:
        errors += check_ip((*path, "ip"), ip, kept)
    if mode is None:
        if ip:
            errors.append(required((*path, "ipMode"), "must be specified when `ip` is set"))
    elif not ip:
        errors.append(forbidden((*path, "ipMode"), "may not be specified when `ip` is not set"))
    elif mode not in IP_MODES:
        errors.append(not_supported((*path, "ipMode"), mode, IP_MODES))
    if name:
        errors += [invalid((*path, "hostname"), name, said) for said in formats.dns1123_subdomain(name)]
        if read_ip(name) is not None:
            errors.append(invalid((*path, "hostname"), name, "must be a DNS name, not an IP address"))
    return errors


def _validate(service: Tree, old: Tree | None) -> list[FieldError]:
    spec = spec_of(service)
    kind = type_of(service)
    errors = check_meta(service, is_namespaced=True, name_rule=formats.dns1123_label)
    errors += _check_topology(service)
    ports = ports_of(service)
    if not ports and kind != EXTERNAL_NAME and not is_headless(service):
        errors.append(required(("spec", "ports")))
    errors += _check_type(service)
    names: set[str] = set()
    for i, port in enumerate(ports):
        errors += _check_port(port, ("spec", "ports", i), len(ports) > 1, names)
    if spec.get("selector"):
        errors += check_labels(spec["selector"], ("spec", "selector"))
    errors += traffic.check_affinity(spec)
    errors += check_cluster_ips(service, old)
    errors += _check_external_ips(spec, old)
    if not kind:
        errors.append(required(("spec", "type")))
    elif kind not in TYPES:
        errors.append(not_supported(("spec", "type"), kind, TYPES))
    errors += _check_ports_together(ports, kind)
    errors += traffic.check_source_ranges(service, old)
    errors += _check_node_port_switch(spec, kind)
    errors += traffic.check_load_balancer_class(service, None)
    errors += traffic.check_external_policy(service)
    errors += traffic.check_internal_policy(service)
    errors += traffic.check_distribution(spec)
    return errors


def _check_topology(service: Tree) -> list[FieldError]:
    annotations = (service.get("metadata") or {}).get("annotations") or {}
    mode, hints = annotations.get(TOPOLOGY_MODE), annotations.get(TOPOLOGY_HINTS)
    if mode is None or hints is None or mode == hints:
        return []
    return [
        invalid(
            ("metadata", "annotations", of_key(TOPOLOGY_MODE)),
            mode,
            f"must match annotations[{TOPOLOGY_HINTS}] when both are specified",
        )
    ]


def _check_type(service: Tree) -> list[FieldError]:
    """What the type forbids and demands."""
    kind, spec = type_of(service), spec_of(service)
    if kind in (LOAD_BALANCER, NODE_PORT):
        if is_headless(service):
            return [invalid(("spec", "clusterIPs", 0), NONE, f"may not be set to 'None' for {kind} services")]
        return []
    if kind != EXTERNAL_NAME:
        return []
    unwanted = "may not be set for ExternalName services"
    errors = [forbidden(("spec", field), unwanted) for field in ("clusterIPs", "ipFamilies") if spec.get(field)]
    if spec.get("ipFamilyPolicy") is not None:
        errors.append(forbidden(("spec", "ipFamilyPolicy"), unwanted))
    path = ("spec", "externalName")
    name = spec.get("externalName", "").removesuffix(".")
    if not name:
        errors.append(required(path))
    else:
        errors += [invalid(path, name, said) for said in formats.dns1123_subdomain(name)]
    return errors


def _check_port(port: Tree, path: Path, is_named: bool, names: set[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    name = port.get("name", "")
    if name:
        errors += [invalid((*path, "name"), name, said) for said in formats.dns1123_label(name)]
        if name in names:
            errors.append(duplicate((*path, "name"), name))
        names.add(name)
    elif is_named:
        errors.append(required((*path, "name")))
    number = port.get("port", 0)
    errors += [invalid((*path, "port"), number, said) for said in formats.port_number(number)]
    protocol = port.get("protocol", "")
    if not protocol:
        errors.append(required((*path, "protocol")))
    elif protocol not in PROTOCOLS:
        errors.append(not_supported((*path, "protocol"), protocol, PROTOCOLS))
    target = port.get("targetPort", 0)
    errors += [invalid((*path, "targetPort"), target, said) for said in formats.port_number_or_name(target)]
    application = port.get("appProtocol")
    if application is not None:
        errors += [invalid((*path, "appProtocol"), application, said) for said in formats.qualified_name(application)]
    return errors


def _check_external_ips(spec: Tree, old: Tree | None) -> list[FieldError]:
    kept = spec_of(old or {}).get("externalIPs") or ()
    errors: list[FieldError] = []
    for i, ip in enumerate(spec.get("externalIPs") or ()):
        path = ("spec", "externalIPs", i)
        errors += check_ip(path, ip, kept) or check_not_special(path, ip)
    return errors


def _check_ports_together(ports: list[Tree], kind: str) -> list[FieldError]:
    """Node ports that the type does not have; node ports and ports that are there twice."""
    errors: list[FieldError] = []
    if kind == CLUSTER_IP:
        errors += [
            forbidden(("spec", "ports", i, "nodePort"), "may not be used when `type` is 'ClusterIP'")
            for i, port in enumerate(ports)
            if port.get("nodePort")
        ]
    taken: set[tuple[str, int]] = set()
    for i, port in enumerate(ports):
        number = port.get("nodePort", 0)
        if number and (port.get("protocol", ""), number) in taken:
            errors.append(duplicate(("spec", "ports", i, "nodePort"), number))
        taken.add((port.get("protocol", ""), number))
    seen: set[tuple[str, int]] = set()
    for i, port in enumerate(ports):
        pair = (port.get("protocol", ""), port.get("port", 0))
        if pair in seen:
            # The API server shows the key it compared: its internal type with all else empty.
            shown = {
                "Name": "",
                "Protocol": pair[0],
                "AppProtocol": None,
                "Port": pair[1],
                "TargetPort": 0,
                "NodePort": 0,
            }
            errors.append(duplicate(("spec", "ports", i), shown))
        seen.add(pair)
    return errors


def _check_node_port_switch(spec: Tree, kind: str) -> list[FieldError]:
    switch = spec.get("allocateLoadBalancerNodePorts")
    if switch is not None and kind != LOAD_BALANCER:
        return [forbidden(("spec", "allocateLoadBalancerNodePorts"), traffic.ONLY_LOAD_BALANCER)]
    if switch is None and kind == LOAD_BALANCER:
        return [required(("allocateLoadBalancerNodePorts",))]
    return []
