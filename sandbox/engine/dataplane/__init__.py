"""A packet's way from its source to its end, through what kube-proxy set up on each node.

The way is drawn first; :data:`walk.ROUTE` lists the same stations in the same order::

    pod ──┐                                       ┌─▶ pod on this node
    node ─┤   ┌──────────── a node ───────────┐   ├─▶ a program of this node, kube-proxy's own ports
    outside ─▶│ firewall ▶ services ▶ routing │──▶├─▶ the other node, where it all begins again
              │  ▶ filter ▶ postrouting       │   ├─▶ the host outside
              └───────────────────────────────┘   └─▶ nobody

    send         the caller's own network: loopback, the pod's gateway, the outside host's route
    firewall     loadBalancerSourceRanges, looked at before the destination changes (nftables)
    services     ClusterIP, external IP, load balancer address, node port: which Service port,
                 which traffic policy, which endpoint; the destination is rewritten (DNAT)
    routing      where the packet goes with its new destination
    filter       Services without endpoints (reject), Local policy without a local one (drop),
                 ports that a ClusterIP does not have (nftables), source ranges (iptables)
    postrouting  the source is rewritten (masquerade): what services marked, and what a pod
                 sends to anything but pods and its own node
    delivery     who listens there answers, and nobody listening refuses

kube-proxy only writes the rules (nftables: ``ip kube-proxy`` table of pkg/proxy/nftables;
iptables: the KUBE-* chains of pkg/proxy/iptables); the kernel follows them for the first packet
of a connection, and connection tracking repeats the decision for the rest. Where the kernel
picks at random every pick is followed with its share. IPv4 and IPv6 are two independent proxiers.
"""

from __future__ import annotations

from sandbox.engine.dataplane.connect import connect
from sandbox.engine.dataplane.ping import ping

__all__ = ["connect", "ping"]
