"""The kind ServiceCIDR (networking.k8s.io/v1, release 1.37; ``pkg/apis/networking/validation``).

Its controller's work, which takes no time, is done here: a new range is protected by a finalizer
and ready at once.
"""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.addresses import check_new_cidr, ip, network
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.service_cidr.ranges import range_of, ranges
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State

FINALIZER = "networking.k8s.io/service-cidr-finalizer"
CIDRS = ("spec", "cidrs")
STILL_USED = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A user sets no status; a new range gets its finalizer and its condition Ready."""
    if old is not None:
        new["status"] = old.get("status") or {}
        return
    new["status"] = {"conditions": [_ready(state, "True", "", "Kubernetes Service CIDR is ready")]}
    meta = new["metadata"]
    meta["finalizers"] = list(dict.fromkeys([*(meta.get("finalizers") or ()), FINALIZER]))


def validate(tree: Tree, state: State) -> list[FieldError]:
    errors = check_meta(tree, is_namespaced=False, name_rule=formats.dns1123_subdomain)
    return errors + _check_cidrs((tree.get("spec") or {}).get("cidrs") or [])


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """Ranges stay; one of the other family may be added."""
    errors = check_meta_update(new, old)
    cidrs, before = (new.get("spec") or {}).get("cidrs") or [], (old.get("spec") or {}).get("cidrs") or []
    if len(cidrs) != len(before) and (len(before), len(cidrs)) != (1, 2):
        return [*errors, invalid(CIDRS, cidrs, "field is immutable")]
    errors += [invalid((*CIDRS, i), cidrs[i], "field is immutable") for i, one in enumerate(before) if cidrs[i] != one]
    return errors + (_check_cidrs(cidrs) if len(cidrs) > len(before) else [])


def _check_cidrs(cidrs: list[str]) -> list[FieldError]:
    if not cidrs:
        return [required(CIDRS, "at least one CIDR required")]
    if len(cidrs) > 2:
        return [invalid(CIDRS, {"CIDRs": cidrs}, "may only hold up to 2 values")]
    errors = [error for i, one in enumerate(cidrs) for error in check_new_cidr((*CIDRS, i), one)]
    versions = [net.version for net in map(network, cidrs) if net is not None]
    if len(versions) == 2 and versions[0] == versions[1]:
        errors.append(
            invalid(
                CIDRS, cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"
            )
        )
    return errors


def linger(cidr: Object, state: State) -> Object | None:
    """A range being deleted as it is now: None once no address depends on it alone (KEP-1880)."""
    mine = [range_of(text) for text in cidr.spec.get("cidrs") or ()]
    others = list(ranges(state, but=cidr.name))
    for address in state.all("IPAddress"):
        found = ip(address.name)
        if (
            found is not None
            and any(one.has(found.address) for one in mine)
            and not any(one.has(found.address) for one in others)
        ):
            status = {**cidr.status, "conditions": [_ready(state, "False", "Terminating", STILL_USED)]}
            return Object(cidr.kind, "", cidr.name, {**cidr.tree, "status": status}, cidr.origin)
    return None


def let_go(state: State) -> None:
    """Ranges being deleted that no address depends on any more are gone."""
    for cidr in state.all("ServiceCIDR"):
        if cidr.is_terminating and linger(cidr, state) is None:
            state.remove("ServiceCIDR", "", cidr.name)


def _follow(old: Object | None, new: Object | None, state: State) -> None:
    """Another range may be all that one being deleted was waiting for."""
    if new is not None:
        let_go(state)


def _ready(state: State, status: str, reason: str, message: str) -> Tree:
    return {
        "type": "Ready",
        "status": status,
        "reason": reason,
        "message": message,
        "lastTransitionTime": to_text(state.now),
    }


KIND = Kind(
    name="ServiceCIDR",
    plural="servicecidrs",
    singular="servicecidr",
    group="networking.k8s.io",
    struct="io.k8s.api.networking.v1.ServiceCIDR",
    is_namespaced=False,
    subresources=("status",),
    counts_generation=False,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    linger=linger,
    follow=_follow,
)
