"""Questions from seeds: the engine says what is right, and nothing else is."""

from __future__ import annotations

import collections
import re
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import chance, making, scenarios
from quizzes.making import Made, Recipe
from quizzes.questions import KINDS, accepted, outcome
from quizzes.questions.facts import caller_name, pods
from quizzes.scenarios.mutations import MUTATIONS
from tests.quizzes.engine import judge

SEEDS = range(3)
RECIPES = making.recipes()


def made_of(recipe: Recipe, seeds=SEEDS) -> list[Made]:
    return [one for seed in seeds if (one := making.make(recipe, seed, judge))]


@pytest.fixture(scope="module")
def everything() -> dict[Recipe, list[Made]]:
    return {recipe: made_of(recipe) for recipe in RECIPES}


def right(one: Made) -> set[str]:
    return {option.text for option in one.posed.options if option.is_right}


def test_every_kind_scenario_and_mutation_makes_questions(everything) -> None:
    made = {recipe for recipe, found in everything.items() if found}
    assert {recipe.kind for recipe in made} == set(KINDS)
    assert {recipe.scenario for recipe in made} == set(scenarios.SCENARIOS)
    assert {name for recipe in made for name in recipe.mutations} == set(MUTATIONS)
    assert len(made) >= 0.95 * len(RECIPES)
    assert {recipe.difficulty for recipe in made} == {1, 2, 3}


def test_options_are_distinct_and_at_least_three_with_right_and_wrong_ones(everything) -> None:
    for found in everything.values():
        for one in found:
            texts = [option.text for option in one.posed.options]
            assert len(set(texts)) == len(texts) >= 3, one
            assert right(one), one
            assert any(not option.is_right for option in one.posed.options), one
            assert one.posed.is_several or len(right(one)) == 1, one
            assert len(texts) <= 9, one  # the keys that choose


def test_every_explanation_has_evidence(everything) -> None:
    for found in everything.values():
        for one in found:
            if one.verdict["refused"]:
                assert one.verdict["problems"], one
                assert one.verdict["output"]["stderr"]
                continue
            deciding = one.verdict["claims"][one.posed.deciding]
            assert deciding["trace"] is not None or deciding["because"] or deciding["observed"].get("stdout"), one
            assert deciding["summary"], one


def test_manifests_are_yaml_that_says_what_the_tree_says() -> None:
    for scenario in scenarios.SCENARIOS.values():
        for seed in SEEDS:
            stage = scenario.build(chance.seeded(seed, scenario.name))
            assert list(yaml.safe_load_all(stage.text())) == stage.objects
            assert max(map(len, stage.text().splitlines())) <= 100


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
def test_right_pods_are_those_that_the_engine_has_a_branch_to(everything, mode) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "which-pods" else ():
            servers = judge(one.manifests, one.claims, mode)["claims"][-1]["observed"]["servers"]
            scene = scenarios.scene(recipe.scenario, recipe.mutations, one.recipe["seed"])
            expected = {pod.shown for pod in pods(scene.manifests, scene.ask) if pod.full in servers}
            assert right(one) == (expected or {"No pod answers"}), (recipe, mode)
            assert caller_name(scene.ask) not in servers


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
def test_right_outcome_is_the_engines_in_both_modes(everything, mode) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "outcome" else ():
            if mode == "iptables" and "in nftables mode" in one.posed.prompt:
                continue  # the question says that it is about the other one
            observed = judge(one.manifests, one.claims, mode)["claims"][-1]["observed"]["outcome"]
            name = observed if isinstance(observed, str) else "+".join(sorted(observed))
            assert right(one) == {f"{outcome.TEXTS[name]}."}, (recipe, mode)


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
def test_right_client_is_what_the_pod_sees_in_both_modes(everything, mode) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "client-address" else ():
            seen = judge(one.manifests, one.claims, mode)["claims"][-1]["observed"]["seen_client"]
            assert len(right(one)) == len(set(seen)), (recipe, mode)
            for text in right(one):
                address = re.search(r"[\d.]{8,}$", text)
                assert address is None or address[0] in seen


