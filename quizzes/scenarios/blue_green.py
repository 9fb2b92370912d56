"""Two versions of an app side by side, and a Service that is for one of them."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    key, old, new = chance.choice(
        (("version", "blue", "green"), ("track", "stable", "canary"), ("release", "v1", "v2"))
    )
    pods = [
        parts.pod(f"{app}-{value}-{n}", {"app": app, key: value}, ports=[{"containerPort": target}])
        for value, count in ((old, 2), (new, chance.choice((1, 2))))
        for n in range(count)
    ]
    service = parts.service(app, {"app": app, key: chance.choice((old, new))}, [{"port": 80, "targetPort": target}])
    asked = Ask(caller=f"pod/{words['caller']}", target=app, command=f"get endpoints {app}")
    words["key"] = key
    return Stage([*pods, service, parts.caller(words["caller"])], asked, service, pods, words)


SCENARIO = Scenario(
    "blue-green",
    "endpoints",
    1,
    build,
    kinds=("which-pods", "outcome", "kubectl-shows", "line-at-fault"),
    mutations=(
        "version-left-out",
        "version-nobody-has",
        "unready-pod",
        "publish-not-ready",
        "label-changed-later",
        "affinity",
    ),
    pairs=(
        ("version-left-out", "unready-pod"),
        ("unready-pod", "label-changed-later"),
        ("publish-not-ready", "label-changed-later"),
    ),
)
