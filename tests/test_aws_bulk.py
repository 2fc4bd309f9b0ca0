"""The public files, over HTTP on loopback: whole, cut, slow to come, and not what they should be."""

from __future__ import annotations

import json
import re
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from pricing_data.aws import download, sections
from pricing_data.aws.bulk import BulkFiles
from pricing_data.aws.faults import BadPriceList, Cancelled, IncompletePage, NoNetwork, Unavailable
from pricing_data.aws.source import silent
from tests.samples import dimension, product

ROOT = "/offers/v1.0/aws"
FRANKFURT = "eu-central-1"
FILE = f"{ROOT}/AWSELB/20261120184746/{FRANKFURT}/index.json"


def balancers():
    listed: dict[str, Any] = {}
    for usage, unit in (("EUC1-Strange", "Hrs"), ("EUC1-LoadBalancerUsage", "Hrs"), ("EUC1-LCUUsage", "LCU-Hrs")):
        made = product(usage, {"1": dimension("0.0250000000", unit=unit)})
        sku = f"SKU{len(listed)}ABCDEFGHJKLM"
        made["product"] |= {"sku": sku, "productFamily": "Load Balancer-Application"}
        listed[sku] = made
    return {
        "formatVersion": "v1.0",
        "disclaimer": 'not "products" : { and not \\"terms\\" : {',
        "offerCode": "AWSELB",
        "version": "20261120184746",
        "publicationDate": "2026-11-20T18:47:46Z",
        "products": {sku: made["product"] for sku, made in listed.items()},
        "terms": {
            "OnDemand": {sku: made["terms"]["OnDemand"] for sku, made in listed.items()},
            "Reserved": {},
        },
        "attributesList": {},
    }


class Files:
    """A web server of files; ``how`` says what is done to each answer in turn."""

    def __init__(self):
        index = {"offers": {"AWSELB": {"currentRegionIndexUrl": f"{ROOT}/AWSELB/current/region_index.json"}}}
        regions = {"regions": {FRANKFURT: {"currentVersionUrl": FILE}}}
        self.files = {
            f"{ROOT}/index.json": json.dumps(index).encode(),
            f"{ROOT}/AWSELB/current/region_index.json": json.dumps(regions).encode(),
            FILE: json.dumps(balancers(), indent=2).encode(),
        }
        self.cut, self.errors, self.asked, self.length, self.base = [], [], [], True, ""


@pytest.fixture
def files():
    held = Files()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            held.asked.append(self.path)
            content = held.files.get(self.path)
            status = held.errors.pop(0) if held.errors else (200 if content is not None else 404)
            self.send_response(status)
            if held.length:
                self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            part = held.cut.pop(0) if held.cut and self.path == FILE else 1
            self.wfile.write((content or b"")[: int(len(content or b"") * part)])

        def log_message(self, *_said):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        held.base = f"http://127.0.0.1:{server.server_port}"
        yield held
        server.shutdown()


def test_the_newest_file_is_read_by_its_version(files):
    told = []

    found = BulkFiles(files.base).fetch("alb", FRANKFURT, lambda *said: told.append(said))

    assert [(row.key, row.price, row.as_of) for row in found.rows] == [
        ("alb.hours", "0.025", "2026-11-20"),
        ("alb.lcu", "0.025", "2026-11-20"),
    ]
    assert found.version == "20261120184746"
    assert found.source.url == files.base + FILE
    size = len(files.files[FILE])
    assert told[0] == ("AWSELB eu-central-1", 0, size)
    assert told[-1] == ("AWSELB eu-central-1", size, size)


def test_a_file_is_read_once_for_all_services(files):
    bulk = BulkFiles(files.base)

    assert bulk.fetch("alb", FRANKFURT, silent) == bulk.fetch("alb", FRANKFURT, silent)
    assert files.asked.count(FILE) == 1


def test_a_cut_file_is_read_again_from_its_beginning(files):
    files.cut = [0.3, 0.9]

    assert len(BulkFiles(files.base).fetch("alb", FRANKFURT, silent).rows) == 2
    assert files.asked.count(FILE) == 3


@pytest.mark.parametrize("length", [True, False], ids=["with length", "without length"])
@pytest.mark.parametrize("part", [0, 0.05, 0.5, 0.95, 0.999])
def test_a_cut_file_is_never_taken_for_a_whole_one(files, part, length):
    files.cut, files.length = [part] * 3, length

    with pytest.raises(IncompletePage, match="cut short"):
        BulkFiles(files.base).fetch("alb", FRANKFURT, silent)


