"""All kinds of questions. A new one is a file that offers `KIND`, and its name here."""

from quizzes.questions import (
    accepted,
    client_address,
    kubectl_shows,
    line_at_fault,
    outcome,
    which_names,
    which_pods,
)
from quizzes.questions.kind import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (outcome, which_pods, client_address, which_names, accepted, kubectl_shows, line_at_fault)
}

#: Their names, as the REST interface lists them.
NAMES: list[str] = sorted(KINDS)
