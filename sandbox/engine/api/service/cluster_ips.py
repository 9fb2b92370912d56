"""clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy have to fit together.

``ValidateServiceClusterIPsRelatedFields`` and the rules for gaining and losing a second address
(``pkg/apis/core/validation``, release 1.37). The allocation asks the same before it starts.
"""

from __future__ import annotations

from sandbox.engine.api.addresses import check_ip, family
from sandbox.engine.api.errors import FieldError, duplicate, invalid, not_supported, required
from sandbox.engine.api.service.reading import (
    EXTERNAL_NAME,
    NONE,
    PREFER_DUAL_STACK,
    REQUIRE_DUAL_STACK,
    SINGLE_STACK,
    cluster_ips_of,
    families_of,
    is_headless,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree

FAMILIES = ("IPv4", "IPv6")
POLICIES = (SINGLE_STACK, PREFER_DUAL_STACK, REQUIRE_DUAL_STACK)

IPS = ("spec", "clusterIPs")
IP_FAMILIES = ("spec", "ipFamilies")
POLICY = ("spec", "ipFamilyPolicy")

CHANGED = "may not change once set"


def check_cluster_ips(service: Tree, old: Tree | None) -> list[FieldError]:
    """Mistakes in the four fields; an address that ``old`` had may keep its spelling."""
    if type_of(service) == EXTERNAL_NAME:
        return []
    spec = spec_of(service)
    ips = cluster_ips_of(service)
    errors: list[FieldError] = []
    if spec.get("clusterIP"):
        if not ips:
            errors.append(required(IPS))
        elif ips[0] != spec["clusterIP"]:
            errors.append(invalid(IPS, ips, "first value must match `clusterIP`"))
    elif ips:
        errors.append(invalid(IPS, ips, "must be empty when `clusterIP` is not specified"))
    errors += _check_families(families_of(service))
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in POLICIES:
        errors.append(not_supported(POLICY, policy, POLICIES))
    wrong = _check_each(ips, cluster_ips_of(old) if old is not None else [])
    errors += wrong
    if len(ips) > 2:
        errors.append(invalid(IPS, ips, "may only hold up to 2 values"))
    if wrong:
        return errors
    if len(ips) > 1 and len({family(ip) for ip in ips}) < 2:
        errors.append(invalid(IPS, ips, "may specify no more than one IP for each IP family"))
    if ips and not is_headless(service):
        for i, (wanted, ip) in enumerate(zip(families_of(service), ips, strict=False)):
            if wanted in FAMILIES and family(ip) != wanted:
                errors.append(invalid((*IPS, i), ip, f"expected an {wanted} value as indicated by `ipFamilies[{i}]`"))
    return errors


def _check_families(families: list[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    for i, one in enumerate(families):
        if one not in FAMILIES:
            errors.append(not_supported((*IP_FAMILIES, i), one, FAMILIES))
        if one in families[:i]:
            errors.append(duplicate((*IP_FAMILIES, i), one))
    return errors


def _check_each(ips: list[str], kept: list[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    for i, ip in enumerate(ips):
        if i == 0 and ip == NONE:
            if len(ips) > 1:
                errors.append(invalid(IPS, ips, "'None' must be the first and only value"))
            continue
        errors += check_ip((*IPS, i), ip, kept)
    return errors


def check_changed_ips(new: Tree, old: Tree) -> list[FieldError]:
    """The first address stays for good; a second one may come, and go with the policy SingleStack."""
    if EXTERNAL_NAME in (type_of(new), type_of(old)) or (is_headless(new) and is_headless(old)):
        return []
    ips, before = cluster_ips_of(new), cluster_ips_of(old)
    if len(before) == len(ips):
        return [invalid((*IPS, i), ips, CHANGED) for i, ip in enumerate(before) if ip != ips[i]]
    errors: list[FieldError] = []
    if not ips:
        errors.append(invalid((*IPS, 0), None, "primary clusterIP can not be unset"))
    if before and ips and ips[0] != before[0]:
        errors.append(invalid((*IPS, 0), ips, CHANGED))
    policy = spec_of(new).get("ipFamilyPolicy")
    if len(ips) == 1 and len(before) > 1 and policy != SINGLE_STACK:
        errors.append(invalid(POLICY, policy, "must be set to 'SingleStack' when releasing the secondary clusterIP"))
    return errors


def check_changed_families(new: Tree, old: Tree) -> list[FieldError]:
    """The same for families; a headless Service may change them."""
    if EXTERNAL_NAME in (type_of(new), type_of(old)) or is_headless(new) or is_headless(old):
        return []
    families, before = families_of(new), families_of(old)
    if len(before) == len(families):
        return [invalid((*IP_FAMILIES, 0), families, CHANGED) for i, one in enumerate(before) if one != families[i]]
    errors: list[FieldError] = []
    is_less = len(families) < len(before)
    if is_less and not cluster_ips_of(new):
        errors.append(invalid((*IP_FAMILIES, 0), families, "primary ipFamily can not be unset"))
    if before and families and families[0] != before[0]:
        errors.append(invalid((*IP_FAMILIES, 0), cluster_ips_of(new), CHANGED))
    policy = spec_of(new).get("ipFamilyPolicy")
    if is_less and len(families) == 1 and policy != SINGLE_STACK:
        errors.append(invalid(POLICY, policy, "must be set to 'SingleStack' when releasing the secondary ipFamily"))
    return errors
