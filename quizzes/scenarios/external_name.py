"""Services that are nothing but another name for something outside."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage

OUTSIDE = ("example.com", "api.example.com", "db.example.com")


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app = chance.choice(("payments", "database", "mail", "legacy", "crm"))
    outside = chance.choice(OUTSIDE)
    service = parts.service(app, None, [], type="ExternalName", externalName=outside)
    asked = Ask(
        caller=f"pod/{words['caller']}",
        target=app,
        names=(
            app,
            f"{app}.default.svc.cluster.local",
            outside,
            f"{app}.example.com",
            f"{app}.cluster.local",
            f"{app}.default",
        ),
        command=f"get service {app}",
        told="Outside the cluster `example.com`, `api.example.com` and `db.example.com` have addresses.",
    )
    words["app"] = app
    return Stage([parts.caller(words["caller"]), service], asked, service, [], words)


SCENARIO = Scenario(
    "external-name",
    "types",
    1,
    build,
    kinds=("which-names", "kubectl-shows"),
    mutations=(
        "external-name-is-an-address",
        "external-name-nobody-has",
        "external-name-to-a-service",
        "caller-elsewhere",
    ),
)
