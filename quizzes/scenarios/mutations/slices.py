"""EndpointSlices that people write by hand, and what they get wrong in them."""

import random

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage, Tree


def _slice(stage: Stage) -> Tree:
    return stage.find("EndpointSlice", f"{stage.words['app']}-by-hand")


def _label(stage: Stage, chance: random.Random) -> None:
    app = stage.words["app"]
    _slice(stage)["metadata"]["labels"] = {"kubernetes.io/service-name": chance.choice((f"{app}-svc", f"{app}s"))}


def _service_port(stage: Stage, chance: random.Random) -> None:
    """The number of the Service's port, where the pod's belongs."""
    _slice(stage)["ports"][0]["port"] = 80


def _port_name(stage: Stage, chance: random.Random) -> None:
    """kube-proxy puts ports of Service and slice together by their names."""
    port = _slice(stage)["ports"][0]
    _slice(stage)["ports"][0] = {"name": "http", **port}


def _not_ready(stage: Stage, chance: random.Random) -> None:
    one = chance.choice(_slice(stage)["endpoints"])
    one["conditions"] = {"ready": False}


MUTATIONS = (
    Mutation("slice-of-another-name", "endpoints", 1, _label, is_fault=True),
    Mutation("slice-port-is-the-service-port", "endpoints", 1, _service_port, is_fault=True),
    Mutation("slice-port-has-a-name", "endpoints", 1, _port_name),
    Mutation("slice-not-ready", "endpoints", 1, _not_ready),
)
