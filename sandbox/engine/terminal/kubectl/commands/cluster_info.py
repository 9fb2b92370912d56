"""``kubectl cluster-info``: where the API server and the cluster's services are."""

from __future__ import annotations

from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl.command import Call, Command

_DNS = ("kube-system", "kube-dns")


def run(call: Call) -> None:
    if call.words:
        raise NotModelled(f"cluster-info {call.words[0]}")
    endpoints = call.state.get("Endpoints", "default", "kubernetes")
    subset = ((endpoints.tree.get("subsets") or [{}]) if endpoints is not None else [{}])[0]
    address = next((one.get("ip", "") for one in subset.get("addresses") or ()), "localhost")
    port = next((one.get("port") for one in subset.get("ports") or ()), 6443)
    server = f"https://{address}:{port}"
    call.print(f"Kubernetes control plane is running at {server}")
    service = call.state.get("Service", *_DNS)
    if service is not None:
        first = next((one.get("name", "") for one in service.spec.get("ports") or ()), "")
        call.print(f"CoreDNS is running at {server}/api/v1/namespaces/{_DNS[0]}/services/{_DNS[1]}:{first}/proxy")
    call.print("")
    call.print("To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")


COMMAND = Command("cluster-info", run)
