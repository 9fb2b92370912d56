import io

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config import state
from config.wsgi import application

described = schemathesis.openapi.from_path(state.ROOT / "docs" / "openapi.yaml")
described.app = application
schema = described.exclude(path="/healthz")  # 503 is an answer of it


def test_the_description_in_the_repository_is_the_sites_own() -> None:
    """`make api` writes it anew."""
    generated = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=generated)
    assert (state.ROOT / "docs" / "openapi.yaml").read_text().strip() == generated.getvalue().strip()


@pytest.mark.django_db(transaction=True)
@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case) -> None:
    # Not every slug of the right shape is a card's.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
