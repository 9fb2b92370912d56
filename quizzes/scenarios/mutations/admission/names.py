"""Names, selectors and labels."""

import random

from quizzes.scenarios.mutations.admission.row import row
from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage

ROWS: list[Mutation] = []


@row(
    ROWS,
    "name-begins-with-a-digit",
    "foundations",
    1,
    "metadata.name: Invalid value: a Service's name has to begin with a letter",
    "spec.clusterIP: Invalid value: the name cannot be told from an address",
)
def _digit(stage: Stage, chance: random.Random) -> None:
    stage.subject["metadata"]["name"] = f"{chance.randint(1, 9)}{stage.words['app']}"


@row(
    ROWS,
    "name-in-capitals",
    "foundations",
    0,
    "metadata.name: Invalid value: another Service has this name in small letters",
    "spec.selector: Invalid value: the selector has to be the Service's name",
)
def _upper(stage: Stage, chance: random.Random) -> None:
    stage.subject["metadata"]["name"] = stage.words["app"].capitalize()


@row(
    ROWS,
    "dot-in-the-name",
    "dns",
    1,
    "metadata.name: Invalid value: there is no namespace of this name",
    "metadata.name: Too long: may not be more than one label of 15 characters",
)
def _dotted(stage: Stage, chance: random.Random) -> None:
    stage.subject["metadata"]["name"] = f"{stage.words['app']}.v{chance.randint(1, 3)}"


@row(
    ROWS,
    "no-selector-at-all",
    "endpoints",
    1,
    "spec.selector: Required value",
    "spec.selector: Invalid value: a Service without a selector has to be of type ExternalName",
)
def _no_selector(stage: Stage, chance: random.Random) -> None:
    del stage.spec["selector"]


@row(
    ROWS,
    "selector-of-nobody",
    "endpoints",
    0,
    "spec.selector: Invalid value: no pod has these labels",
    "spec.selector: Not found: no Deployment has these labels",
)
def _nobody(stage: Stage, chance: random.Random) -> None:
    stage.spec["selector"] = {"app": f"{stage.words['app']}-that-nobody-runs"}


@row(
    ROWS,
    "match-labels",
    "endpoints",
    1,
    "spec.selector.matchLabels: Forbidden: use matchExpressions",
    "spec.selector: Required value",
)
def _match_labels(stage: Stage, chance: random.Random) -> None:
    stage.spec["selector"] = {"matchLabels": {"app": stage.words["app"]}}


@row(
    ROWS,
    "number-as-a-label",
    "endpoints",
    1,
    "spec.selector.version: Invalid value: no pod has this label",
    "spec.selector.version: Invalid value: a version is written v1",
)
def _number(stage: Stage, chance: random.Random) -> None:
    stage.spec["selector"]["version"] = chance.randint(1, 4)


@row(
    ROWS,
    "field-with-a-typo",
    "foundations",
    0,
    "spec.ports[0].targetPort: Required value",
    "Warning: unknown field; the Service is made without it",
)
def _typo(stage: Stage, chance: random.Random) -> None:
    port = stage.spec["ports"][0]
    stage.spec["ports"][0] = {"port": 80, chance.choice(("targetport", "tagetPort", "target")): port["targetPort"]}