def test_right_names_are_those_that_resolve(everything) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "which-names" else ():
            errors = {c["claim"]["getaddrinfo"]["name"]: c["observed"]["error"] for c in one.verdict["claims"]}
            for option in one.posed.options:
                assert option.is_right == (errors[option.text.strip("`")] is None), recipe


def test_right_message_is_the_api_servers_and_no_other_option_is(everything) -> None:
    answers: collections.Counter[bool] = collections.Counter()
    for recipe, found in everything.items():
        for one in found if recipe.kind == "accepted" else ():
            said = accepted.said_by(one.verdict)
            assert right(one) == {said or accepted.ACCEPTED}
            answers[bool(said)] += 1
    assert min(answers.values()) > 20  # "accepted" is no answer that one can always give


def test_line_at_fault_is_the_one_that_was_changed_and_its_repair_is_answered(everything) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "line-at-fault" else ():
            number = int(re.match(r"line (\d+)", next(iter(right(one))))[1])  # type: ignore[index]
            scene = scenarios.scene(recipe.scenario, recipe.mutations, one.recipe["seed"])
            lines, repaired = scene.manifests.splitlines(), scene.repaired
            assert lines[number - 1] not in repaired.splitlines()
            assert judge(scene.manifests, one.claims)["claims"][-1]["observed"]["outcome"] == "answered"
            # What else is offered keeps nobody out: it stands in the repaired manifests too.
            for option in one.posed.options:
                if not option.is_right:
                    assert option.text.split("`", 1)[1].rstrip("`") in repaired


def test_shown_output_is_the_terminals_and_wrong_ones_are_laid_out_like_it(everything) -> None:
    for recipe, found in everything.items():
        for one in found if recipe.kind == "kubectl-shows" else ():
            assert right(one) == {one.verdict["claims"][-1]["observed"]["stdout"]}
            heads = {option.text.split()[0] for option in one.posed.options}
            assert heads == {"NAME"}


@given(st.integers(0, 10**9), st.sampled_from(RECIPES))
@settings(max_examples=30, deadline=None)
def test_equal_seeds_make_equal_questions(seed: int, recipe: Recipe) -> None:
    first, second = making.make(recipe, seed, judge), making.make(recipe, seed, judge)
    assert first == second
    if first and second:
        assert first.id == second.id


@given(st.integers(0, 10**9), st.sampled_from([1, 2, 3]))
@settings(max_examples=20, deadline=None)
def test_any_seed_makes_a_question_of_the_difficulty_that_was_asked_for(seed: int, difficulty: int) -> None:
    made = making.generate(seed, judge, difficulty=difficulty)
    assert made is not None
    assert made.difficulty == difficulty


def test_a_question_of_a_wanted_sort_is_found() -> None:
    made = making.generate(5, judge, difficulty=2, topic="ports", kind="which-pods")
    assert made is not None
    assert (made.topic, made.kind) == ("ports", "which-pods")
    assert making.generate(5, judge, difficulty=1, topic="no-such-topic") is None


def test_different_seeds_make_different_questions() -> None:
    made = [making.generate(seed, judge, difficulty=2) for seed in range(30)]
    assert len({one.id for one in made if one}) >= 29


def test_making_a_question_is_one_run() -> None:
    runs = []

    def counted(manifests: str, claims: str):
        runs.append(claims)
        return judge(manifests, claims)

    recipe = Recipe("which-pods", "cluster-ip", ("unready-pod",))
    made = making.make(recipe, 11, counted)
    assert made is not None
    assert len(runs) == 1
    begun = time.process_time()
    for seed in range(100, 110):
        making.make(recipe, seed, lambda manifests, claims: judge(made.manifests, made.claims))
    assert (time.process_time() - begun) / 10 < 0.1  # without the run next to nothing
