"""A headless Service: names lead straight to the pods, and no proxy translates a port."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    pods = [
        parts.pod(f"{app}-{n}", {"app": app}, node=chance.choice(parts.NODES), ports=[{"containerPort": target}])
        for n in range(3)
    ]
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}], clusterIP="None")
    asked = Ask(
        caller=f"pod/{words['caller']}",
        target=app,
        port=target,
        names=(
            app,
            f"{app}.default.svc.cluster.local",
            f"{app}-0.{app}",
            f"{app}-0",
            f"{app}.default",
            f"{app}-1.{app}.default.svc.cluster.local",
        ),
        command=f"get service {app}",
    )
    return Stage([parts.caller(words["caller"]), *pods, service], asked, service, pods, words)


SCENARIO = Scenario(
    "headless",
    "types",
    2,
    build,
    kinds=("which-pods", "outcome", "client-address", "which-names", "kubectl-shows"),
    mutations=(
        "unready-pod",
        "all-unready",
        "publish-not-ready",
        "asked-at-port-80",
        "selector-typo",
        "program-stopped",
        "hostname-and-subdomain",
        "affinity",
    ),
    pairs=(
        ("unready-pod", "hostname-and-subdomain"),
        ("publish-not-ready", "program-stopped"),
    ),
)
