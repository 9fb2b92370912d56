"""A StatefulSet whose pods have names of their own, by way of a headless Service."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage, Tree

SETS = ("db", "queue", "cache", "kafka", "ledger")


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = chance.choice(SETS), chance.choice((5432, 6379, 9092, 7000))
    container: Tree = {"name": "app", "image": f"example/{app}:1", "ports": [{"containerPort": target}]}
    stateful: Tree = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": app},
        "spec": {
            "serviceName": app,
            "replicas": chance.choice((2, 3)),
            "selector": {"matchLabels": {"app": app}},
            "template": {"metadata": {"labels": {"app": app}}, "spec": {"containers": [container]}},
        },
    }
    service = parts.service(app, {"app": app}, [{"port": target}], clusterIP="None")
    asked = Ask(
        caller=f"pod/{words['caller']}",
        target=f"{app}-1.{app}",
        port=target,
        names=(
            f"{app}-0.{app}",
            f"{app}-1.{app}.default.svc.cluster.local",
            app,
            f"{app}-0",
            f"{app}-5.{app}",
            f"{app}-0.default.svc.cluster.local",
            f"{app}.{app}-0",
        ),
        command=f"get endpoints {app}",
    )
    words["app"] = app
    return Stage([service, stateful, parts.caller(words["caller"])], asked, service, [], words)


SCENARIO = Scenario(
    "stateful",
    "dns",
    2,
    build,
    kinds=("which-names", "which-pods", "outcome"),
    mutations=("wrong-service-name", "unready-set", "unready-set-published", "caller-elsewhere", "asked-for-all"),
)
