"""The model against numbers that others published: `docs/accuracy.md` is the same comparison for reading."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from costmodel.extras import application_load_balancer, http_api, load_balancer, network, storage
from costmodel.options import executions
from tests.published.adapter import values
from tests.published.examples import FAMILIES, FOLDER, Example, Facts, Row, examples
from tools import accuracy

EVERY = list(chain.from_iterable(examples(family) for family in FAMILIES))

ON_LAMBDA = [example for example in EVERY if any(one["part"] == "Lambda" for one in example.facts.get("options", []))]

MOST = 0.85
"""Share of the examples that a fault must turn red; some print too few digits, or nothing but zeros."""


def name(example: Example) -> str:
    return example.name


def disagrees(example: Example, prices_times: float = 1.0) -> bool:
    made = values(example, prices_times=prices_times)
    return not all(value.agrees for value in made if value.ours is not None)


@pytest.mark.parametrize("example", EVERY, ids=name)
def test_the_model_makes_the_published_number(example):
    made = [value for value in values(example) if value.ours is not None]

    assert made
    assert not [(value.label, value.ours, value.expected) for value in made if not value.agrees]


@pytest.mark.parametrize("example", EVERY, ids=name)
def test_every_fact_has_a_use(example):
    rows = [row for facts in example.scenarios() for row in facts["expected"]]

    assert rows
    assert all(facts.keys() <= Facts.__annotations__.keys() for facts in example.scenarios())
    assert all(row.keys() <= Row.__annotations__.keys() for row in rows)


@pytest.mark.parametrize("example", EVERY, ids=name)
def test_recomputed_numbers_stand_only_where_the_publication_is_wrong(example):
    recomputed = [value for value in values(example) if value.recomputed is not None]

    assert bool(recomputed) == ("wrong" in example.facts)
    assert all((np.abs(value.published - value.expected) > value.allowed).any() for value in recomputed)


@pytest.mark.parametrize("example", EVERY, ids=name)
def test_what_is_not_covered_says_what_is_missing(example):
    assert all(value.missing for value in values(example) if value.ours is None)


def test_no_example_is_told_twice():
    names = [example.name for example in EVERY]

    assert len(set(names)) == len(names)
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(FAMILIES)


@pytest.mark.parametrize("prices_times", [0.995, 1.005])
def test_prices_half_a_percent_off_are_noticed(prices_times):
    noticed = sum(disagrees(example, prices_times) for example in EVERY)

    assert noticed > MOST * len(EVERY)


def test_a_gigabyte_of_1000_megabytes_is_noticed(monkeypatch):
    monkeypatch.setattr(executions, "MB_PER_GB", 1000)

    noticed = sum(disagrees(example) for example in ON_LAMBDA)

    assert noticed > MOST * len(ON_LAMBDA)


@pytest.mark.parametrize(
    ("module", "constant", "wrong", "noticed_by"),
    [
        (application_load_balancer, "NEW_CONNECTIONS", 25.1, "alb-frankfurt-26rps"),
        (load_balancer, "KB_PER_GB", 1024 * 1024, "awscalc-nlb-eu"),
        (http_api, "METERED_KB", 50, "aws-apigw-http-webapp"),
        (network, "KB_PER_GB", 1_000_000, "infracost-egress-157tb-eu"),
        (storage, "FREE_IOPS", 2_990, "infracost-ebs-gp3"),
    ],
)
def test_a_wrong_constant_around_an_option_is_noticed(module, constant, wrong, noticed_by, monkeypatch):
    (example,) = [example for example in EVERY if example.name == noticed_by]
    monkeypatch.setattr(module, constant, wrong)

    assert disagrees(example)


def test_the_accuracy_page_is_up_to_date():
    assert accuracy.PAGE.read_text(encoding="utf-8") == accuracy.page(), "run python -m tools.accuracy"
