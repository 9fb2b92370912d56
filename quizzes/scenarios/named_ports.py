"""Two ports of one Service, with names that pods give to numbers of their own."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, metrics = words["app"], 9100
    old, new = chance.sample(parts.TARGET_PORTS, 2)
    ports = [
        [{"name": "http", "containerPort": number}, {"name": "metrics", "containerPort": metrics}]
        for number in (old, new, old)
    ]
    pods = [parts.pod(f"{app}-{n}", {"app": app}, ports=declared) for n, declared in enumerate(ports)]
    service = parts.service(
        app,
        {"app": app},
        [{"name": "http", "port": 80, "targetPort": "http"}, {"name": "metrics", "port": metrics}],
    )
    asked = Ask(caller=f"pod/{words['caller']}", target=app, command=f"get service {app}")
    words["old"], words["new"] = str(old), str(new)
    return Stage([*pods, service, parts.caller(words["caller"])], asked, service, pods, words)


SCENARIO = Scenario(
    "named-ports",
    "ports",
    2,
    build,
    kinds=("which-pods", "outcome", "kubectl-shows", "line-at-fault"),
    mutations=(
        "target-port-named-otherwise",
        "one-pod-names-it-otherwise",
        "target-port-by-number",
        "asked-at-the-target-port",
        "udp-service",
        "asked-at-the-second-port",
        "unready-pod",
    ),
    pairs=(
        ("one-pod-names-it-otherwise", "unready-pod"),
        ("target-port-by-number", "unready-pod"),
    ),
)
