"""The same app in two namespaces, and a caller in one of them."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, other, target = words["app"], words["namespace"], chance.choice(parts.TARGET_PORTS)
    ports = [{"containerPort": target}]
    pods = [
        parts.pod(f"{app}-0", {"app": app}, ports=ports),
        parts.pod(f"{app}-1", {"app": app}, ports=ports),
    ]
    far = [parts.pod(f"{app}-{other}", {"app": app}, ports=ports, namespace=other)]
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}])
    twin = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}], namespace=other)
    asked = Ask(
        caller=f"pod/{words['caller']}",
        target=chance.choice((app, f"{app}.{other}", f"{app}.default")),
        names=(
            app,
            f"{app}.{other}",
            f"{app}.{other}.svc",
            f"{app}.{other}.svc.cluster.local",
            f"{other}.{app}",
            f"{app}.{other}.cluster.local",
            f"{app}-0.default",
        ),
        command=f"get endpoints {app}",
    )
    objects = [parts.namespace_of(other), *pods, *far, service, twin, parts.caller(words["caller"])]
    return Stage(objects, asked, service, pods, words)


SCENARIO = Scenario(
    "two-namespaces",
    "dns",
    1,
    build,
    kinds=("which-pods", "which-names", "kubectl-shows"),
    mutations=("caller-elsewhere", "unready-pod", "no-twin", "selector-typo", "no-twin-and-caller-elsewhere"),
    pairs=(
        ("unready-pod", "caller-elsewhere"),
        ("selector-typo", "caller-elsewhere"),
    ),
)
