"""CloudFront: requests and data of viewers, what is free, and the quotas of a distribution."""

from __future__ import annotations

import pytest

from costmodel import UnknownRate
from costmodel.extras import CloudFront
from costmodel.extras.cloudfront import FREE_GB, FREE_REQUESTS
from tests.front_doors import BOOK, ON_EC2, calls, costs, exceeded, rate, rps, total

GB = 1024 * 1024
"""[KB]"""


def test_ten_million_requests_of_10_kb() -> None:
    """By hand: 10 M at 0.0100 per 10,000, and 95.37 GB at 0.085."""
    assert costs(CloudFront(), calls(10e6)) == {
        "CloudFront requests": pytest.approx(10.0),
        "CloudFront data transfer": pytest.approx(10e6 * 10 / GB * 0.085),
    }


def test_data_is_charged_in_tiers() -> None:
    """By hand: 10 TB at 0.085, 40 at 0.080, 100 at 0.060 and 50 at 0.040."""
    found = costs(CloudFront(), calls(200 * 1024, response_kb=GB))["CloudFront data transfer"]

    assert found == pytest.approx(1024 * (10 * 0.085 + 40 * 0.08 + 100 * 0.06 + 50 * 0.04))


def test_requests_from_europe_cost_more_and_data_the_same() -> None:
    us, europe = (costs(CloudFront(edges=edges), calls(1e6)) for edges in ("us_eu", "europe"))

    assert europe["CloudFront requests"] == pytest.approx(1.2)
    assert europe["CloudFront data transfer"] == us["CloudFront data transfer"]


def test_what_is_free_is_free_when_asked_for() -> None:
    """By hand: 50 M requests and 2 TB; 40 M at 0.0100 per 10,000 and 1 TB at 0.085 are left."""
    load = calls(50e6, response_kb=2 * 1024 * GB / 50e6)
    free = CloudFront(free_gb=FREE_GB, free_requests=FREE_REQUESTS)

    assert costs(free, load) == {
        "CloudFront requests": pytest.approx(40.0),
        "CloudFront data transfer": pytest.approx(1024 * 0.085),
    }
    assert total(free, calls(10e6)) == 0
    assert total(CloudFront(), load) > total(free, load)


def test_a_price_list_that_begins_with_what_is_free_is_not_made_free_twice() -> None:
    key = "cloudfront.us_eu.egress"
    book = BOOK.with_rates({key: rate(key, "GB", (0, 1024), (0.085, float("inf")))})
    load = calls(2048, response_kb=GB)

    found = costs(CloudFront(free_gb=FREE_GB), load, book=book)["CloudFront data transfer"]

    assert found == pytest.approx(1024 * 0.085)


def test_the_rest_of_the_account_uses_what_is_free_first() -> None:
    book = BOOK.already_used({"cloudfront.us_eu.egress": 1_000})

    found = costs(CloudFront(free_gb=FREE_GB), calls(100, response_kb=GB), book=book)["CloudFront data transfer"]

    assert found == pytest.approx((100 - 24) * 0.085)


def test_a_cache_multiplies_what_viewers_ask_for() -> None:
    """Three of four requests answered by the cache: viewers send four for each at the origin."""
    assert total(CloudFront(cached_share=0.75), calls(1e6)) == pytest.approx(4 * total(CloudFront(), calls(1e6)))
    bills = [total(CloudFront(cached_share=share), calls(1e6)) for share in (0, 0.1, 0.5, 0.99)]
    assert bills == sorted(bills)


def test_the_workload_is_left_as_it_is() -> None:
    load = calls(1e6)
    before = (load.requests_per_month, load.response_kb)

    costs(CloudFront(cached_share=0.9), load)

    assert (load.requests_per_month, load.response_kb) == before


def test_plain_http_needs_a_price_of_its_own() -> None:
    key = "cloudfront.us_eu.http_requests"
    with pytest.raises(UnknownRate, match=key):
        costs(CloudFront(https=False), calls(1))

    book = BOOK.with_rates({key: rate(key, "request", (0.00000075, float("inf")))})
    assert costs(CloudFront(https=False), calls(1e6), book=book)["CloudFront requests"] == pytest.approx(0.75)


def test_quotas_of_a_distribution_can_be_raised() -> None:
    assert exceeded(CloudFront(), rps(250_000, response_kb=1), ON_EC2) == {}
    assert exceeded(CloudFront(), rps(250_001, response_kb=1)) == {"Requests a second, CloudFront": False}
    assert exceeded(CloudFront(cached_share=0.5), rps(125_001, response_kb=1)) == {
        "Requests a second, CloudFront": False
    }
    # 150 Gbit/s are 18,310,546.9 KB/s
    assert exceeded(CloudFront(), rps(1_000, response_kb=18_310.5)) == {}
    assert exceeded(CloudFront(), rps(1_000, response_kb=18_310.6)) == {"Data transfer rate, CloudFront": False}
    assert exceeded(CloudFront(), calls(1, duration_ms=120_001)) == {"Response timeout, CloudFront": False}
