"""A client, a ClusterIP Service, three pods behind it and one beside it."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    nodes = [chance.choice(parts.NODES) for _ in range(3)]
    pods = [
        parts.pod(f"{app}-{n}", {"app": app}, node=node, ports=[{"containerPort": target}])
        for n, node in enumerate(nodes[: chance.choice((2, 3))])
    ]
    beside = parts.pod(
        f"{app}-{words['other']}", {"app": f"{app}-{words['other']}"}, node="node1", ports=[{"containerPort": target}]
    )
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}])
    asked = Ask(
        caller=f"pod/{words['caller']}",
        target=app,
        names=(
            app,
            f"{app}.default",
            f"{app}.default.svc.cluster.local",
            f"{app}.cluster.local",
            f"{app}.svc",
            f"{app}-0",
            f"{app}.default.cluster.local",
        ),
        command=f"get endpoints {app}",
    )
    objects = [parts.caller(words["caller"], node=chance.choice(parts.NODES)), *pods, beside, service]
    return Stage(objects, asked, service, pods, words)


SCENARIO = Scenario(
    "cluster-ip",
    "endpoints",
    1,
    build,
    kinds=("which-pods", "outcome", "client-address", "which-names", "kubectl-shows", "line-at-fault"),
    mutations=(
        "selector-typo",
        "selector-of-another-case",
        "selector-wants-more",
        "selector-too-wide",
        "wrong-target-port",
        "target-port-left-out",
        "unready-pod",
        "all-unready",
        "publish-not-ready",
        "service-in-another-namespace",
        "pod-in-another-namespace",
        "udp-service",
        "no-selector",
        "asked-at-the-target-port",
        "internal-local",
        "program-stopped",
        "program-stopped-and-probed",
        "terminating-pod",
        "label-of-one-pod",
        "declared-port-is-another",
        "called-from-a-node",
    ),
    pairs=(
        ("unready-pod", "label-of-one-pod"),
        ("publish-not-ready", "label-of-one-pod"),
        ("selector-wants-more", "program-stopped"),
        ("declared-port-is-another", "unready-pod"),
        ("unready-pod", "terminating-pod"),
        ("pod-in-another-namespace", "unready-pod"),
        ("unready-pod", "internal-local"),
        ("label-of-one-pod", "selector-typo"),
        ("unready-pod", "wrong-target-port"),
    ),
)
