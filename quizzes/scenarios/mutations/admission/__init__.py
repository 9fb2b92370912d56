"""What people write into a Service, and what they believe that the API server says to it.

What it does say the engine knows. A row's texts are the other options: what follows from a real misconception.
"""

from quizzes.scenarios.mutations.admission import names, ports, types

MUTATIONS = (*names.ROWS, *ports.ROWS, *types.ROWS)
