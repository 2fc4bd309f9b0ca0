"""The catalogue: every rate of the snapshot can be asked for, and every question is one AWS can answer."""

from __future__ import annotations

import re

import pytest

from costmodel.units import powers
from pricing_data import manifest, reader, rows
from pricing_data.aws import catalog

KINDS = {"TERM_MATCH", "EQUALS", "CONTAINS", "ANY_OF", "NONE_OF"}


def patterns(service):
    """What the keys of a service look like."""
    for rule in service.rates:
        for template in filter(None, (rule.key, rule.reserved)):
            literal = "".join(
                r"[\w.-]+" if part.startswith("{") else re.escape(part) for part in re.split(r"({\w+})", template)
            )
            yield re.compile(literal), rule.unit


@pytest.mark.parametrize("region", ["us-east-1", "ap-northeast-1", "eu-south-2"])
def test_every_rate_of_the_snapshot_has_a_rule_and_the_same_unit(region):
    lines = reader.region_table(region, reader.SNAPSHOT, manifest.read(reader.SNAPSHOT)).lines[1:]
    known = {name: list(patterns(service)) for name, service in catalog.services().items()}
    for row in (rows.parsed(line, "file", 1) for line in lines):
        name = catalog.service_of(row.key)
        if name not in ("savings_plans", "spot"):
            assert row.unit in {unit for wanted, unit in known[name] if wanted.fullmatch(row.key)}, row.key


def test_every_region_of_the_snapshot_has_the_name_of_the_price_list():
    assert all(catalog.location(region) for region in manifest.read(reader.SNAPSHOT).regions)


@pytest.mark.parametrize("service", catalog.services().values(), ids=lambda service: service.name)
def test_a_service_asks_for_its_own_products_with_filters_that_exist(service):
    for query in service.queries:
        assert query.code == service.code
        asked = query.asked("eu-west-1")
        assert {each["Type"] for each in asked} <= KINDS
        assert all("{" not in each["Value"] for each in asked)
        assert service.anywhere or any(each["Value"] in ("eu-west-1", "EU (Ireland)") for each in asked)
    assert service.required
    assert all(powers(rule.unit) for rule in service.rates)


def test_no_rule_of_a_service_stands_in_the_way_of_another():
    for service in catalog.services().values():
        keys = [rule.key for rule in service.rates]
        assert len(set(keys)) == len(keys)
        assert all(catalog.service_of(key) == service.name for key in keys)


@pytest.mark.parametrize(
    ("usage", "bare"),
    [
        ("APN1-Request", "Request"),
        ("EU-Lambda-GB-Second", "Lambda-GB-Second"),
        ("USE1-TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
        ("TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
        ("Global-Request", "Global-Request"),
        ("BoxUsage:t3.medium", "BoxUsage:t3.medium"),
    ],
)
def test_only_the_region_is_taken_off_a_usage_type(usage, bare):
    assert catalog.bare(usage) == bare


@pytest.mark.parametrize(
    ("key", "service"),
    [
        ("ec2.t3.micro", "ec2"),
        ("ec2.t3.micro.spot", "spot"),
        ("ec2.t3.micro.reserved.standard.1yr.no_upfront", "ec2"),
        ("fargate.vcpu.x86_64.savings_plan.compute.1yr.no_upfront", "savings_plans"),
    ],
)
def test_a_key_says_which_service_it_belongs_to(key, service):
    assert catalog.service_of(key) == service
