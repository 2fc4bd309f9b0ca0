"""The embedded prices: published digits, laws that hold in every region, and refusals."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from math import inf
from time import perf_counter

import pytest
from click.testing import CliRunner

import pricing_data
from costmodel.errors import CorruptPrices, UnknownRate, UnknownRegion
from costmodel.instance_type import InstanceType
from pricing_data import checks, manifest, rows, specs, writer
from pricing_data.cli import main
from pricing_data.manifest import SourceEntry
from pricing_data.reader import SNAPSHOT
from pricing_data.rows import Row

MANIFEST = manifest.read(SNAPSHOT)
REGIONS = tuple(MANIFEST.regions)

PUBLISHED = [
    ("us-east-1", "lambda.requests", [(0.0000002, inf)]),
    (
        "us-east-1",
        "lambda.duration.x86_64",
        [(0.0000166667, 6e9), (0.000015, 15e9), (0.0000133334, inf)],
    ),
    (
        "us-east-1",
        "lambda.duration.arm64",
        [(0.0000133334, 7.5e9), (0.0000120001, 18.75e9), (0.0000106667, inf)],
    ),
    ("us-east-1", "lambda.provisioned_concurrency.x86_64", [(0.0000041667, inf)]),
    ("us-east-1", "lambda.provisioned_duration.arm64", [(0.0000077778, inf)]),
    ("us-east-1", "lambda.ephemeral_storage.x86_64", [(0.0000000309, inf)]),
    ("us-east-1", "lambda.edge.duration", [(0.00005001, inf)]),
    ("us-east-1", "ec2.m5.large", [(0.096, inf)]),
    ("us-east-1", "ec2.c7g.large", [(0.0725, inf)]),
    ("us-east-1", "ec2.t3.medium.reserved.standard.1yr.no_upfront", [(0.0261, inf)]),
    ("us-east-1", "ec2.t3.medium.reserved.convertible.3yr.no_upfront", [(0.0206, inf)]),
    (
        "us-east-1",
        "apigateway.rest.requests",
        [(0.0000035, 333e6), (0.0000028, 1e9), (0.00000238, 20e9), (0.00000151, inf)],
    ),
    (
        "us-east-1",
        "egress.internet",
        [(0.09, 10_240), (0.085, 51_200), (0.07, 153_600), (0.05, inf)],
    ),
    ("us-east-1", "transfer.inter_az", [(0.01, inf)]),
    ("us-east-1", "alb.hours", [(0.0225, inf)]),
    ("us-east-1", "alb.lcu", [(0.008, inf)]),
    ("us-east-1", "nlb.hours", [(0.0225, inf)]),
    ("us-east-1", "nlb.lcu", [(0.006, inf)]),
    ("us-east-1", "ec2.cpu_credits.t3", [(0.05, inf)]),
    ("us-west-2", "ec2.cpu_credits.t4g", [(0.04, inf)]),
    (
        "ap-northeast-1",
        "cloudfront.us_eu.egress",
        [
            (0.085, 10 * 1024),
            (0.08, 50 * 1024),
            (0.06, 150 * 1024),
            (0.04, 500 * 1024),
            (0.03, 1024 * 1024),
            (0.025, 5 * 1024 * 1024),
            (0.02, inf),
        ],
    ),
    ("us-east-1", "cloudfront.us_eu.https_requests", [(0.000001, inf)]),
    ("eu-west-1", "cloudfront.europe.https_requests", [(0.0000012, inf)]),
    ("us-east-1", "fargate.vcpu.x86_64", [(0.04048, inf)]),
    ("us-east-1", "lambda.duration.x86_64.savings_plan.compute.1yr.no_upfront", [(0.0000147, inf)]),
    ("us-east-1", "fargate.vcpu.x86_64.savings_plan.compute.3yr.no_upfront", [(0.022264, inf)]),
    ("us-east-1", "fargate.memory.x86_64", [(0.004445, inf)]),
    ("us-east-1", "dynamodb.provisioned.write", [(0.00065, inf)]),
    ("us-east-1", "dynamodb.storage", [(0.25, inf)]),
    ("us-east-1", "rds.postgresql.single_az.db.m7g.large", [(0.168, inf)]),
    ("us-east-1", "rds.postgresql.multi_az.db.m7g.large", [(0.337, inf)]),
    ("us-east-1", "rds.proxy.vcpu", [(0.015, inf)]),
    ("us-east-1", "elasticache.valkey.cache.m7g.large", [(0.1264, inf)]),
    ("ap-northeast-1", "ec2.t3.medium", [(0.0544, inf)]),
    ("ap-northeast-1", "ec2.t3.micro", [(0.0136, inf)]),
    ("ap-northeast-1", "apigateway.http.requests", [(0.00000129, 300e6), (0.00000118, inf)]),
    ("ap-northeast-1", "nat.hours", [(0.062, inf)]),
    ("ap-northeast-1", "nat.data", [(0.062, inf)]),
    ("ap-northeast-1", "alb.hours", [(0.0243, inf)]),
    ("ap-northeast-1", "ebs.gp3.storage", [(0.096, inf)]),
    ("ap-northeast-1", "ebs.gp3.throughput", [(49.152, inf)]),
    ("ap-northeast-1", "cloudwatch.logs.ingestion", [(0.76, inf)]),
    ("ap-northeast-1", "dynamodb.on_demand.write", [(0.000000715, inf)]),
    ("ap-northeast-1", "vpc.public_ipv4", [(0.005, inf)]),
    ("ap-southeast-1", "rds.postgresql.single_az.db.t4g.medium", [(0.102, inf)]),
    ("eu-west-2", "ec2.t3.medium", [(0.0472, inf)]),
    ("eu-west-2", "nlb.hours", [(0.02646, inf)]),
    ("ap-northeast-2", "nlb.lcu", [(0.006, inf)]),
    ("af-south-1", "nlb.lcu", [(0.0071, inf)]),
    ("ca-central-1", "alb.hours", [(0.02475, inf)]),
    ("eu-west-2", "ebs.gp3.storage", [(0.0928, inf)]),
    ("eu-west-2", "rds.proxy.vcpu", [(0.017, inf)]),
]

UNITS = {
    "lambda.requests": "request",
    "lambda.duration.arm64": "GB·s",
    "lambda.event_poller": "EPU·h",
    "lambda.snapstart.restore": "GB",
    "ec2.m5.large": "instance·h",
    "ebs.gp3.storage": "GB·month",
    "ebs.gp3.throughput": "GiBps·month",
    "apigateway.websocket.messages": "message",
    "apigateway.cache.0.5GB": "h",
    "alb.lcu": "LCU·h",
    "fargate.vcpu.arm64": "vCPU·h",
    "cloudwatch.metrics": "metric·month",
    "dynamodb.provisioned.read": "RCU·h",
    "elasticache.valkey.serverless.ecpu": "ECPU",
    "ec2.cpu_credits.t4g": "vCPU·h",
    "ec2.m5.large.spot": "instance·h",
    "nlb.lcu": "LCU·h",
    "cloudfront.us_eu.egress": "GB",
    "cloudfront.us_eu.https_requests": "request",
}

SPOT = MANIFEST.sources["spot-advisor"]

TOKYO_TIERS = [
    "lambda.duration.x86_64,GB·s,0,6000000000,0.0000166667,FSYUV9NMNDEXRJ5H,aws-price-lambda,2025-10-30",
    "lambda.duration.x86_64,GB·s,6000000000,15000000000,0.000015,FSYUV9NMNDEXRJ5H,aws-price-lambda,2025-10-30",
    "lambda.duration.x86_64,GB·s,15000000000,Inf,0.0000133334,FSYUV9NMNDEXRJ5H,aws-price-lambda,2025-10-30",
]


def digits(region, key):
    """Price text of every tier, straight from the file."""
    lines = (SNAPSHOT / f"{region}.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",")[4] for line in lines if line.startswith(f"{key},")]


# --- what was published ------------------------------------------------------------------------------


@pytest.mark.parametrize(("region", "key", "tiers"), PUBLISHED)
def test_published_price(region, key, tiers):
    rate = pricing_data.load(region)[key]

    assert [(tier.price, tier.up_to) for tier in rate.tiers] == tiers


@pytest.mark.parametrize(("key", "unit"), UNITS.items())
def test_unit(key, unit):
    assert pricing_data.load("us-east-1")[key].unit == unit


def test_digits_are_kept_as_published():
    lines = (SNAPSHOT / "ap-northeast-1.csv").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("lambda.duration.x86_64,")] == TOKYO_TIERS
    assert digits("us-east-1", "dynamodb.on_demand.write") == ["0.000000625"]
    assert digits("us-east-1", "apigateway.cache.58.2GB") == ["1"]


def test_a_price_names_its_document_date_and_sku():
    source = pricing_data.load("us-east-1")["lambda.duration.x86_64"].source

    assert source.as_of == "2025-10-30"
    assert source.sku == "TG3M4CAGBA3NYQBH"
    assert source.url == MANIFEST.sources["aws-price-lambda"].url
    assert "508fb45296c89efe38772babd7ec766644629267" in source.url


def test_aws_calculators_bills_come_out_of_the_rates():
    """Estimates that AWS's Pricing Calculators made, as public documents print them.

    CloudFront in the United States (rates of 2026-06-12): 9,804 GB are $833.34, 81,700,000 HTTPS requests $81.70.
    CloudFront in Europe (2026-06-30), less 10,000,000 requests: 400,000,000 of them are $468.00; less 1,024 GB, what
    is printed as 16,703 GB is $1,305.54.
    An NLB (30 NLCU) and an ALB (35 LCU) in eu-west-1 for 730 h: $149.80 and $222.80.
    """
    book = pricing_data.load("eu-west-1")

    def hourly(kind, units):
        return book[f"{kind}.hours"].cost(730) + book[f"{kind}.lcu"].cost(730 * units)

    assert book["cloudfront.us_eu.egress"].cost(9_804) == pytest.approx(833.34, abs=0.005)
    assert book["cloudfront.us_eu.https_requests"].cost(81_700_000) == pytest.approx(81.70, abs=0.005)
    assert book["cloudfront.europe.https_requests"].cost(400_000_000 - 10_000_000) == pytest.approx(468, abs=0.005)
    assert book["cloudfront.us_eu.egress"].cost(16_703 - 1_024) == pytest.approx(1_305.54, abs=0.04)
    assert hourly("nlb", 30) == pytest.approx(149.80, abs=0.005)
    assert hourly("alb", 35) == pytest.approx(222.80, abs=0.005)


# --- what is known -----------------------------------------------------------------------------------


def test_regions():
    known = pricing_data.regions()

    assert len(known) == 36
    assert list(known) == sorted(known)
    assert known["ap-northeast-1"] == "Asia Pacific (Tokyo)"
    assert not [code for code in known if code.startswith("cn-")]
    assert not [code for code in known if code.count("-") > 2 and not code.startswith("us-gov-")]


def test_as_of_is_the_newest_compute_price_list():
    assert pricing_data.as_of("ap-northeast-1") == date(2025, 11, 3)
    assert pricing_data.as_of("us-east-1") == date(2026, 7, 20)


def test_as_of_ignores_newer_lists_of_other_services():
    assert pricing_data.dates("ap-northeast-1")["alb"] == ("2026-08-27", "2026-08-27")
    assert pricing_data.as_of("ap-northeast-1") < date(2026, 8, 27)


def test_dates_of_each_service():
    found = pricing_data.dates("us-east-1")

    assert found["lambda"] == ("2025-10-30", "2026-10-01")
    assert found["ec2"] == ("2025-04", "2026-09-11")
    assert list(found) == sorted(found)


def test_undated_rates_do_not_count():
    assert pricing_data.load("eu-west-1")["nlb.lcu"].source.as_of == ""
    assert pricing_data.dates("eu-west-1")["nlb"] == ("2026-09", "2026-09")


@pytest.mark.parametrize("ask", [pricing_data.load, pricing_data.instances, pricing_data.as_of, pricing_data.dates])
def test_an_unknown_region_is_refused_with_the_nearest_name(ask):
    with pytest.raises(UnknownRegion, match=r"ap-norteast-1.*did you mean 'ap-northeast-1'"):
        ask("ap-norteast-1")


@pytest.mark.parametrize("name", ["", "../us-east-1", "us-east-1.csv", "cn-north-1", "us-east-1-bos-1"])
def test_only_regions_are_read(name):
    with pytest.raises(UnknownRegion):
        pricing_data.load(name)


@pytest.mark.parametrize(
    ("region", "key"),
    [
        ("af-south-1", "alb.hours"),
        ("eu-central-1", "alb.lcu"),
        ("ap-southeast-6", "ebs.gp3.storage"),
        ("ap-southeast-6", "egress.internet"),
        ("ap-northeast-1", "rds.proxy.vcpu"),
        ("ap-northeast-1", "ec2.m9g.large"),
        ("af-south-1", "lambda.edge.requests"),
        ("ap-northeast-1", "lambda.duration.x86_64.savings_plan.compute.1yr.no_upfront"),
        ("ca-west-1", "rds.mysql.multi_az.db.m6id.large"),  # 4 times single_az: not believed
        ("us-east-1", "ec2.p5.48xlarge.reserved.convertible.1yr.no_upfront"),  # above today's On-Demand
    ],
)
def test_a_hole_is_an_error(region, key):
    book = pricing_data.load(region)

    assert key not in book
    with pytest.raises(UnknownRate, match=f"no rate '{key}' in {region}"):
        book[key]


@pytest.mark.parametrize("kind", ["m8i.metal-48xl", "c8i.metal-96xl", "r8i.metal-48xl"])
def test_dedicated_prices_are_not_shared_ones(kind):
    book = pricing_data.load("us-east-1")

    assert f"ec2.{kind}" not in book
    assert f"ec2.{kind.partition('.')[0]}.large" in book


# --- instance types ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "vcpu", "memory_mib", "architecture", "baseline"),
    [
        ("m5.large", 2, 8192, "x86_64", None),
        ("c7g.large", 2, 4096, "arm64", None),
        ("t3.nano", 2, 512, "x86_64", 0.05),
        ("t3.medium", 2, 4096, "x86_64", 0.2),
        ("t3a.large", 2, 8192, "x86_64", 0.3),
        ("t4g.2xlarge", 8, 32768, "arm64", 0.4),
        ("t2.micro", 1, 1024, "x86_64", 0.1),
        ("t2.xlarge", 4, 16384, "x86_64", 0.225),
        ("t2.2xlarge", 8, 32768, "x86_64", 0.17),
    ],
)
def test_instance_type(name, vcpu, memory_mib, architecture, baseline):
    kind = pricing_data.load("us-east-1").instance(name)

    assert (kind.vcpu, kind.memory_mib, kind.architecture) == (vcpu, memory_mib, architecture)
    assert kind.baseline == baseline


def test_macs_are_left_out_and_only_t_types_burst():
    types = pricing_data.load("us-east-1").instances

    assert not [name for name in types if name.startswith("mac")]
    burstable = {name.partition(".")[0] for name, kind in types.items() if kind.baseline is not None}
    assert burstable == {"t2", "t3", "t3a", "t4g"}


def test_instances_are_the_priced_types():
    frame = pricing_data.instances("ap-northeast-1").set_index("name")

    columns = ["vcpu", "memory_gib", "architecture", "baseline", "network", "usd_per_hour", "as_of"]
    assert list(frame.columns) == columns
    medium = [2, 4, "x86_64", 0.2, "Up to 5 Gigabit", 0.0544, "2025-11-03"]
    assert [frame[column]["t3.medium"] for column in columns] == medium
    assert frame["usd_per_hour"].min() > 0
    assert frame.index.is_unique
    assert "m9g.large" not in frame.index
    assert set(frame["baseline"].dropna().index) == {
        name for name in frame.index if name.startswith(("t2.", "t3.", "t3a.", "t4g."))
    }


# --- laws of the whole snapshot ----------------------------------------------------------------------


def test_the_snapshot_is_sound():
    assert checks.problems(SNAPSHOT) == []


@pytest.mark.parametrize("region", REGIONS)
def test_every_rate_of_a_region(region):
    book = pricing_data.load(region)

    for key, rate in book.rates.items():
        assert rate.key == key
        assert rate.unit
        edges = [tier.up_to for tier in rate.tiers]
        assert edges == sorted(set(edges))
        assert edges[-1] == inf
        prices = [tier.price for tier in rate.tiers]
        assert 0 < min(prices) <= max(prices) < 1000
        assert prices == sorted(prices, reverse=True)
        assert rate.source.url.startswith("https://")


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_can_answer_the_question(region):
    book = pricing_data.load(region)

    for key in ("lambda.requests", "apigateway.rest.requests", "fargate.vcpu.arm64", "nat.hours", "dynamodb.storage"):
        assert key in book
    assert [len(book[f"lambda.duration.{architecture}"].tiers) for architecture in ("x86_64", "arm64")] == [3, 3]


@pytest.mark.parametrize("region", REGIONS)
def test_a_commitment_is_cheaper_than_on_demand(region):
    rates = pricing_data.load(region).rates

    for key in rates:
        plain = key.partition(".reserved.")[0].partition(".savings_plan.")[0].removesuffix(".spot")
        if plain != key:
            assert rates[key].tiers[0].price < rates[plain].tiers[0].price


def test_no_file_holds_a_zero_price():
    for region in REGIONS:
        lines = (SNAPSHOT / f"{region}.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert not [line for line in lines if float(line.split(",")[4]) <= 0]


@pytest.mark.parametrize("region", REGIONS)
def test_credits_are_priced_for_exactly_the_families_that_are_sold(region):
    rates = pricing_data.load(region).rates

    families = {key.split(".")[1] for key in rates if key.startswith("ec2.t") and key.count(".") == 2}
    priced = {key.removeprefix("ec2.cpu_credits.") for key in rates if key.startswith("ec2.cpu_credits.")}
    assert priced == families & {"t2", "t3", "t3a", "t4g"}


def test_the_edge_costs_the_same_from_every_region():
    books = [pricing_data.load(region) for region in REGIONS]

    for key in ("cloudfront.us_eu.egress", "cloudfront.us_eu.https_requests", "cloudfront.europe.https_requests"):
        assert len({book[key].tiers for book in books}) == 1


def test_spot_prices_are_whole_per_cents_off_on_demand_and_say_that_they_are_derived():
    priced = set()
    for region in REGIONS:
        rates = pricing_data.load(region).rates
        for key in (key for key in rates if key.endswith(".spot")):
            share = rates[key].tiers[0].price / rates[key.removesuffix(".spot")].tiers[0].price * 100
            assert 0 < share < 100
            assert share == pytest.approx(round(share), abs=1e-9)
            assert (rates[key].source.as_of, rates[key].source.url) == ("2025-06-28", SPOT.url)
            priced.add(region)

    assert set(REGIONS) - priced == {"us-gov-east-1", "us-gov-west-1", "ap-southeast-6"}
    assert "derived" in SPOT.title
    assert "Not a price that AWS lists" in SPOT.note


def test_what_nobody_confirmed_says_so_where_the_page_shows_it():
    assert any("Not confirmed" in title for title in pricing_data.origins("us-east-1")["ec2"])
    assert not any("Not confirmed" in title for title in pricing_data.origins("ap-southeast-6")["ec2"])  # no T3a


def test_a_sku_is_one_product():
    seen: dict[str, tuple[str, str]] = {}
    for region in REGIONS:
        for key, rate in pricing_data.load(region).rates.items():
            if rate.source.sku:
                assert seen.setdefault(rate.source.sku, (region, key)) == (region, key)


def test_the_snapshot_stays_small():
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) < 12_000_000


# --- reading -----------------------------------------------------------------------------------------


def test_loading_is_quick():
    def seconds():
        start = perf_counter()
        pricing_data.load("us-east-1")
        return perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.03


def test_a_rate_is_made_once_and_only_when_asked_for(monkeypatch):
    made = []

    def counted(*arguments):
        made.append(arguments)
        return object()

    monkeypatch.setattr(rows, "rate", counted)
    rates = pricing_data.load("us-east-1").rates

    assert "lambda.requests" in rates
    assert len(list(rates)) == len(rates) > 5000
    assert not made
    assert rates["lambda.requests"] is rates["lambda.requests"]
    assert len(made) == 1


def test_importing_loads_no_pandas_and_no_boto3():
    program = (
        "import sys, pricing_data; pricing_data.load('us-east-1')['lambda.requests'];"
        "print(sorted({'pandas', 'boto3', 'click', 'plotly', 'streamlit'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


# --- refusals ----------------------------------------------------------------------------------------

ROWS = [
    Row("lambda.duration.arm64", "GB·s", "0", "100", "0.0000133334", "SKU1", "list", "2025-10-30"),
    Row("lambda.duration.arm64", "GB·s", "100", "Inf", "0.00001", "SKU1", "list", "2025-10-30"),
    Row("lambda.requests", "request", "0", "Inf", "0.0000002", "", "list", "2025"),
]
SOURCES = {"list": SourceEntry("A list", "https://example.org/list", "https://example.org", "")}
TYPES = [InstanceType("t3.nano", 2, 512, baseline=0.05), InstanceType("c7g.large", 2, 4096, "arm64")]


@pytest.fixture
def folder(tmp_path):
    """A small price folder with one region."""
    target = tmp_path / "prices"
    writer.write(target, {"here": ROWS}, TYPES, {"here": "Here"}, SOURCES)
    return target


def rewrite(folder, file, text):
    """Change a file and its checksum, as a broken program would."""
    (folder / file).write_bytes(text.encode())
    document = json.loads((folder / "manifest.json").read_bytes())
    count = text.count("\n") - 1
    document["files"][file] = {"sha256": sha256(text.encode()).hexdigest(), "rows": count}
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")


def read_all(folder):
    """Every rate and every type."""
    book = pricing_data.load("here", folder)
    return [*book.rates.values(), *book.instances.values()]


def test_what_is_written_is_read(folder):
    book = pricing_data.load("here", folder)

    assert [tier.price for tier in book["lambda.duration.arm64"].tiers] == [0.0000133334, 0.00001]
    assert book["lambda.requests"].source.url == "https://example.org/list"
    assert dict(book.instances) == {kind.name: kind for kind in TYPES}
    assert checks.problems(folder) == []


WRONG = {
    "another header": ("key,unit,from", "clef,unit,from", "line 1: header must be"),
    "a column more": ("request,0", "request,x,0", "line 4: 8 columns expected, got 9"),
    "a column less": ("SKU1,list,2025-10-30\nlambda.r", "SKU1,list\nlambda.r", "line 3: 8 columns expected, got 7"),
    "no number": ("0.0000002", "free", "line 4: price must be a number, got 'free'"),
    "not a number": ("0.0000002", "nan", "line 4: price must be a number"),
    "a negative price": ("0.0000002", "-0.1", "line 4: price must be a number"),
    "an empty price": ("0.0000002", "", "line 4: price must be a number"),
    "a zero price": ("0.0000002", "0.00", "line 4: 'lambda.requests' costs nothing"),
    "a gap between tiers": ("GB·s,100,Inf", "GB·s,101,Inf", "line 3: .* must go on from 100, got 101"),
    "tiers that overlap": ("GB·s,100,Inf", "GB·s,99,Inf", "line 3: .* must go on from 100, got 99"),
    "a start above zero": ("request,0,Inf", "request,5,Inf", "line 4: .* must go on from 0, got 5"),
    "no last tier": ("100,Inf", "100,200", "line 2: .*rise to infinity"),
    "two units": ("GB·s,100", "GB,100", "line 3: unit of .* must be 'GB·s' in every tier, got 'GB'"),
    "two SKUs": ("0.00001,SKU1", "0.00001,SKU2", "line 3: sku of"),
    "two dates": ("0.00001,SKU1,list,2025-10-30", "0.00001,SKU1,list,2025-10-31", "line 3: as_of of"),
    "an unknown source": (",list,2025\n", ",rumour,2025\n", "line 4: source 'rumour' is not in the manifest"),
    "no date": (",list,2025\n", ",list,yesterday\n", "line 4: as_of must be a date"),
    "month 13": (",list,2025\n", ",list,2025-13\n", "line 4: as_of must be a date"),
    "Windows line ends": (",list,2025\n", ",list,2025\r\n", "line 4: as_of must be a date"),
    "an empty line": (",list,2025\n", ",list,2025\n\n", "line 5: 8 columns expected, got 1"),
    "no last line feed": (",list,2025\n", ",list,2025", "line 4: the last line must end with a line feed"),
}


@pytest.mark.parametrize(("old", "new", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_line_is_refused_by_file_and_line(folder, old, new, message):
    text = (folder / "here.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    rewrite(folder, "here.csv", text.replace(old, new))

    with pytest.raises(CorruptPrices, match=rf"here\.csv {message}"):
        read_all(folder)
    assert any("here.csv" in problem for problem in checks.problems(folder))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name,vcpu", "name,cpu", "line 1: header must be"),
        ("arm64,,", "arm64,,,", "line 2: 6 columns expected, got 7"),
        ("arm64", "i386", "line 2: architecture must be arm64 or x86_64, got 'i386'"),
        ("c7g.large,2", "c7g.large,two", "line 2: vcpu must be a number, got 'two'"),
        ("0.05", "5%", "line 3: baseline must be a number, got '5%'"),
        ("c7g.large", "t3.nano", "line 3: one line per instance type expected"),
    ],
)
def test_a_wrong_instance_type_is_refused_by_line(folder, old, new, message):
    text = (folder / specs.FILE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    rewrite(folder, specs.FILE, text.replace(old, new))

    with pytest.raises(CorruptPrices, match=rf"instances\.csv {message}"):
        read_all(folder)
    assert any(specs.FILE in problem for problem in checks.problems(folder))


def test_a_changed_digit_is_noticed(folder):
    path = folder / "here.csv"
    path.write_bytes(path.read_bytes().replace(b"0.0000002", b"0.0000003"))

    with pytest.raises(CorruptPrices, match=r"here\.csv: sha256 must be \w{12}…, got \w{12}…: changed or cut short"):
        pricing_data.load("here", folder)


@pytest.mark.parametrize("file", ["here.csv", specs.FILE])
def test_a_truncated_file_is_noticed(folder, file):
    path = folder / file
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(CorruptPrices, match=f"{file}: sha256"):
        pricing_data.load("here", folder)


def test_a_missing_file_is_noticed(folder):
    (folder / "here.csv").unlink()

    with pytest.raises(CorruptPrices, match=r"here\.csv: cannot be read: No such file"):
        pricing_data.load("here", folder)


def test_a_file_the_manifest_does_not_name_is_not_read(folder):
    document = json.loads((folder / "manifest.json").read_bytes())
    del document["files"]["here.csv"]
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(CorruptPrices, match=r"here\.csv: not in the manifest"):
        pricing_data.load("here", folder)


def test_a_row_count_that_differs_is_noticed(folder):
    document = json.loads((folder / "manifest.json").read_bytes())
    document["files"]["here.csv"]["rows"] = 2
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(CorruptPrices, match=r"here\.csv: 2 rows expected, got 3"):
        pricing_data.load("here", folder)


def test_a_key_that_comes_back_is_noticed(folder):
    header, *lines = (folder / "here.csv").read_text(encoding="utf-8").splitlines()
    rewrite(folder, "here.csv", "\n".join([header, lines[0], lines[2], lines[1]]) + "\n")

    with pytest.raises(CorruptPrices, match=r"line 4: 'lambda.duration.arm64' stands in line 2 already"):
        pricing_data.load("here", folder)


def test_text_that_is_not_utf8_is_noticed(folder):
    content = (folder / "here.csv").read_bytes().replace("·".encode(), b"\xb7")
    (folder / "here.csv").write_bytes(content)
    document = json.loads((folder / "manifest.json").read_bytes())
    document["files"]["here.csv"]["sha256"] = sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(CorruptPrices, match=r"here\.csv: not UTF-8"):
        pricing_data.load("here", folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a manifest"),
        ("{", "not a manifest"),
        ("[]", "not a manifest"),
        ("{}", "not a manifest"),
        ('{"schema": 2}', "schema 1 expected, got 2"),
        ('{"schema": 1, "files": {"a": {"rows": 1}}, "regions": {}, "sources": {}}', "not a manifest"),
    ],
)
def test_a_wrong_manifest_is_refused(folder, text, message):
    (folder / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(CorruptPrices, match=f"manifest.json: {message}"):
        pricing_data.load("here", folder)
    assert len(checks.problems(folder)) == 1


def test_a_missing_manifest_is_refused(tmp_path):
    with pytest.raises(CorruptPrices, match=r"manifest\.json: cannot be read"):
        pricing_data.regions(tmp_path)


def test_as_of_needs_a_full_date(folder):
    text = (folder / "here.csv").read_text(encoding="utf-8")
    rewrite(folder, "here.csv", text.replace("2025-10-30", "2025-10"))

    with pytest.raises(CorruptPrices, match="on which day"):
        pricing_data.as_of("here", folder)


# --- laws that need the whole folder -----------------------------------------------------------------


def test_a_stray_file_is_a_problem(folder):
    (folder / "there.csv").write_text("", encoding="utf-8")

    assert checks.problems(folder) == ["there.csv: not in the manifest"]


def test_a_key_with_two_units_is_a_problem(tmp_path):
    other = [row._replace(unit="GB") for row in ROWS[:2]]
    writer.write(tmp_path, {"here": ROWS, "there": other}, TYPES, {"here": "Here", "there": "There"}, SOURCES)

    problems = checks.problems(tmp_path)
    assert problems[0] == "there.csv: 'lambda.duration.arm64' is per GB, elsewhere per GB·s"


def test_an_unused_source_is_a_problem(tmp_path):
    writer.write(tmp_path, {"here": ROWS}, TYPES, {"here": "Here"}, SOURCES | {"spare": SOURCES["list"]})

    assert checks.problems(tmp_path) == ["manifest.json: no rate names source 'spare'"]


def test_an_unsorted_file_is_a_problem(folder):
    header, *lines = (folder / "here.csv").read_text(encoding="utf-8").splitlines()
    rewrite(folder, "here.csv", "\n".join([header, lines[2], lines[0], lines[1]]) + "\n")

    assert checks.problems(folder) == ["here.csv: not sorted by key and from"]


# --- writing -----------------------------------------------------------------------------------------


def test_writing_twice_changes_nothing(folder):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    writer.write(folder, {"here": reversed(ROWS)}, reversed(TYPES), {"here": "Here"}, SOURCES)

    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_one_new_price_is_one_changed_line(folder):
    before = (folder / "here.csv").read_text(encoding="utf-8").splitlines()
    dearer = [*ROWS[:2], ROWS[2]._replace(price="0.00000025")]
    writer.write(folder, {"here": dearer}, TYPES, {"here": "Here"}, SOURCES)
    after = (folder / "here.csv").read_text(encoding="utf-8").splitlines()

    assert [line for line in after if line not in before] == ["lambda.requests,request,0,Inf,0.00000025,,list,2025"]
    assert len(after) == len(before)


@pytest.mark.parametrize(
    "row",
    [
        ROWS[2]._replace(price="0"),
        ROWS[2]._replace(price="1,5"),
        ROWS[2]._replace(sku="A,B"),
        ROWS[2]._replace(sku='A"B'),
        ROWS[2]._replace(sku="A\nB"),
        ROWS[2]._replace(source="rumour"),
        ROWS[2]._replace(up_to="5"),
    ],
)
def test_nothing_unreadable_is_written(folder, row):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(CorruptPrices, match=r"here\.csv line 4"):
        writer.write(folder, {"here": [*ROWS[:2], row]}, TYPES, {"here": "Here"}, SOURCES)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_same_price_twice_is_not_written(tmp_path):
    with pytest.raises(CorruptPrices, match=r"'lambda.requests' must go on from Inf"):
        writer.write(tmp_path, {"here": [*ROWS, ROWS[2]]}, TYPES, {"here": "Here"}, SOURCES)


def test_an_instance_type_twice_is_not_written(tmp_path):
    with pytest.raises(CorruptPrices, match="twice"):
        writer.write(tmp_path, {"here": ROWS}, [*TYPES, TYPES[0]], {"here": "Here"}, SOURCES)


# --- the command line --------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_status_is_one_line_per_service(folder):
    result = run("status", "--region", "here", "--folder", folder)

    assert result.exit_code == 0
    assert result.output.split() == ["lambda", "2025", "to", "2025-10-30", "2", "rates", "list"]


def test_status_of_the_snapshot():
    lines = run("status", "--region", "ap-northeast-1").output.splitlines()

    assert [line.split()[0] for line in lines] == list(pricing_data.dates("ap-northeast-1"))
    assert lines[0].split()[:6] == ["alb", "2026-08-27", "to", "2026-08-27", "2", "rates"]


def test_status_of_an_unknown_region_is_one_line_and_exit_code_2():
    result = run("status", "--region", "tokyo-1")

    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    assert "no prices for region 'tokyo-1'" in result.output


def test_status_needs_a_region():
    assert run("status").exit_code == 2


def test_verify_counts_what_is_sound(folder):
    result = run("verify", "--folder", folder)

    assert (result.exit_code, result.output) == (0, "1 regions, 2 files, 5 rows: sound\n")


def test_verify_names_every_problem(folder):
    path = folder / "here.csv"
    path.write_bytes(path.read_bytes() + b"x")
    result = run("verify", "--folder", folder)

    assert result.exit_code == 1
    assert result.output.startswith("here.csv: sha256")


def test_the_command_runs_by_name(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(SNAPSHOT, copy)
    (copy / "us-east-1.csv").unlink()
    command = [sys.executable, "-m", "pricing_data", "verify", "--folder", str(copy)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "us-east-1.csv: cannot be read: No such file" in result.stderr
