"""Names that do not fit into a URL."""

from __future__ import annotations

import pytest

from sandbox.engine import api
from sandbox.engine.face import Cluster


@pytest.mark.parametrize("kind", api.KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", ["a/b", "a%b", ".", ".."])
def test_no_kind_takes_a_name_that_does_not_fit_into_a_url(kind: api.Kind, name: str) -> None:
    reply = Cluster().api.create(kind, "default", {"metadata": {"name": name}})
    assert reply.status is not None
    assert reply.status.reason == "Invalid"
    assert "metadata.name" in reply.status.message
