"""Every claim of every card is carried out, in both modes of kube-proxy, and every goal can be reached."""

from collections import Counter
from typing import Any, Literal

import pytest
import yaml

from cards import content, kinds
from cards.content import CardFile
from cards.kinds import fault, field, order
from sandbox.engine import judge
from sandbox.engine.render import plain

CARDS = content.read()[0]
WITH_GOAL = [card for card in CARDS if card.goal]
WITH_OPTIONS = [card for card in CARDS if "options" in card.ask]
Mode = Literal["nftables", "iptables"]
MODES: tuple[Mode, ...] = ("nftables", "iptables")

#: What a learner would change to reach a card's goal, by slug: pairs of what stands in the YAML and what replaces it.
REPAIRS: dict[str, list[tuple[str, str]]] = {
    "a-name-and-a-protocol": [("    protocol: TCP\n    targetPort: dns", "    protocol: UDP\n    targetPort: dns")],
    "a-name-for-one-pod": [("  subdomain: workers", "  hostname: worker-0\n  subdomain: workers")],
    "a-namespace-called-com": [
        (
            "  dnsPolicy: ClusterFirst\n",
            '  dnsPolicy: ClusterFirst\n  dnsConfig: {options: [{name: ndots, value: "1"}]}\n',
        )
    ],
    "a-readiness-gate": [
        ("  - conditionType: example.com/in-target-group\n", ""),
        ("  readinessGates:\n", ""),
    ],
    "a-selector-too-wide": [("selector: {app: shop}", "selector: {app: shop, part: front}")],
    "a-slice-without-its-label": [("kubernetes.io/service: database", "kubernetes.io/service-name: database")],
    "connection-refused": [("selector: {app: wbe}", "selector: {app: web}")],
    "dns-policy-default": [("  dnsPolicy: Default\n", "")],
    "dns-policy-none": [
        (
            "    nameservers: [10.96.0.10]\n",
            "    nameservers: [10.96.0.10]\n"
            "    searches: [default.svc.cluster.local, svc.cluster.local, cluster.local]\n",
        )
    ],
    "everybody-at-one-pod": [("  sessionAffinity: ClientIP\n", "")],
    "external-local-timeout": [("      nodeSelector: {topology.kubernetes.io/zone: zone-a}  # node1 alone\n", "")],
    "external-name-cut-short": [("externalName: web.shop\n", "externalName: web.shop.svc.cluster.local\n")],
    "externalname-with-an-address": [
        ("externalName: 203.0.113.20     # api.example.com, by its address\n", "externalName: api.example.com\n")
    ],
    "headless-and-port-80": [("  clusterIP: None\n", "")],
    "host-network-pods": [("  hostNetwork: true", "  hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet")],
    "internal-stays-internal": [("  type: NodePort\n", "")],
    "load-balancer-class": [("  loadBalancerClass: example.com/internal\n", "")],
    "look-before-you-switch": [("tcpSocket: {port: 8081}", "tcpSocket: {port: 8080}")],
    "named-target-port": [("targetPort: web-http", "targetPort: http")],
    "names-instead-of-numbers": [("externalName: 10.96.0.80", "externalName: web.shop.svc.cluster.local")],
    "no-second-try": [
        (
            'image: "example/web:1", ports: [{containerPort: 8080}]}',
            'image: "example/web:1", ports: [{containerPort: 8080}], readinessProbe: {tcpSocket: {port: 8080}}}',
        )
    ],
    "peers-that-wait-for-each-other": [("  clusterIP: None", "  clusterIP: None\n  publishNotReadyAddresses: true")],
    "probe-on-the-wrong-port": [("port: 8081", "port: 8080")],
    "ranges-that-forget-you": [
        ("  loadBalancerSourceRanges:\n", "  loadBalancerSourceRanges:\n  - 172.18.0.100/32\n"),
    ],
    "real-addresses-behind-a-balancer": [("externalTrafficPolicy: Cluster", "externalTrafficPolicy: Local")],
    "service-without-selector": [("- name: postgres", "- name: sql")],
    "services-for-another-proxy": [("    service.kubernetes.io/service-proxy-name: mesh\n", "")],
    "srv-needs-a-port-name": [("  - port: 80\n", "  - name: http\n    port: 80\n")],
    "statefulset-service-name": [("serviceName: database", "serviceName: db")],
    "the-version-in-the-selector": [("    version: v1\n", "")],
    "the-wrong-namespace": [("  namespace: default\n", "  namespace: shop\n")],
    "three-faults-in-a-row": [
        ("tier: back-end", "tier: backend"),
        ("tcpSocket: {port: 8000}", "tcpSocket: {port: 8080}"),
        ("targetPort: http", "targetPort: api"),
    ],
    "three-ports": [("targetPort: 80\n", "targetPort: 8080\n")],
    "udp-behind-tcp": [("  - port: 53\n", "  - port: 53\n    protocol: UDP\n")],
}

