"""What a kubectl command prints. The wrong outputs show what people expect: pods that are not ready, the Service's port
where the pod's stands, an address where there is none."""

from __future__ import annotations

import random
import re
from typing import Any

from quizzes.questions import facts, tables
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

WRONG = 3
MOST_SHOWN = 3  # endpoints that kubectl prints before it says how many more there are
ADDRESSES = (
    "get pods -A --field-selector metadata.namespace!=kube-system -o custom-columns=POD:.metadata.name,IP:.status.podIP"
)
A_CLUSTER_IP = "10.96.171.8"


def claims(scene: Scene) -> list[Plain]:
    exhibit = [{"kubectl": ADDRESSES}] if _is_endpoints(scene) else []
    return [*scene.ask.before, *exhibit, {"kubectl": scene.ask.command}]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    observed = verdict["claims"][-1]["observed"]
    if observed["exit"] != 0 or not observed["stdout"]:
        return None
    rows = tables.parse(observed["stdout"])
    if len(rows) != 1 or tables.lay_out(rows) != observed["stdout"]:
        return None
    exhibit = verdict["claims"][len(scene.ask.before)]["observed"]["stdout"] if _is_endpoints(scene) else ""
    others = _endpoints(scene, rows[0], exhibit) if exhibit else _service(scene, rows[0])
    right = observed["stdout"]
    wrong = [text for text in dict.fromkeys(tables.lay_out([row]) for row in others) if text != right]
    if len(wrong) < 2:
        return None
    texts = [right, *chance.sample(wrong, min(WRONG, len(wrong)))]
    chance.shuffle(texts)
    options = [Option(text, text == right, form="table") for text in texts]
    told = f"{scene.ask.told} " if scene.ask.told else ""
    return Posed(
        f"{told}What does `kubectl {scene.ask.command}` print?",
        options,
        deciding=len(verdict["claims"]) - 1,
        exhibit=exhibit,
    )


def _is_endpoints(scene: Scene) -> bool:
    return scene.ask.command.startswith("get endpoints ")


def _endpoints(scene: Scene, row: tables.Row, exhibit: str) -> list[tables.Row]:
    """The row with other endpoints: all pods, other ports, nobody, the pods that were left out."""
    addresses = {one["POD"]: one["IP"] for one in tables.parse(exhibit)}
    pods = [addresses[pod.name] for pod in facts.pods(scene.manifests, scene.ask) if pod.name in addresses]
    there = re.findall(r"[\d.]+:\d+", row["ENDPOINTS"])
    ports = sorted({part.split(":")[1] for part in there} or {str(_target(scene))})
    port = ports[0]
    listed = [part.split(":")[0] for part in there]
    missing = [address for address in pods if address not in listed]
    cells = [
        [f"{address}:{port}" for address in pods],
        [f"{address}:{scene.ask.port}" for address in listed or pods],
        [f"{address}:{port}" for address in [*listed, *missing[:1]]],
        [f"{address}:{port}" for address in pods[:1]],
        [f"{address}:{port}" for address in missing],
        [],
    ]
    return [row | {"ENDPOINTS": _joined(sorted(set(cell), key=_order))} for cell in cells]


def _order(endpoint: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", endpoint)]


def _joined(endpoints: list[str]) -> str:
    if not endpoints:
        return "<none>"
    shown = ",".join(endpoints[:MOST_SHOWN])
    return shown if len(endpoints) <= MOST_SHOWN else f"{shown} + {len(endpoints) - MOST_SHOWN} more..."


def _service(scene: Scene, row: tables.Row) -> list[tables.Row]:
    """The row with another type, other ports in other orders, and addresses that it does not have."""
    port, target = str(_subject(scene)["spec"].get("ports", [{}])[0].get("port", scene.ask.port)), str(_target(scene))
    door = str(_subject(scene)["spec"].get("ports", [{}])[0].get("nodePort", ""))
    ports = [f"{target}/TCP", f"{port}:{target}/TCP", f"{target}:{port}/TCP"]
    if "," in row["PORT(S)"]:
        first, rest = row["PORT(S)"].split(",", 1)
        ports = [f"{target}/TCP,{rest}", f"{port}:{target}/TCP,{rest}", first, f"{port}:{rest.split('/')[0]}/TCP"]
    elif row["TYPE"] == "LoadBalancer":
        ports = [f"{port}/TCP", f"{port}:{target}/TCP"]
    if door:
        ports = [f"{door}:{port}/TCP", f"{port}/TCP", f"{door}/TCP", f"{target}:{door}/TCP"]
    others = [row | {"PORT(S)": text} for text in ports if row["PORT(S)"] != "<none>"]
    match row["TYPE"]:
        case "ExternalName":
            outside = row["EXTERNAL-IP"]
            others = [
                row | {"CLUSTER-IP": A_CLUSTER_IP},
                row | {"CLUSTER-IP": A_CLUSTER_IP, "EXTERNAL-IP": "<none>"},
                row | {"CLUSTER-IP": outside, "EXTERNAL-IP": "<none>"},
                row | {"CLUSTER-IP": "None", "PORT(S)": "80/TCP"},
            ]
        case "NodePort":
            others.append(row | {"EXTERNAL-IP": facts.NODES["node1"]})
            others.append(row | {"CLUSTER-IP": "<none>"})
        case "LoadBalancer":
            others.append(row | {"EXTERNAL-IP": "<pending>"})
        case _ if row["CLUSTER-IP"] == "None":
            others.append(row | {"CLUSTER-IP": A_CLUSTER_IP})
            others.append(row | {"TYPE": "Headless"})
            others.append(row | {"CLUSTER-IP": "<none>", "TYPE": "None"})
        case _:
            others.append(row | {"CLUSTER-IP": "<none>"})
            others.append(row | {"EXTERNAL-IP": "<pending>"})
    return others


def _subject(scene: Scene) -> dict[str, Any]:
    name = scene.ask.command.split()[2]
    where = scene.ask.command.split()[4] if " -n " in scene.ask.command else "default"
    return next(
        one
        for one in facts.objects(scene.manifests)
        if one["kind"] == "Service"
        and one["metadata"]["name"] == name
        and one["metadata"].get("namespace", "default") == where
    )


def _target(scene: Scene) -> int | str:
    """The number or name of the pods' port."""
    port = (_subject(scene)["spec"].get("ports") or [{}])[0]
    target: int | str = port.get("targetPort", port.get("port", scene.ask.port))
    return target


#: What a row of endpoints shows; what a row of a Service shows is in its own fields.
_OF_ENDPOINTS = {
    "selector-typo",
    "selector-of-another-case",
    "selector-wants-more",
    "selector-too-wide",
    "no-selector",
    "label-of-one-pod",
    "service-in-another-namespace",
    "pod-in-another-namespace",
    "version-left-out",
    "version-nobody-has",
    "label-changed-later",
    "wrong-target-port",
    "target-port-left-out",
    "declared-port-is-another",
    "unready-pod",
    "all-unready",
    "publish-not-ready",
    "program-stopped-and-probed",
    "terminating-pod",
    "no-twin",
}
_OF_SERVICES = {"udp-service", "external-name-is-an-address", "external-name-nobody-has", "external-name-to-a-service"}
_SERVICES = ("node-port", "headless", "external-name", "named-ports", "load-balancer")


def _fits(scenario: str, mutations: tuple[str, ...]) -> bool:
    return set(mutations) <= (_OF_SERVICES if scenario in _SERVICES else _OF_ENDPOINTS)


KIND = Kind("kubectl-shows", "What kubectl shows", claims, pose, fits=_fits)
