"""Where generated questions come from: small clusters, and the changes that are made to them."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes import chance
from quizzes.scenarios import (
    blue_green,
    cluster_ip,
    external_name,
    hand_made,
    headless,
    load_balancer,
    named_ports,
    node_port,
    one_service,
    stateful,
    two_namespaces,
)
from quizzes.scenarios.mutations import MUTATIONS
from quizzes.scenarios.scenario import Scenario
from quizzes.scenarios.scene import Scene

SCENARIOS: dict[str, Scenario] = {
    module.SCENARIO.name: module.SCENARIO
    for module in (
        cluster_ip,
        node_port,
        headless,
        external_name,
        stateful,
        two_namespaces,
        named_ports,
        blue_green,
        hand_made,
        load_balancer,
        one_service,
    )
}


def scene(name: str, mutations: Sequence[str], seed: int) -> Scene:
    """The scene of a scenario with its mutations, in their order; equal arguments give equal texts.

    `repaired` are the manifests without the last mutation.
    """
    stage = SCENARIOS[name].build(chance.seeded(seed, name))
    repaired = ""
    for position, mutation in enumerate(mutations):
        repaired = stage.text()
        MUTATIONS[mutation].change(stage, chance.seeded(seed, name, mutation, position))
    return Scene(stage.text(), stage.ask, repaired)