@pytest.mark.parametrize("size", [1, 7, 300, 5000])
@pytest.mark.parametrize("spelling", ["narrow", "wide", "another kind of terms", "no reservations"])
def test_sections_come_out_the_same_however_the_file_is_cut_into_pieces(size, spelling):
    document = balancers()
    if spelling == "another kind of terms":
        document["terms"] = {"OnDemand": document["terms"]["OnDemand"], "FlexRate": document["terms"]["OnDemand"]}
    if spelling == "no reservations":
        del document["terms"]["Reserved"], document["attributesList"]
    content = json.dumps(document, indent=3 if spelling == "wide" else None).replace('": {', '"  :  {').encode()
    asked = dict.fromkeys(list(document["products"])[1:])

    found = list(sections.entries((content[at : at + size] for at in range(0, len(content), size)), asked))

    on_demand = document["terms"]["OnDemand"]
    assert {key: value for section, key, value in found if section == "products"} == document["products"]
    assert {key: value for section, key, value in found if section == "OnDemand"} == {
        sku: on_demand[sku] for sku in asked
    }
    assert {key: value for section, key, value in found if section == "head"}["version"] == "20261120184746"


@pytest.mark.parametrize("asked", [(), ("SKU0ABCDEFGHJKLM",), ("SKU2ABCDEFGHJKLM",)], ids=["none", "first", "last"])
@pytest.mark.parametrize("reservations", [True, False])
def test_every_byte_of_the_file_counts(asked, reservations):
    document = balancers()
    if not reservations:
        del document["terms"]["Reserved"]
    content = json.dumps(document, indent=1).encode()
    whole = list(sections.entries([content], asked))

    for end in range(len(content)):
        with pytest.raises((IncompletePage, BadPriceList)):
            list(sections.entries([content[:end]], asked))
    assert list(sections.entries([content, b"\n"], asked)) == whole


def test_a_list_without_terms_is_whole_and_lacks_the_price(files):
    files.files[FILE] = json.dumps(balancers() | {"products": {}, "terms": {}}).encode()

    with pytest.raises(BadPriceList, match=r"'alb\.hours' is not in AWS's price list"):
        BulkFiles(files.base).fetch("alb", FRANKFURT, silent)


def test_the_wrong_file_is_not_read_as_the_right_one(files):
    files.files[FILE] = re.sub(b'"AWSELB"', b'"AmazonEC2"', files.files[FILE])

    with pytest.raises(BadPriceList, match="must be the price list of AWSELB, is of AmazonEC2"):
        BulkFiles(files.base).fetch("alb", FRANKFURT, silent)


def test_errors_of_the_server_pass_or_are_told(files):
    files.errors = [503, 500]
    assert BulkFiles(files.base).fetch("alb", FRANKFURT, silent).rows

    files.errors = [503] * 3
    with pytest.raises(Unavailable, match="could not be read: HTTP Error 503"):
        BulkFiles(files.base).fetch("alb", FRANKFURT, silent)


def test_a_region_without_a_file_is_named(files):
    with pytest.raises(BadPriceList, match="no price list of AWSELB for eu-west-1"):
        BulkFiles(files.base).fetch("alb", "eu-west-1", silent)


def test_a_server_that_goes_silent_is_given_up(monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT_S", 0.2)
    monkeypatch.setattr(download, "TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(Unavailable, match="timed out"):
        BulkFiles(f"http://127.0.0.1:{deaf.getsockname()[1]}").fetch("alb", FRANKFURT, silent)


def test_no_server_is_no_network():
    with pytest.raises(NoNetwork):
        BulkFiles("http://127.0.0.1:9").fetch("alb", FRANKFURT, silent)


def test_only_the_web_is_read():
    with pytest.raises(Unavailable, match="not an address of the web"):
        BulkFiles("file:///etc").fetch("alb", FRANKFURT, silent)


def test_progress_can_stop_it(files):
    def stop(_what, done, _total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        BulkFiles(files.base).fetch("alb", FRANKFURT, stop)
    assert files.asked == [f"{ROOT}/index.json", f"{ROOT}/AWSELB/current/region_index.json", FILE]


def test_the_address_can_be_another(files, monkeypatch):
    monkeypatch.setenv("COSTMODEL_BULK_URL", files.base)

    assert BulkFiles().fetch("alb", FRANKFURT, silent).rows


def test_bytes_that_are_missing_count_even_where_the_json_is_whole(files):
    files.files[FILE] += b" " * len(files.files[FILE])
    files.cut = [0.9] * 3

    with pytest.raises(IncompletePage, match=r"was cut short: [\d,]+ of [\d,]+ bytes came"):
        BulkFiles(files.base).fetch("alb", FRANKFURT, silent)
