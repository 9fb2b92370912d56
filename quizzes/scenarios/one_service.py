"""A Service by itself, for the API server to take or to refuse."""

import random

from quizzes.scenarios import parts
from quizzes.scenarios.mutations import admission
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Ask, Stage


def build(chance: random.Random) -> Stage:
    words = parts.words(chance)
    app, target = words["app"], chance.choice(parts.TARGET_PORTS)
    service = parts.service(app, {"app": app}, [{"port": 80, "targetPort": target}])
    return Stage([service], Ask(target=app), service, [], words)


SCENARIO = Scenario(
    "one-service",
    "foundations",
    1,
    build,
    kinds=("accepted",),
    mutations=tuple(one.name for one in admission.MUTATIONS),
    is_asked_as_it_is=False,
)
