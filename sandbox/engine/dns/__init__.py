"""DNS: the cluster's zone as CoreDNS serves it, and resolvers as libc walks them.

Reading order: names, records, services, absences, pods, reverse, kubernetes (the plugin), external,
server (the chain), reach, resolv_conf, hosts, search, addresses, getaddrinfo, resolver.
"""

from sandbox.engine.dns.resolver import Resolver

__all__ = ["Resolver"]
