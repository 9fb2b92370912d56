"""A verdict is read out in one sentence, and its claims with what was expected beside what happened."""

from __future__ import annotations

import pytest

from sandbox import observations, reading
from tests.sandbox import verdicts


def test_failed_claim_gives_the_sentence():
    read = reading.read(verdicts.verdict_refused_connection())
    assert (read.word, read.state) == ("No", "fails")
    assert read.sentence == "the connection is refused, because no pod matches `app: wbe`."
    assert read.claims[0].rows == [observations.Row("outcome", "answered", "refused", is_different=True)]


def test_claim_that_holds_gives_the_sentence():
    verdict = verdicts.verdict(verdicts.answered(1), holds=True, summary="The connection is answered by default/web-0.")
    read = reading.read(verdict)
    assert (read.word, read.sentence) == ("Yes", "the connection is answered by web-0.")


def test_names_keep_their_letters_after_the_colon():
    assert reading.lowered("NOERROR: no record") == "NOERROR: no record"
    assert reading.lowered("The connection") == "the connection"


def test_several_claims_are_counted_and_the_failed_one_is_open():
    one = verdicts.verdict_refused_connection()
    held = verdicts.verdict(verdicts.answered(), holds=True, summary="It is answered.")
    read = reading.read(one | {"claims": held["claims"] * 4 + one["claims"]})
    assert read.count == "4 of 5 claims hold."
    assert [claim.is_open for claim in read.claims] == [False, False, False, False, True]


def test_verdict_that_holds_says_what_happened_and_counts():
    one = verdicts.verdict(verdicts.refused(), holds=True, summary="The connection is refused.")
    read = reading.read(one | {"claims": one["claims"] * 3})
    assert (read.word, read.sentence, read.count) == ("Yes", "the connection is refused.", "All 3 claims hold.")
    assert [claim.is_said for claim in read.claims] == [True, False, False]


def test_verdict_without_a_packet_says_what_was_claimed():
    [claim] = verdicts.verdict(verdicts.refused(), holds=True, summary="NOERROR: web. 30 A 10.0.0.1")["claims"]
    claim |= {"kind": "lookup", "title": "The name resolves", "trace": None}
    read = reading.read(verdicts.verdict_refused_connection() | {"holds": True, "claims": [claim, claim]})
    assert read.sentence == "the name resolves."
    assert [one.is_said for one in read.claims] == [False, False]


def test_long_summary_is_cut_after_its_first_sentence():
    summary = "The connection is refused: web has no endpoints. default/web-0 is left out: app: web is not app: wbe."
    [claim] = reading.read(verdicts.verdict(verdicts.refused(), summary=summary)).claims
    assert claim.summary == "The connection is refused: web has no endpoints."
    assert claim.rest == "default/web-0 is left out: app: web is not app: wbe."


def test_cause_that_several_objects_share_is_said_once():
    facts = [
        verdicts.fact(f"Pod default/web-{n}", "metadata.labels.app", "web", 9, "the pod has app: web") for n in range(3)
    ]
    [claim] = reading.read(verdicts.verdict(verdicts.refused(), because=facts)).claims
    assert [(cause["object"], cause["others"], cause["text"]) for cause in claim.because] == [
        ("Pod default/web-0", 2, "The pod has app: web.")
    ]


def test_refused_yaml_says_the_first_problem_and_how_many_more():
    read = reading.read(verdicts.verdict_not_accepted())
    assert (read.word, read.state) == ("Refused", "refused")
    assert read.sentence.startswith("the YAML is not accepted. `spec.ports[0].port`: Invalid value: 99999")
    assert read.sentence.endswith("There is 1 more.")


def test_refused_claims_are_not_called_yaml():
    verdict = verdicts.verdict_not_accepted()
    verdict["problems"] = [verdict["problems"][0] | {"source": "claims"}]
    assert reading.read(verdict).sentence.startswith("the claims are not accepted.")


def test_nothing_claimed_is_said():
    verdict = verdicts.verdict_refused_connection() | {"holds": None, "claims": []}
    assert reading.read(verdict).sentence == "the API server takes this YAML. Nothing was claimed about it."


@pytest.mark.parametrize(
    ("expected", "observed", "row"),
    [
        (
            {"spec.type": "NodePort"},
            {"object": {"spec": {"type": "ClusterIP"}}},
            ("spec.type", "NodePort", "ClusterIP", True),
        ),
        ({"stdout": {"contains": "web"}}, {"stdout": "service/web"}, ("stdout", "contains web", "service/web", False)),
        ({"servers": ["a", "b"]}, {"servers": {"a": 0.5, "b": 0.5}}, ("servers", "a, b", "a (1/2), b (1/2)", False)),
        ({"error": None}, {"error": None}, ("error", "nothing", "nothing", False)),
        (
            {"reached_at": "{podIP web}:80"},
            {"reached_at": "10.0.0.1:80"},
            ("reached_at", "{podIP web}:80", "10.0.0.1:80", False),
        ),
        ("answered", {"outcome": "refused"}, ("outcome", "answered", "refused", True)),
        ({"absent": 1}, {"outcome": "refused"}, ("absent", "1", "nothing", True)),
    ],
)
def test_expected_stands_beside_observed(expected, observed, row):
    verdict = verdicts.verdict_refused_connection()
    verdict["claims"][0] |= {"expected": expected, "observed": observed}
    [found] = reading.read(verdict).claims[0].rows
    assert (found.name, found.expected, found.observed, found.is_different) == row


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"claim": "The name resolves", "lookup": {"name": "web"}}, "The name resolves"),
        ({"endpoints": "web", "expect": {"ready": []}}, "`endpoints: web` gives `{ready: []}`"),
        ({"kubectl": "get svc"}, "`kubectl: get svc`"),
    ],
)
def test_claim_of_a_card_is_said_before_it_is_carried_out(step, said):
    assert observations.claimed(step) == said


def test_verdict_with_little_in_it_is_read_all_the_same():
    read = reading.read({"holds": None, "refused": True, "problems": [], "claims": [], "output": None})
    assert read.sentence == "the YAML is not accepted."


def test_of_many_ways_that_differ_only_in_their_pod_some_are_told():
    trace = verdicts.answered(30)
    claim = reading.read({"claims": [{"holds": True, "trace": trace, "kind": "connect"}], "holds": True}).claims[0]
    assert (len(claim.ways), claim.untold_ways) == (10, 20)
    assert "1/30 of the packets: answered by web-0" in [way.title for way in claim.ways]


def test_of_a_long_row_the_first_are_named_and_the_others_counted():
    pods = [f"web-{n}" for n in range(20)]
    row = observations.rows({"ready": pods}, {"ready": pods})[0]
    assert row.observed.endswith("web-11 and 8 more")
    assert not row.is_different