#: The same for goals that need one object more.
ADDITIONS: dict[str, str] = {
    "internal-local": """\
apiVersion: v1
kind: Pod
metadata:
  name: collector-1
  labels: {app: collector}
spec:
  nodeName: node2
  containers:
  - {name: collector, image: "example/collector:1", ports: [{containerPort: 4317}]}
""",
    "service-of-another-namespace": """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: ExternalName
  externalName: web.default.svc.cluster.local
""",
}

#: Cards whose repair is no line that the engine could have named, with the reason.
NOT_NAMED: dict[str, str] = {
    "a-name-for-one-pod": "a field is missing, no line is wrong",
    "load-balancer-class": "there is no address yet that a packet could be sent to",
    "peers-that-wait-for-each-other": "a field is missing, no line is wrong",
    "srv-needs-a-port-name": "a field is missing, no line is wrong",
}


def slug(card: CardFile) -> str:
    return card.slug


def of(kind: str) -> list[CardFile]:
    return [card for card in CARDS if card.kind == kind]


def verdict_on(manifests: str, claims: str, mode: Mode = "nftables") -> dict[str, Any]:
    verdict: dict[str, Any] = plain.verdict(judge(manifests, claims, mode=mode))
    assert not verdict["refused"], verdict["problems"]
    return verdict


def repaired(card: CardFile) -> str:
    """The card's YAML as a learner would leave it."""
    text = card.manifests
    for old, new in REPAIRS.get(card.slug, []):
        assert old in text, f"the YAML has no {old!r} any more"
        text = text.replace(old, new)
    return text + ("---\n" + ADDITIONS[card.slug] if card.slug in ADDITIONS else "")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", CARDS, ids=slug)
def test_every_claim_of_the_card_holds_for_its_starting_yaml(card: CardFile, mode: Mode) -> None:
    verdict = judge(card.manifests, card.claims, mode=mode)
    assert not verdict.is_refused, verdict.problems
    assert verdict.holds
    for one in verdict.judged:
        assert one.holds is not False, f"{one.title}: expected {one.expected}, observed {one.carried.observation}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", WITH_GOAL, ids=slug)
def test_a_goal_is_not_reached_before_the_repair(card: CardFile, mode: Mode) -> None:
    verdict = judge(card.manifests, card.goal, mode=mode)
    assert not verdict.problems, verdict.problems
    assert verdict.holds is False


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", WITH_GOAL, ids=slug)
def test_a_goal_is_reached_by_the_repair(card: CardFile, mode: Mode) -> None:
    verdict = judge(repaired(card), card.goal, mode=mode)
    assert not verdict.problems, verdict.problems
    for one in verdict.judged:
        assert one.holds is not False, f"{one.title}: expected {one.expected}, observed {one.carried.observation}"
    assert verdict.holds


@pytest.mark.parametrize(
    "card", [card for card in WITH_GOAL if card.slug in REPAIRS.keys() - NOT_NAMED.keys()], ids=slug
)
def test_the_line_to_repair_is_named_among_the_causes(card: CardFile) -> None:
    old = REPAIRS[card.slug][0][0]
    line = card.manifests[: card.manifests.index(old)].count("\n") + 1
    verdict = judge(card.manifests, card.goal)
    named = {
        fact.place.line
        for one in verdict.judged
        if one.holds is False
        for fact in one.carried.because
        if fact.place is not None
    }
    assert line in named


@pytest.mark.parametrize("card", CARDS, ids=slug)
def test_every_claim_of_a_card_says_in_a_sentence_what_it_claims(card: CardFile) -> None:
    claimed = [one for one in judge(card.manifests, card.claims).judged if one.expected is not None]
    assert 2 <= len(claimed) <= 7
    bare = [one.title for one in claimed if not one.step.sentence and one.step.kind not in {"apply", "delete"}]
    assert not bare


def test_the_first_card_names_line_22() -> None:
    card = next(card for card in CARDS if card.id == "card-web-refused")
    refused = judge(card.manifests, card.goal).judged[1].carried
    assert refused.observation["outcome"] == "refused"
    assert refused.because[0].place is not None
    assert (refused.because[0].place.line, card.manifests.splitlines()[21]) == (22, "  selector: {app: wbe}")


def test_repairs_are_for_cards_with_a_goal() -> None:
    assert set(REPAIRS) | set(ADDITIONS) == {card.slug for card in WITH_GOAL}


