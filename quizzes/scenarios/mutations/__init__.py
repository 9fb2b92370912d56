"""All mutations, by what they are about."""

from quizzes.scenarios.mutations import (
    admission,
    naming,
    policies,
    port_numbers,
    readiness,
    selectors,
    slices,
)
from quizzes.scenarios.scenario import Mutation

MUTATIONS: dict[str, Mutation] = {
    one.name: one
    for one in (
        *selectors.MUTATIONS,
        *port_numbers.MUTATIONS,
        *readiness.MUTATIONS,
        *policies.MUTATIONS,
        *naming.MUTATIONS,
        *slices.MUTATIONS,
        *admission.MUTATIONS,
    )
}
