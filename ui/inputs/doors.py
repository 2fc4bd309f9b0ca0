"""What a request meets first on either side, and how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.extras import (
    ApplicationLoadBalancer,
    CloudFront,
    FunctionUrl,
    HttpApi,
    NetworkLoadBalancer,
    RestApi,
)
from costmodel.extras.load_balancer import REQUESTS_PER_CONNECTION
from costmodel.ranges import Range
from costmodel.scale import parse_number
from costmodel.workload import RANGES as WORKLOAD
from ui.fields import Choice, Field, Switch
from ui.form import written

if TYPE_CHECKING:
    from costmodel import Extra
    from costmodel.rates import PriceBook
    from ui.form import Form, Given

NONE = "none"

DOOR = Choice(
    "door", "Front door of Lambda",
    {NONE: "None", "url": "Function URL", "http": "HTTP API", "rest": "REST API", "alb": "Application Load Balancer"},
    NONE, "How a request reaches the function. Not counted until you choose one.",
)  # fmt: skip

CACHE = Choice(
    "cache", "Cache of the REST API (GB)", {NONE: "None"}, NONE,
    "Charged by the hour. What it answers is not taken off the requests.", open=True,
)  # fmt: skip

FLEET_DOOR = Choice(
    "ec2_door", "Front door of EC2",
    {NONE: "None", "alb": "Application Load Balancer", "nlb": "Network Load Balancer", "http": "HTTP API"}, NONE,
    "How a request reaches the instances. Not counted until you choose one.",
)  # fmt: skip

PER_CONNECTION = Field(
    "per_connection", "Requests per connection", "1", REQUESTS_PER_CONNECTION,
    "How many requests clients send to a load balancer over one connection: 1 is the dearest, measure your own.",
    setting="requests_per_connection",
)  # fmt: skip

CDN = Switch("cdn", "CloudFront in front of both", "Prices of the United States and Europe.")

CACHED = Field(
    "cached", "Share that CloudFront answers itself", "0", Range(0, 0.9999),
    "The requests above are those that reach the origin: viewers send more, and CloudFront charges for all of them.",
    setting="cached_share",
)  # fmt: skip

REQUEST_KB = Field(
    "request_kb", "Request size (KB)", "1", WORKLOAD["request_kb"], "Headers and body of one request.",
    setting="request_kb",
)  # fmt: skip

RESPONSE_KB = Field(
    "response_kb", "Response size (KB)", "10", WORKLOAD["response_kb"], "Headers and body of one response.",
    setting="response_kb",
)  # fmt: skip

INPUTS = (DOOR, CACHE, FLEET_DOOR, PER_CONNECTION, CDN, CACHED, REQUEST_KB, RESPONSE_KB)

CACHE_KEY = ("apigateway.cache.", "GB")
"""How the key of a cache's price begins and ends."""


def show(form: Form, prices: PriceBook) -> None:
    """Doors, sizes, CloudFront."""
    form.choice(DOOR)
    if form.given.choice(DOOR) == "rest":
        form.choice(CACHE, _cache_sizes(prices))
    form.choice(FLEET_DOOR)
    if {form.given.choice(DOOR), form.given.choice(FLEET_DOOR)} & {"alb", "nlb"}:
        form.number(PER_CONNECTION)
    form.numbers(REQUEST_KB, RESPONSE_KB)
    if form.switch(CDN):
        form.number(CACHED)


def build(given: Given) -> tuple[tuple[Extra, ...], tuple[Extra, ...]]:
    """What stands before the function, and before the fleet; raises `InvalidInput`."""
    cdn = (CloudFront(cached_share=given.number(CACHED)),) if given.on(CDN) else ()
    return (
        (*cdn, *_door(given.choice(DOOR), given)),
        (*cdn, *_door(given.choice(FLEET_DOOR), given)),
    )


def _door(name: str, given: Given) -> tuple[Extra, ...]:
    if name in ("alb", "nlb"):
        kind = ApplicationLoadBalancer if name == "alb" else NetworkLoadBalancer
        return (kind(requests_per_connection=given.number(PER_CONNECTION)),)
    if name == "rest":
        size = given.choice(CACHE)
        return (RestApi(cache_gb=None if size == NONE else parse_number(CACHE.label, size)),)
    doors: dict[str, tuple[Extra, ...]] = {"url": (FunctionUrl(),), "http": (HttpApi(),)}
    return doors.get(name, ())


def _cache_sizes(prices: PriceBook) -> list[str]:
    start, end = CACHE_KEY
    sizes = (key.removeprefix(start).removesuffix(end) for key in prices.rates if key.startswith(start))
    return sorted(sizes, key=lambda size: (len(size.partition(".")[0]), size))


def values(before_function: tuple[Extra, ...], before_fleet: tuple[Extra, ...]) -> dict[str, object]:
    """The inputs that put these doors there."""
    every = (*before_function, *before_fleet)
    numbers = {}
    for one in every:
        if isinstance(one, ApplicationLoadBalancer | NetworkLoadBalancer):
            numbers[PER_CONNECTION] = one.requests_per_connection
        if isinstance(one, CloudFront):
            numbers[CACHED] = one.cached_share
    caches = [one.cache_gb for one in every if isinstance(one, RestApi) and one.cache_gb is not None]
    return {
        DOOR.key: _named(before_function), FLEET_DOOR.key: _named(before_fleet), CDN.key: CACHED in numbers,
        CACHE.key: f"{caches[0]:g}" if caches else NONE, **written(numbers),
    }  # fmt: skip


def _named(extras: tuple[Extra, ...]) -> str:
    names = {FunctionUrl: "url", HttpApi: "http", RestApi: "rest", ApplicationLoadBalancer: "alb"}
    names[NetworkLoadBalancer] = "nlb"
    return next((names[type(one)] for one in extras if type(one) in names), NONE)
