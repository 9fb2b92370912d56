"""Ports: the Service's, the pod's, the node's, and what they are called."""

import random

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage, Tree


def _declared(pod: Tree) -> list[Tree]:
    declared: list[Tree] = pod["spec"]["containers"][0]["ports"]
    return declared


def _other(number: int, chance: random.Random) -> int:
    return chance.choice([number + 1, number + 10, 80 if number != 80 else 81])


def _wrong_target(stage: Stage, chance: random.Random) -> None:
    port = stage.spec["ports"][0]
    port["targetPort"] = _other(port["targetPort"], chance)


def _no_target(stage: Stage, chance: random.Random) -> None:
    """Then it is the Service's own port."""
    del stage.spec["ports"][0]["targetPort"]


def _one_declares_another(stage: Stage, chance: random.Random) -> None:
    """A pod whose program is started on another port."""
    port = _declared(chance.choice(stage.pods))[0]
    port["containerPort"] = _other(port["containerPort"], chance)


def _udp(stage: Stage, chance: random.Random) -> None:
    port = stage.spec["ports"][0]
    stage.spec["ports"][0] = {**port, "protocol": "UDP"}
    stage.change(is_of_mode=True)


def _at_target(stage: Stage, chance: random.Random) -> None:
    """A port that the ClusterIP does not have: refused in one mode of kube-proxy, dropped in the other."""
    port = stage.spec["ports"][0]["targetPort"]
    number = port if isinstance(port, int) else int(stage.words["old"])
    stage.change(port=number, is_of_mode=True)


def _at_80(stage: Stage, chance: random.Random) -> None:
    stage.change(port=80)


def _at_service_port(stage: Stage, chance: random.Random) -> None:
    """The node is asked at the port that only the ClusterIP has."""
    stage.change(port=80, told="No program of the nodes listens on port 80.")


def _second(stage: Stage, chance: random.Random) -> None:
    stage.change(port=stage.spec["ports"][1]["port"])


def _named_otherwise(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"][0]["targetPort"] = chance.choice(("web", "https", "http-web", "app"))


def _one_names_otherwise(stage: Stage, chance: random.Random) -> None:
    _declared(chance.choice(stage.pods))[0]["name"] = chance.choice(("web", "http-new", "app"))


def _by_number(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"][0]["targetPort"] = int(stage.words[chance.choice(("old", "new"))])


MUTATIONS = (
    Mutation("wrong-target-port", "ports", 0, _wrong_target, is_fault=True),
    Mutation("target-port-left-out", "ports", 1, _no_target),
    Mutation("declared-port-is-another", "ports", 1, _one_declares_another),
    Mutation("udp-service", "ports", 1, _udp, is_fault=True),
    Mutation("asked-at-the-target-port", "ports", 1, _at_target),
    Mutation("asked-at-port-80", "types", 0, _at_80),
    Mutation("asked-at-the-service-port", "types", 1, _at_service_port),
    Mutation("asked-at-the-second-port", "ports", 0, _second),
    Mutation("target-port-named-otherwise", "ports", 0, _named_otherwise, is_fault=True),
    Mutation("one-pod-names-it-otherwise", "ports", 1, _one_names_otherwise),
    Mutation("target-port-by-number", "ports", 0, _by_number),
)
