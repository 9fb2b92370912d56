"""A LoadBalancer Service, asked at the address that it was given."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    node = chance.choice(parts.NODES)
    pods = [
        parts.pod(f"{app}-{n}", {"app": app}, node=node, ports=[{"containerPort": target}])
        for n, node in enumerate((node, node))
    ]
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}], type="LoadBalancer")
    asked = Ask(caller="external", target=f"{{lbIP default/{app}}}", command=f"get service {app}")
    return Stage([*pods, service, parts.caller(words["caller"], node="node1")], asked, service, pods, words)


SCENARIO = Scenario(
    "load-balancer",
    "traffic-policy",
    2,
    build,
    kinds=("which-pods", "outcome", "client-address", "kubectl-shows", "line-at-fault"),
    mutations=(
        "external-local",
        "source-ranges-without-it",
        "source-ranges-with-it",
        "unready-pod",
        "all-unready",
        "asked-from-a-pod",
        "wrong-target-port",
    ),
    pairs=(
        ("external-local", "source-ranges-with-it"),
        ("external-local", "asked-from-a-pod"),
        ("source-ranges-without-it", "asked-from-a-pod"),
    ),
)
