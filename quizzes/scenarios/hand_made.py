"""A Service without a selector, and an EndpointSlice that somebody wrote for it."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage, Tree


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    addresses = ("10.244.1.77", "10.244.2.88")
    pods = []
    for n, address in enumerate(addresses):
        one = parts.pod(f"{app}-{n}", {"app": app}, node=parts.NODES[n], ports=[{"containerPort": target}])
        one["metadata"]["annotations"] = {"sandbox.kubedrill/pod-ip": address}
        pods.append(one)
    service = parts.service(app, None, [{"port": 80, "targetPort": target}])
    listed = addresses[: chance.choice((1, 2))]
    made: Tree = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": f"{app}-by-hand", "labels": {"kubernetes.io/service-name": app}},
        "addressType": "IPv4",
        "ports": [{"port": target}],
        "endpoints": [{"addresses": [address]} for address in listed],
    }
    asked = Ask(caller=f"pod/{words['caller']}", target=app)
    objects = [*pods, service, made, parts.caller(words["caller"])]
    return Stage(objects, asked, service, pods, words)


SCENARIO = Scenario(
    "hand-made",
    "endpoints",
    2,
    build,
    kinds=("which-pods", "outcome", "line-at-fault"),
    mutations=("slice-of-another-name", "slice-port-is-the-service-port", "slice-port-has-a-name", "slice-not-ready"),
)
