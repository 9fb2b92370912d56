"""ipFamilyPolicy and ipFamilies, completed for the cluster at hand (``initIPFamilyFields``, 1.37)."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.api.addresses import family as family_of
from sandbox.engine.api.errors import FieldError, invalid
from sandbox.engine.api.service.cluster_ips import IP_FAMILIES, IPS, POLICY, check_cluster_ips
from sandbox.engine.api.service.reading import (
    CLUSTER_IP,
    EXTERNAL_NAME,
    LOAD_BALANCER,
    NODE_PORT,
    NONE,
    PREFER_DUAL_STACK,
    REQUIRE_DUAL_STACK,
    SINGLE_STACK,
    cluster_ips_of,
    families_of,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

OTHER = {"IPv4": "IPv6", "IPv6": "IPv4"}


def configured_families(state: State) -> tuple[str, ...]:
    """The families of the cluster's Service ranges, the one that is given by default first."""
    return ("IPv4", "IPv6") if state.shape.is_dual_stack else ("IPv4",)


def is_settled_prefer_dual_stack(new: Tree, old: Tree | None) -> bool:
    """Neither policy, addresses nor families change: a PreferDualStack Service is left alone,
    whatever the cluster has become since."""
    return (
        old is not None
        and type_of(new) == type_of(old)
        and type_of(new) in (CLUSTER_IP, NODE_PORT, LOAD_BALANCER)
        and spec_of(new).get("ipFamilyPolicy") == PREFER_DUAL_STACK
        and spec_of(old).get("ipFamilyPolicy", PREFER_DUAL_STACK) == PREFER_DUAL_STACK
        and cluster_ips_of(new) == cluster_ips_of(old)
        and families_of(new) == families_of(old)
    )


def init_families(new: Tree, old: Tree | None, state: State) -> Sequence[FieldError]:
    """Complete policy and families; what does not fit the cluster comes back."""
    if type_of(new) == EXTERNAL_NAME or is_settled_prefer_dual_stack(new, old):
        return ()
    spec = spec_of(new)
    is_headless = spec.get("clusterIP") == NONE
    if spec.get("ipFamilyPolicy") is None:
        spec["ipFamilyPolicy"] = _policy(spec, old, is_headless)
    errors = check_cluster_ips(new, old)
    if errors:
        return errors
    errors = _release_secondary(new, old) + _check_policy(new) + _infer_families(new, state)
    if errors:
        return errors
    if is_headless and not spec.get("selector"):
        if not families_of(new):
            spec["ipFamilies"] = [configured_families(state)[0]]
        _append_other(spec, len(families_of(new)) < 2)
        return ()
    configured = configured_families(state)
    if spec["ipFamilyPolicy"] == REQUIRE_DUAL_STACK and len(configured) < 2:
        errors.append(invalid(POLICY, spec["ipFamilyPolicy"], "this cluster is not configured for dual-stack services"))
    errors += [
        invalid((*IP_FAMILIES, i), one, "not configured on this cluster")
        for i, one in enumerate(families_of(new))
        if one not in configured
    ]
    if errors:
        return errors
    if not families_of(new):
        spec["ipFamilies"] = [configured[0]]
    _append_other(spec, len(families_of(new)) == 1 and len(configured) == 2)
    return ()


def _policy(spec: Tree, old: Tree | None, is_headless: bool) -> str:
    if old is not None and spec_of(old).get("ipFamilyPolicy") is not None:
        before: str = spec_of(old)["ipFamilyPolicy"]
        return before
    # Nobody knows what a headless Service without selector points to: it may be both.
    return REQUIRE_DUAL_STACK if is_headless and not spec.get("selector") else SINGLE_STACK


def _release_secondary(new: Tree, old: Tree | None) -> list[FieldError]:
    """SingleStack with all else unchanged gives the second address back; any other policy
    forbids to take it away."""
    if old is None:
        return []
    spec = spec_of(new)
    ips, families = cluster_ips_of(new), families_of(new)
    if spec["ipFamilyPolicy"] == SINGLE_STACK:
        if ips == cluster_ips_of(old) and len(ips) > 1:
            spec["clusterIPs"] = ips[:1]
        if families == families_of(old) and len(families) > 1:
            spec["ipFamilies"] = families[:1]
        return []
    errors = []
    if ips and len(ips) < len(cluster_ips_of(old)):
        errors.append(
            invalid(POLICY, spec["ipFamilyPolicy"], "must be 'SingleStack' to release the secondary cluster IP")
        )
    if families and len(families) < len(families_of(old)):
        errors.append(
            invalid(POLICY, spec["ipFamilyPolicy"], "must be 'SingleStack' to release the secondary IP family")
        )
    return errors


def _check_policy(new: Tree) -> list[FieldError]:
    policy = spec_of(new)["ipFamilyPolicy"]
    if policy != SINGLE_STACK:
        return []
    text = "must be 'RequireDualStack' or 'PreferDualStack' when multiple {} are specified"
    errors = []
    if len(cluster_ips_of(new)) == 2:
        errors.append(invalid(POLICY, policy, text.format("cluster IPs")))
    if len(families_of(new)) == 2:
        errors.append(invalid(POLICY, policy, text.format("IP families")))
    return errors


def _infer_families(new: Tree, state: State) -> list[FieldError]:
    """An address that was asked for tells its family."""
    spec = spec_of(new)
    ips = cluster_ips_of(new)
    families = list(families_of(new))
    errors = []
    for i, ip in enumerate(ips):
        if ip == NONE:
            break
        if i >= len(families):
            found = family_of(ip)
            if found in configured_families(state):
                families.append(found)
            else:
                errors.append(invalid((*IPS, i), ips, f"{found} is not configured on this cluster"))
    if families:
        spec["ipFamilies"] = families
    return errors


def _append_other(spec: Tree, is_wanted: bool) -> None:
    if is_wanted and spec["ipFamilyPolicy"] != SINGLE_STACK:
        first = spec["ipFamilies"][0]
        spec["ipFamilies"] = [first, OTHER[first]]
