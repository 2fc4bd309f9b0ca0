"""Which part answers a request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tools.fake_aws import bulk, plan_files, plans, query, spot
from tools.fake_aws.answers import Answer, Refused, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.fake_aws.world import World

SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")

RATES = "DescribeSavingsPlansOfferingRates"
HISTORY = "DescribeSpotPriceHistory"


def posted(path: str, headers: Mapping[str, str], content: bytes) -> Request:
    """What a call of an API asks; raises `Refused` when it is not signed, or nobody knows it."""
    signed = SIGNED.match(headers.get("Authorization", ""))
    if not signed:
        raise Refused("MissingAuthenticationTokenException", "Missing Authentication Token", 403)
    target = headers.get("X-Amz-Target", "")
    if target.startswith(query.TARGET):
        return Request(target.removeprefix(query.TARGET), json.loads(content or b"{}"), signed["region"])
    if path == f"/{RATES}":
        return Request(RATES, json.loads(content or b"{}"), signed["region"])
    form = parse_qs(content.decode())
    return Request(form.get("Action", [path])[0], form, signed["region"])


def answered(request: Request, world: World, address: str) -> Answer:
    """The answer; raises `Refused`."""
    if request.what == RATES:
        return plans.answer(request.body, world)
    if request.what == HISTORY:
        return spot.answer(request.body, request.region, world)
    if request.what.startswith("/savingsPlan/"):
        return plan_files.answer(request.what, world)
    if request.what.startswith("/"):
        return bulk.answer(request.what, world)
    return query.answer(request.what, request.body, world, address)
