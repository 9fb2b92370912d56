"""Which pods are meant: labels, selectors, namespaces."""

import random

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage


def _typo(stage: Stage, chance: random.Random) -> None:
    """Two letters of the value change places."""
    value = next(iter(stage.spec["selector"].values()))
    places = [n for n in range(len(value) - 1) if value[n] != value[n + 1]]
    n = chance.choice(places)
    key = next(iter(stage.spec["selector"]))
    stage.spec["selector"][key] = value[:n] + value[n + 1] + value[n] + value[n + 2 :]


def _case(stage: Stage, chance: random.Random) -> None:
    key, value = next(iter(stage.spec["selector"].items()))
    stage.spec["selector"] = {key.capitalize(): value} if chance.random() < 0.5 else {key: value.capitalize()}


def _wants_more(stage: Stage, chance: random.Random) -> None:
    """One more label, which one pod has."""
    key, value = chance.choice((("tier", "frontend"), ("version", "v2"), ("env", "prod")))
    stage.spec["selector"][key] = value
    chance.choice(stage.pods)["metadata"]["labels"][key] = value


def _too_wide(stage: Stage, chance: random.Random) -> None:
    """A label that the pod beside has too."""
    app, other = stage.words["app"], stage.words["other"]
    for one in stage.pods:
        one["metadata"]["labels"] = {"team": "red", "app": app}
    stage.find("Pod", f"{app}-{other}")["metadata"]["labels"] = {"team": "red", "app": f"{app}-{other}"}
    stage.spec["selector"] = {"team": "red"}


def _none(stage: Stage, chance: random.Random) -> None:
    del stage.spec["selector"]


def _label_of_one(stage: Stage, chance: random.Random) -> None:
    one = chance.choice(stage.pods)
    one["metadata"]["labels"] = {"app": f"{stage.words['app']}-old"}


def _service_away(stage: Stage, chance: random.Random) -> None:
    """The Service is where its pods are not, and is called by its full name."""
    where = stage.words["namespace"]
    stage.subject["metadata"]["namespace"] = where
    place = stage.objects.index(stage.subject)
    stage.objects.insert(place, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": where}})
    app = stage.words["app"]
    stage.change(target=f"{app}.{where}", command=f"get endpoints {app} -n {where}")


def _pod_away(stage: Stage, chance: random.Random) -> None:
    """One of the pods is in another namespace than its Service."""
    where = stage.words["namespace"]
    one = chance.choice(stage.pods)
    labels = one["metadata"].pop("labels")
    one["metadata"] |= {"namespace": where, "labels": labels}
    stage.objects.insert(0, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": where}})


def _no_version(stage: Stage, chance: random.Random) -> None:
    del stage.spec["selector"][stage.words["key"]]


def _no_such_version(stage: Stage, chance: random.Random) -> None:
    stage.spec["selector"][stage.words["key"]] += "-next"


def _relabelled(stage: Stage, chance: random.Random) -> None:
    """A label is taken off a pod that runs."""
    one = chance.choice(stage.pods)
    name, key = one["metadata"]["name"], stage.words["key"]
    stage.change(
        before=({"kubectl": f"label pod {name} {key}-"},),
        told=f"Then somebody types `kubectl label pod {name} {key}-`.",
    )


MUTATIONS = (
    Mutation("selector-typo", "endpoints", 0, _typo, is_fault=True),
    Mutation("selector-of-another-case", "endpoints", 1, _case, is_fault=True),
    Mutation("selector-wants-more", "endpoints", 1, _wants_more),
    Mutation("selector-too-wide", "endpoints", 1, _too_wide),
    Mutation("no-selector", "endpoints", 1, _none),
    Mutation("label-of-one-pod", "endpoints", 0, _label_of_one),
    Mutation("service-in-another-namespace", "endpoints", 1, _service_away),
    Mutation("pod-in-another-namespace", "endpoints", 1, _pod_away),
    Mutation("version-left-out", "endpoints", 0, _no_version),
    Mutation("version-nobody-has", "endpoints", 0, _no_such_version, is_fault=True),
    Mutation("label-changed-later", "endpoints", 1, _relabelled),
)
