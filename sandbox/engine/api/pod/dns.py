"""How a pod is called and how it resolves names.

Follows ``validatePodDNSConfig`` and the host name rules of ``ValidatePodSpec`` in
``pkg/apis/core/validation`` (v1.37: relaxed search domains, ``hostnameOverride``).
"""

from __future__ import annotations

from sandbox.engine.api import addresses, formats
from sandbox.engine.api.errors import FieldError, forbidden, invalid, required, too_long
from sandbox.engine.api.values import choice, each
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
MOST_NAMESERVERS = 3
MOST_SEARCHES = 32
MOST_SEARCH_CHARACTERS = 2048
MOST_HOSTNAME_CHARACTERS = 64


def validate_dns_policy(spec: Tree, path: Path) -> list[FieldError]:
    """One of the four policies."""
    return choice(spec.get("dnsPolicy"), _POLICIES, (*path, "dnsPolicy"))


def validate_dns_config(spec: Tree, path: Path) -> list[FieldError]:
    """Name servers, search domains and options within the limits of libc."""
    config = spec.get("dnsConfig")
    here = (*path, "dnsConfig")
    if spec.get("dnsPolicy") == "None":
        if config is None:
            return [required(here, "must provide `dnsConfig` when `dnsPolicy` is None")]
        if not config.get("nameservers"):
            return [
                required((*here, "nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None")
            ]
    if not config:
        return []
    errors: list[FieldError] = []
    servers, searches = config.get("nameservers") or [], config.get("searches") or []
    if len(servers) > MOST_NAMESERVERS:
        errors.append(
            invalid((*here, "nameservers"), servers, f"must not have more than {MOST_NAMESERVERS} nameservers")
        )
    for at, server in enumerate(servers):
        errors += addresses.check_ip((*here, "nameservers", at), server)
    if len(searches) > MOST_SEARCHES:
        errors.append(invalid((*here, "searches"), searches, f"must not have more than {MOST_SEARCHES} search paths"))
    if len(" ".join(searches)) > MOST_SEARCH_CHARACTERS:
        errors.append(
            invalid(
                (*here, "searches"),
                searches,
                f"must not have more than {MOST_SEARCH_CHARACTERS} characters (including spaces) in the search list",
            )
        )
    for at, search in enumerate(searches):
        if search != ".":
            plain = search.removesuffix(".")
            errors += each((*here, "searches", at), plain, formats.dns1123_subdomain_with_underscore(plain))
    return errors + [
        required((*here, "options", at), "must not be empty")
        for at, option in enumerate(config.get("options") or ())
        if not option.get("name")
    ]


def validate_names(spec: Tree, path: Path) -> list[FieldError]:
    """``hostname``, ``subdomain`` and ``hostnameOverride``."""
    errors: list[FieldError] = []
    for field in ("hostname", "subdomain"):
        if spec.get(field):
            errors += each((*path, field), spec[field], formats.dns1123_label(spec[field]))
    override = spec.get("hostnameOverride")
    if override is None:
        return errors
    here = (*path, "hostnameOverride")
    if spec.get("hostNetwork"):
        errors.append(forbidden(here, "may not be specified when hostNetwork is true"))
    if spec.get("setHostnameAsFQDN"):
        errors.append(forbidden(here, "may not be specified when setHostnameAsFQDN is true"))
    errors += each(here, override, formats.dns1123_subdomain(override))
    if len(override) > MOST_HOSTNAME_CHARACTERS:
        errors.append(too_long(here, f"may not be more than {MOST_HOSTNAME_CHARACTERS} bytes"))
    return errors


def validate_host_aliases(aliases: list[Tree], path: Path) -> list[FieldError]:
    """Lines for the pod's hosts file."""
    errors: list[FieldError] = []
    for at, alias in enumerate(aliases):
        errors += addresses.check_ip((*path, at, "ip"), alias.get("ip", ""))
        for number, name in enumerate(alias.get("hostnames") or ()):
            errors += each((*path, at, "hostnames", number), name, formats.dns1123_subdomain(name))
    return errors
