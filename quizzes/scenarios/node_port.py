"""A NodePort Service that is asked from outside the cluster, with pods on one node or on both."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    door = chance.choice(parts.NODE_PORTS)
    placed = chance.choice((("node1", "node1"), ("node1", "node2"), ("node2", "node2")))
    pods = [
        parts.pod(f"{app}-{n}", {"app": app}, node=node, ports=[{"containerPort": target}])
        for n, node in enumerate(placed)
    ]
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target, "nodePort": door}], type="NodePort")
    asked = Ask(
        caller="external",
        target=f"{{nodeIP {chance.choice(parts.NODES)}}}",
        port=door,
        command=f"get service {app}",
    )
    words["door"] = str(door)
    objects = [*pods, service, parts.caller(words["caller"], node="node1")]
    return Stage(objects, asked, service, pods, words)


SCENARIO = Scenario(
    "node-port",
    "types",
    1,
    build,
    kinds=("which-pods", "outcome", "client-address", "kubectl-shows", "line-at-fault"),
    mutations=(
        "selector-typo",
        "wrong-target-port",
        "unready-pod",
        "all-unready",
        "external-local",
        "external-local-and-unready",
        "asked-at-the-service-port",
        "asked-from-a-pod",
        "udp-service",
        "terminating-pod",
        "internal-local",
    ),
    pairs=(
        ("external-local", "asked-from-a-pod"),
        ("external-local", "terminating-pod"),
        ("unready-pod", "external-local"),
        ("internal-local", "asked-from-a-pod"),
    ),
)
