"""Names: who asks from where, what an ExternalName says, who has a hostname."""

import random

from quizzes.scenarios.parts import namespace_of
from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage


def _caller_elsewhere(stage: Stage, chance: random.Random) -> None:
    where, name = stage.words["namespace"], stage.words["caller"]
    stage.find("Pod", name)["metadata"]["namespace"] = where
    if not any(one["kind"] == "Namespace" and one["metadata"]["name"] == where for one in stage.objects):
        stage.objects.insert(0, namespace_of(where))
    stage.change(caller=f"pod/{where}/{name}")


def _no_twin(stage: Stage, chance: random.Random) -> None:
    """The other namespace has the pods and no Service."""
    where = stage.words["namespace"]
    stage.objects = [
        one for one in stage.objects if not (one["kind"] == "Service" and one["metadata"].get("namespace") == where)
    ]


def _no_twin_elsewhere(stage: Stage, chance: random.Random) -> None:
    _no_twin(stage, chance)
    _caller_elsewhere(stage, chance)


def _address(stage: Stage, chance: random.Random) -> None:
    stage.spec["externalName"] = chance.choice(("203.0.113.10", "10.20.30.40", "192.0.2.7"))


def _nobody(stage: Stage, chance: random.Random) -> None:
    """Names that nobody can ever have: `.invalid` is reserved for that."""
    stage.spec["externalName"] = chance.choice(("example.invalid", "www.invalid", "api.example.invalid"))


def _to_a_service(stage: Stage, chance: random.Random) -> None:
    """Short names mean nothing where an ExternalName is read."""
    stage.spec["externalName"] = chance.choice(
        ("kubernetes", "kubernetes.default", "kubernetes.default.svc.cluster.local")
    )


def _service_name(stage: Stage, chance: random.Random) -> None:
    app = stage.words["app"]
    stage.find("StatefulSet", app)["spec"]["serviceName"] = chance.choice(
        (f"{app}-headless", f"{app}s", f"{app}-peers")
    )


def _for_all(stage: Stage, chance: random.Random) -> None:
    stage.change(target=stage.words["app"])


def _hostnames(stage: Stage, chance: random.Random) -> None:
    """A pod gets a name of its own by its hostname and a subdomain that is the Service's name."""
    app = stage.words["app"]
    for one, subdomain in zip(stage.pods, chance.sample((app, app, f"{app}s"), 3), strict=True):
        name = one["metadata"]["name"]
        one["spec"] = {"hostname": name, "subdomain": subdomain} | one["spec"]


MUTATIONS = (
    Mutation("caller-elsewhere", "dns", 1, _caller_elsewhere),
    Mutation("no-twin", "dns", 1, _no_twin),
    Mutation("no-twin-and-caller-elsewhere", "dns", 2, _no_twin_elsewhere),
    Mutation("external-name-is-an-address", "types", 1, _address),
    Mutation("external-name-nobody-has", "types", 1, _nobody),
    Mutation("external-name-to-a-service", "types", 2, _to_a_service),
    Mutation("wrong-service-name", "dns", 1, _service_name),
    Mutation("asked-for-all", "dns", 0, _for_all),
    Mutation("hostname-and-subdomain", "dns", 1, _hostnames),
)
