"""The Query API, over a client that says what a test wants and over the real one with HTTP."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from pricing_data.aws import catalog
from pricing_data.aws.faults import BadPriceList, Cancelled, Denied, ExpiredToken, IncompletePage
from pricing_data.aws.query import QueryApi
from pricing_data.aws.source import silent
from tests.samples import dimension, product
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

FRANKFURT = "eu-central-1"


class Client:
    """Answers in turn; an exception is raised."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def get_products(self, **asked):
        self.asked.append(asked)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def page(*found, following=None):
    return {"FormatVersion": "aws_v1", "PriceList": [json.dumps(each) for each in found], "NextToken": following}


def refused(code, status=400):
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "GetProducts")


def balancer(usage, unit):
    found = product(usage, {"1": dimension("0.0250000000", unit=unit)})
    found["product"] |= {"sku": usage, "productFamily": "Load Balancer-Application"}
    return found


HOURS, CAPACITY = balancer("EUC1-LoadBalancerUsage", "Hrs"), balancer("EUC1-LCUUsage", "LCU-Hrs")


def test_pages_follow_each_other_and_are_counted():
    client = Client(page(HOURS, following="more"), page(CAPACITY))
    api, told = QueryApi(client), []

    found = api.fetch("alb", FRANKFURT, lambda *said: told.append(said))

    assert [(row.key, row.price) for row in found.rows] == [("alb.hours", "0.025"), ("alb.lcu", "0.025")]
    assert {row.source for row in found.rows} == {found.source_id}
    assert found.version == "20261120184746"
    assert found.source.url.endswith("/offers/v1.0/aws/AWSELB/20261120184746/eu-central-1/index.json")
    assert (api.calls, told[-1]) == (2, ("AWSELB eu-central-1", 2, None))
    assert client.asked[0]["Filters"][0] == {"Type": "TERM_MATCH", "Field": "regionCode", "Value": FRANKFURT}
    assert client.asked[1]["NextToken"] == "more"


@pytest.mark.parametrize(
    "cut", [{}, {"FormatVersion": "aws_v1"}, {"PriceList": []}, {"FormatVersion": "aws_v1", "PriceList": None}]
)
def test_a_page_cut_short_is_asked_for_again_and_is_never_the_end_of_the_list(cut):
    assert len(QueryApi(Client(cut, page(HOURS, CAPACITY))).fetch("alb", FRANKFURT, silent).rows) == 2
    with pytest.raises(IncompletePage, match="came cut short, 3 times"):
        QueryApi(Client(page(HOURS, following="more"), cut, cut, cut)).fetch("alb", FRANKFURT, silent)


def test_a_listing_that_aws_forgot_begins_again_once():
    expired = refused("ExpiredNextTokenException")
    first = page(HOURS, following="more")

    found = QueryApi(Client(first, expired, first, page(CAPACITY))).fetch("alb", FRANKFURT, silent)

    assert [row.sku for row in found.rows] == ["EUC1-LoadBalancerUsage", "EUC1-LCUUsage"]
    with pytest.raises(ExpiredToken):
        QueryApi(Client(first, expired, first, expired)).fetch("alb", FRANKFURT, silent)


def test_a_token_that_leads_nowhere_is_not_followed_for_ever():
    same = page(HOURS, following="same")

    with pytest.raises(IncompletePage, match="same page twice"):
        QueryApi(Client(same, same, same)).fetch("alb", FRANKFURT, silent)


def test_a_missing_permission_is_named():
    with pytest.raises(Denied, match=r"need the permission pricing:GetProducts$"):
        QueryApi(Client(refused("AccessDeniedException"))).fetch("alb", FRANKFURT, silent)


@pytest.mark.parametrize("text", ['{"product": {"sku"', "[]", '{"product": 1}'])
def test_a_product_cut_short_is_no_product(text):
    with pytest.raises(IncompletePage):
        QueryApi(Client({"FormatVersion": "aws_v1", "PriceList": [text]})).fetch("alb", FRANKFURT, silent)


def test_the_same_product_on_two_pages_is_refused():
    with pytest.raises(BadPriceList, match=r"'alb\.hours' is answered by 2 products"):
        QueryApi(Client(page(HOURS, following="more"), page(HOURS))).fetch("alb", FRANKFURT, silent)


def test_progress_can_stop_it():
    def stop(_what, done, _total):
        if done:
            raise Cancelled

    client = Client(page(HOURS, following="more"), page(CAPACITY))
    with pytest.raises(Cancelled):
        QueryApi(client).fetch("alb", FRANKFURT, stop)
    assert len(client.asked) == 1


def test_services_that_share_a_listing_share_its_calls(monkeypatch):
    with FakeAws(World()) as aws:
        for name, value in aws.environment.items():
            monkeypatch.setenv(name, value)
        api = QueryApi()
        for service in ("ebs", "nat"):
            assert api.fetch(service, FRANKFURT, silent).rows
        assert api.calls == 1
        for service in catalog.services():
            assert api.fetch(service, FRANKFURT, silent).rows
        assert api.calls <= 40
