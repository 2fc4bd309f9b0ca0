"""The price list files: indexes, and one file for each service, version and region."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tools.fake_aws.answers import Answer, Refused, document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.fake_aws.terms import Json
    from tools.fake_aws.world import World

ROOT = "/offers/v1.0/aws"

SAVINGS = "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan"

COMPUTE = frozenset({"AmazonEC2", "AmazonECS", "AWSLambda"})
"""Services that a Compute Savings Plan is good for."""

DISCLAIMER = "This pricing list is for informational purposes only. All prices are those of a fake AWS."

FILE = re.compile(rf"{ROOT}/(?P<service>\w+)/(?P<version>\d{{14}}|current)/(?P<region>[a-z0-9-]+)/index\.json")
REGIONS = re.compile(rf"{ROOT}/(?P<service>\w+)/(?P<version>\d{{14}}|current)/region_index\.json")
VERSIONS = re.compile(rf"{ROOT}/(?P<service>\w+)/index\.json")


def answer(path: str, world: World) -> Answer:
    """The file at ``path``; raises `Refused` when there is none."""
    if path == f"{ROOT}/index.json":
        return document(index(world))
    if match := VERSIONS.fullmatch(path):
        return document(versions(known(match, world), world))
    if match := REGIONS.fullmatch(path):
        return document(region_index(known(match, world), match["version"], world))
    if match := FILE.fullmatch(path):
        return region_file(known(match, world), match["version"], match["region"], world)
    raise missing(path)


def missing(path: str) -> Refused:
    """The error for a file that is not there: without the right to list them, S3 says 403."""
    return Refused("AccessDenied", f"Access Denied: {path}", 403)


def known(match: re.Match[str], world: World) -> str:
    """The service of an address."""
    if match["service"] not in world.services:
        raise missing(match[0])
    return match["service"]


def dated(world: World) -> Json:
    """What every index begins with."""
    return {
        "formatVersion": "v1.0",
        "disclaimer": DISCLAIMER,
        "publicationDate": f"{world.published:%Y-%m-%dT%H:%M:%SZ}",
    }


def index(world: World) -> Json:
    """Every service."""
    return {**dated(world), "offers": {name: entry(name) for name in world.services}}


def entry(service: str) -> Json:
    """One service in the index."""
    plans = {
        "savingsPlanVersionIndexUrl": f"{SAVINGS}/current/index.json",
        "currentSavingsPlanIndexUrl": f"{SAVINGS}/current/region_index.json",
    }
    return {
        "offerCode": service,
        "versionIndexUrl": f"{ROOT}/{service}/index.json",
        "currentVersionUrl": f"{ROOT}/{service}/current/index.json",
        "currentRegionIndexUrl": f"{ROOT}/{service}/current/region_index.json",
        **(plans if service in COMPUTE else {}),
    }


def versions(service: str, world: World) -> Json:
    """Every version of one service."""
    days = sorted((*world.older, world.published))
    listed = {
        f"{day:%Y%m%d%H%M%S}": {
            "versionEffectiveBeginDate": f"{day:%Y-%m-%dT%H:%M:%SZ}",
            "versionEffectiveEndDate": "",
            "offerVersionUrl": f"{ROOT}/{service}/{day:%Y%m%d%H%M%S}/index.json",
        }
        for day in days
    }
    return {**dated(world), "offerCode": service, "currentVersion": world.version, "versions": listed}


def region_index(service: str, version: str, world: World) -> Json:
    """The regions of one service, pinned to a version."""
    pinned = world.version if version == "current" else version
    regions = {
        region: {"regionCode": region, "currentVersionUrl": f"{ROOT}/{service}/{pinned}/{region}/index.json"}
        for region in world.places(service)
    }
    return {**dated(world), "regions": regions}


def region_file(service: str, version: str, region: str, world: World) -> Answer:
    """One service in one region: a file that was put in the place of it, or one that is made."""
    if region not in world.places(service):
        raise missing(f"{service}/{version}/{region}")
    if (service, region) in world.files:
        return Answer(200, "application/octet-stream", world.files[service, region])
    pinned = world.version if version == "current" else version
    text = json.dumps(offer_file(service, region, pinned, world), ensure_ascii=False, separators=(",", " : "))
    return Answer(200, "application/octet-stream", text.encode())


def offer_file(service: str, region: str, version: str, world: World) -> Mapping[str, object]:
    """Head, products by SKU, and then terms by SKU."""
    found = world.products(service, region)
    terms: dict[str, Json] = {}
    for one in found:
        for kind, offers in one["terms"].items():
            terms.setdefault(kind, {})[one["product"]["sku"]] = offers
    # A file writes the SKU first; the API writes it last.
    products = {one["product"]["sku"]: {"sku": one["product"]["sku"], **one["product"]} for one in found}
    when = f"{datetime.strptime(version, '%Y%m%d%H%M%S').replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"
    head = {**dated(world), "publicationDate": when, "offerCode": service, "version": version}
    return {**head, "products": products, "terms": terms}
