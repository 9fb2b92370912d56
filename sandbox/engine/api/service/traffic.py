"""Rules of the fields that steer traffic: policies, affinity, distribution, load balancers."""

from __future__ import annotations

from sandbox.engine.api import formats
from sandbox.engine.api.addresses import check_cidr
from sandbox.engine.api.errors import (
    ErrorType,
    FieldError,
    forbidden,
    invalid,
    not_supported,
    required,
)
from sandbox.engine.api.service.reading import (
    CLUSTER_IP,
    LOAD_BALANCER,
    NODE_PORT,
    is_externally_accessible,
    needs_health_check,
    spec_of,
    type_of,
)
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Spelled, of_key

POLICIES = ("Cluster", "Local")
AFFINITIES = ("ClientIP", "None")
#: In the order in which the API server lists them.
DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
#: A day.
LONGEST_AFFINITY = 86400
SOURCE_RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges"

ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'"


def check_affinity(spec: Tree) -> list[FieldError]:
    affinity = spec.get("sessionAffinity")
    path = ("spec", "sessionAffinity")
    config_path = ("spec", "sessionAffinityConfig")
    errors: list[FieldError] = []
    if not affinity:
        errors.append(required(path))
    elif affinity not in AFFINITIES:
        errors.append(not_supported(path, affinity, AFFINITIES))
    config = spec.get("sessionAffinityConfig")
    if affinity == "None" and config is not None:
        errors.append(forbidden(config_path, "must not be set when session affinity is None"))
    elif affinity == "ClientIP":
        seconds = ((config or {}).get("clientIP") or {}).get("timeoutSeconds")
        if seconds is None:
            errors.append(required(config_path, "when session affinity type is ClientIP"))
        elif not 0 < seconds <= LONGEST_AFFINITY:
            errors.append(
                invalid(
                    (*config_path, "clientIP", "timeoutSeconds"),
                    seconds,
                    f"must be greater than 0 and less than {LONGEST_AFFINITY}",
                )
            )
    return errors


def check_source_ranges(service: Tree, kept: Tree | None) -> list[FieldError]:
    """The field, or where it is empty the annotation that was there before it."""
    spec = spec_of(service)
    is_balanced = type_of(service) == LOAD_BALANCER
    ranges = spec.get("loadBalancerSourceRanges") or ()
    before = [one.strip() for one in spec_of(kept or {}).get("loadBalancerSourceRanges") or ()]
    errors: list[FieldError] = []
    if ranges:
        path = ("spec", Spelled("loadBalancerSourceRanges", ".LoadBalancerSourceRanges"))  # upstream's capital
        if not is_balanced:
            errors.append(forbidden(path, ONLY_LOAD_BALANCER))
        for i, one in enumerate(ranges):
            errors += check_cidr((*path, i), one.strip(), before)
        return errors
    annotations = (service.get("metadata") or {}).get("annotations") or {}
    if SOURCE_RANGES_ANNOTATION in annotations:
        where = ("metadata", "annotations", of_key(SOURCE_RANGES_ANNOTATION))
        if not is_balanced:
            errors.append(forbidden(where, ONLY_LOAD_BALANCER))
        text = annotations[SOURCE_RANGES_ANNOTATION].strip()
        for one in text.split(",") if text else ():
            errors += check_cidr(where, one.strip())
    return errors


def check_load_balancer_class(service: Tree, old: Tree | None) -> list[FieldError]:
    path = ("spec", "loadBalancerClass")
    named = spec_of(service).get("loadBalancerClass")
    errors: list[FieldError] = []
    is_balanced = type_of(service) == LOAD_BALANCER
    if (
        old is not None
        and is_balanced
        and type_of(old) == LOAD_BALANCER
        and named != spec_of(old).get("loadBalancerClass")
    ):
        errors.append(invalid(path, named, "may not change once set"))
    if named is not None:
        if is_balanced:
            errors += [invalid(path, named, said) for said in formats.qualified_name(named)]
        else:
            errors.append(forbidden(path, ONLY_LOAD_BALANCER))
    return errors


def check_external_policy(service: Tree) -> list[FieldError]:
    """externalTrafficPolicy and the health check port that the policy Local brings."""
    spec = spec_of(service)
    policy = spec.get("externalTrafficPolicy", "")
    path = ("spec", "externalTrafficPolicy")
    errors: list[FieldError] = []
    if not is_externally_accessible(service):
        if policy:
            errors.append(invalid(path, policy, "may only be set for externally-accessible services"))
    elif not policy:
        errors.append(required(path))
    elif policy not in POLICIES:
        errors.append(not_supported(path, policy, POLICIES))
    port = spec.get("healthCheckNodePort", 0)
    port_path = ("spec", "healthCheckNodePort")
    if not needs_health_check(service):
        if port:
            errors.append(
                invalid(
                    port_path,
                    port,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
                )
            )
    elif not port:
        errors.append(required(port_path))
    else:
        errors += [invalid(port_path, port, said) for said in formats.port_number(port)]
    return errors


def check_internal_policy(service: Tree) -> list[FieldError]:
    policy = spec_of(service).get("internalTrafficPolicy")
    path = ("spec", "internalTrafficPolicy")
    if policy is None:
        return [required(path)] if type_of(service) in (NODE_PORT, LOAD_BALANCER, CLUSTER_IP) else []
    return [] if policy in POLICIES else [not_supported(path, policy, POLICIES)]


def check_distribution(spec: Tree) -> list[FieldError]:
    wanted = spec.get("trafficDistribution")
    if wanted is None or wanted in DISTRIBUTIONS:
        return []
    listed = ", ".join(f'"{one}"' for one in DISTRIBUTIONS)
    return [FieldError(ErrorType.NOT_SUPPORTED, ("spec", "trafficDistribution"), wanted, f"supported values: {listed}")]