def test_there_are_enough_cards_of_each_kind() -> None:
    counts = Counter(card.kind for card in CARDS)
    least = {"predict": 10, "fault": 10, "order": 6, "field": 6, "command": 8, "repair": 12, "myth": 45, "answer": 1}
    assert set(least) == set(kinds.BY_NAME)
    assert {kind for kind, count in least.items() if counts[kind] < count} == set()
    assert {card.slug for card in of("myth")} == {card.slug for card in CARDS if card.topic == "myths"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", WITH_OPTIONS, ids=slug)
def test_one_option_is_right_and_the_others_are_wrong_each_carried_out_alone(card: CardFile, mode: Mode) -> None:
    steps = yaml.safe_load(card.ask["claims"])
    count = len(card.ask["options"])
    before, options = steps[:-count], steps[-count:]
    alone = [
        verdict_on(card.manifests, yaml.safe_dump([*before, option]), mode)["claims"][-1]["holds"] for option in options
    ]
    assert alone.count(True) == 1, list(zip(card.ask["options"], alone, strict=True))
    together = verdict_on(card.manifests, card.ask["claims"], mode)
    assert [claim["holds"] for claim in together["claims"][-count:]] == alone
    if card.kind == "myth":
        assert alone[card.ask["taught"]] is False


@pytest.mark.parametrize("card", WITH_OPTIONS, ids=slug)
def test_every_option_is_judged_as_the_engine_says(card: CardFile) -> None:
    kind = kinds.BY_NAME[card.kind]
    assert kind.judge
    proof = verdict_on(*kind.run(card.asked))
    outcomes = [kind.judge(card.asked, [str(number)], proof) for number in range(1, len(card.ask["options"]) + 1)]
    right = [outcome for outcome in outcomes if outcome.is_right]
    assert len(right) == 1
    assert {outcome.right for outcome in outcomes} == {right[0].right}
    assert all(outcome.sentence.endswith(".") for outcome in outcomes)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", of("fault"), ids=slug)
def test_line_at_fault_is_the_one_whose_change_repairs_it(card: CardFile, mode: Mode) -> None:
    outcome_of = {
        number: fault.KIND.judge(card.asked, [str(number)], verdict_on(card.manifests, card.goal, mode))
        for number, line in enumerate(card.manifests.splitlines(), start=1)
        if line.strip() not in ("", "---") and fault.KIND.judge
    }
    right = {number for number, outcome in outcome_of.items() if outcome.is_right}
    old = REPAIRS[card.slug][0][0]
    first = card.manifests[: card.manifests.index(old)].count("\n") + 1
    assert right & set(range(first, first + old.count("\n") + 1)), (right, first)
    assert len(right) == card.ask["causes"]
    assert all(f"line {min(right)}" in one.sentence or one.is_right or len(right) > 1 for one in outcome_of.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", of("field"), ids=slug)
def test_blanks_can_be_filled_and_what_stood_there_is_wrong(card: CardFile, mode: Mode) -> None:
    filled = field.filled(card.asked, card.ask["fills"])
    assert field.values(card.asked, filled) == card.ask["fills"]
    assert verdict_on(filled, card.goal, mode)["holds"] is True
    assert verdict_on(card.manifests, card.goal, mode)["holds"] is False
    assert field.with_blanks(card.asked).count(field.BLANK) == len(card.ask["fills"])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("card", of("order"), ids=slug)
def test_steps_are_shuffled_and_only_the_order_of_the_trace_is_right(card: CardFile, mode: Mode) -> None:
    judge_ = order.KIND.judge
    assert judge_
    proof = verdict_on(card.manifests, card.claims, mode)
    steps, shown = order.steps_of(card.asked, proof), order.shuffled(card.asked, proof)
    assert len(steps) >= order.FEWEST_STEPS
    assert shown != steps
    assert sorted(shown) == sorted(steps)
    right = [str(shown.index(step)) for step in steps]
    assert judge_(card.asked, right, proof).is_right
    assert judge_(card.asked, [f"{step}:{place}" for place, step in enumerate(right, start=1)], proof).is_right
    for place in range(len(right) - 1):
        swapped = [*right[:place], right[place + 1], right[place], *right[place + 2 :]]
        assert not judge_(card.asked, swapped, proof).is_right


def test_steps_are_the_same_in_both_modes() -> None:
    for card in of("order"):
        nftables, iptables = (verdict_on(card.manifests, card.claims, mode) for mode in MODES)
        assert order.steps_of(card.asked, nftables) == order.steps_of(card.asked, iptables), card.slug
