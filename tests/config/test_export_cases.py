import json

import pytest
import yaml
from django.core.management import call_command

from config import content
from sandbox.engine.claims import grammar


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    call_command("export_cases", folder)
    return folder


def test_every_claim_of_all_content_is_a_case_with_the_engines_observation(exported) -> None:
    claimed = list(content.claimed())
    found = sorted(path.relative_to(exported / "cases").with_suffix("") for path in exported.glob("cases/*/*.yaml"))
    assert len(found) == len(claimed)
    assert found == sorted(
        path.relative_to(exported / "observed").with_suffix("") for path in exported.glob("observed/*/*.json")
    )


def test_a_case_holds_steps_of_the_corpus_and_an_observation_an_entry_for_each(exported) -> None:
    for path in exported.glob("cases/*/*.yaml"):
        steps = yaml.safe_load(path.read_text())["steps"]
        assert all(len(step) == 1 for step in steps), path
        assert grammar.from_tree(steps).problems == (), path
        observed = json.loads(
            (exported / "observed" / path.relative_to(exported / "cases").with_suffix(".json")).read_text()
        )
        assert set(observed["runs"]) in ({"any"}, {"nftables", "iptables"})
        recorded = [step for step in steps if "settle" not in step]
        for run in observed["runs"].values():
            assert len(run["steps"]) == len(recorded), path
