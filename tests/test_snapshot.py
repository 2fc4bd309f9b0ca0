"""The builder, on a small collection of its own."""

from __future__ import annotations

import csv
import gzip
import sys
from subprocess import run

import pytest

import pricing_data
from costmodel.errors import CorruptPrices
from pricing_data import checks, manifest, reader
from tools.snapshot import databases, documents, instance_types, metered, sources, spot, stated
from tools.snapshot.build import build

METERED = (
    "service,region_code,location,usage,arch,unit,tier,tier_start,tier_end,price_usd,sku,rate_code,source_key,"
    "publication_date"
)
RESERVED = (
    "location_code,instance_type,ondemand_usd_hour,standard_1yr_no_upfront,standard_3yr_no_upfront,"
    "convertible_1yr_no_upfront,convertible_3yr_no_upfront"
)
ADVISOR = "region_code,instance_type,os,savings_over_ondemand_pct,interruption_frequency"
WHEN = "2025-10-30T18:28:01Z"


def rate(usage, price, *, region="us-east-1", arch="", tier="1", edges="0,Inf", sku="SKU"):
    return f"Service,{region},Place,{usage},{arch},Unit,{tier},{edges},{price},{sku},code,key,{WHEN}"


LAMBDA = [
    rate("request", "0.0000002", arch="x86_64", sku="REQUEST"),
    rate("request", "0.0000002", arch="arm64", sku="REQUESTARM"),
    rate("duration", "0.0000166667", arch="x86_64", edges="0,6000000000", sku="DURATION"),
    rate("duration", "0.000015", arch="x86_64", tier="2", edges="6000000000,Inf", sku="DURATION"),
    rate("edge_request", "0", arch="x86_64"),
    rate("request", "0.0000002", region="us-east-1-bos-1", arch="x86_64"),
    rate("request", "0.0000002", region="eu-lonely-1", arch="x86_64"),
]

TABLES = {
    "lamngockhuong_aws-price/lambda_rates.csv": [METERED, *LAMBDA],
    "lamngockhuong_aws-price/apigateway_rates.csv": [METERED, rate("rest_request", "0.0000035")],
    "lamngockhuong_aws-price/fargate_rates.csv": [METERED, rate("fargate_vcpu_hour", "0.04048", arch="x86_64")],
    "lamngockhuong_aws-price/network_rates.csv": [METERED, rate("public_ipv4_idle_hour", "0.005")],
    "lamngockhuong_aws-price/dynamodb_rates.csv": [
        METERED,
        rate("provisioned_wcu_hour", "0.00065", arch="standard", edges="18600,Inf"),
        rate("storage_gb_month", "0.25", arch="standard", edges="25,Inf"),
    ],
    "lamngockhuong_aws-price/cloudwatch_rates.csv": [METERED, rate("logs_storage_gb_month", "0.0300")],
    "lamngockhuong_aws-price/regions.csv": [
        "location,code,type,continent",
        "US East (N. Virginia),us-east-1,AWS Region,North America",
        "EU (Lonely),eu-lonely-1,AWS Region,Europe",
        "US East (Boston),us-east-1-bos-1,AWS Local Zone,North America",
    ],
    "snapshot/ec2_ondemand_linux_merged.csv.gz": [
        "region_code,instance_type,os,tenancy,price_usd_hour,source,price_date,offered_2026_10",
        "us-east-1,t3.medium,Linux,Shared,0.0416,aws/karpenter-provider-aws,2026-07-20,1",
        "us-east-1,p5.48xlarge,Linux,Shared,55.04,lamngockhuong/aws-price,2025-11-03,1",
        "us-east-1,m9g.metal,Linux,Dedicated?,9.9,aws/karpenter-provider-aws,2026-07-20,1",
    ],
    "yeo_ec2.shop/ec2_ondemand_linux.csv.gz": [
        "location_code,instance_type,price_usd_hour,sku",
        "us-east-1,t3.medium,0.0416,TMEDIUM",
        "us-east-1,p5.48xlarge,98.32,PFIVE",
    ],
    "yeo_ec2.shop/ec2_reserved_no_upfront.csv.gz": [
        RESERVED,
        "us-east-1,t3.medium,0.0416,0.0261,0.018,,0.0206",
        "us-east-1,p5.48xlarge,98.32,71.1,43.1,77.7,50.1",
    ],
    "alexei-led_spotinfo/spot_advisor.csv.gz": [
        ADVISOR,
        "us-east-1,t3.medium,Linux,56,<5%",
        "us-east-1,t3.medium,Windows,41,<5%",
        "us-east-1,p5.48xlarge,Linux,70,>20%",
        "us-east-1,m5.large,Linux,66,15-20%",
    ],
    "yeo_ec2.shop/ebs_rates.csv": [
        "location_code,volume_type,usage,unit,price_usd,sku,publication_date",
        "us-east-1,gp3,throughput_over_125MiBps,GiBps-mo,40.96,THROUGHPUT,2024-07-18T13:53:37Z",
        "us-east-1-bos-1,gp2,storage,GB-Mo,0.15,ZONE,2024-07-18T13:53:37Z",
    ],
    "yeo_ec2.shop/rds_instances.csv.gz": [
        "region_code,engine,deployment,instance_type,ondemand_usd_hour",
        "us-east-1,mysql,multi-az,db.t3.medium,0.136",
        "us-east-1,mysql,single-az,db.t3.medium,",
    ],
    "yeo_ec2.shop/elasticache_rates.csv.gz": [
        "region_code,engine,node_type,price_usd,unit,sku,publication_date",
        "us-east-1,Valkey,cache.t4g.micro,0.0128,Hrs,NODE,2025-03-14T17:02:35Z",
        "us-east-1,Valkey,,0.084,GB-Hours,SERVERLESS,2025-03-14T17:02:35Z",
    ],
    "coroot_cloud-pricing/internet_egress.csv": [
        "region_code,tier_start_gb,tier_end_gb,price_usd,date",
        "us-east-1,0,10240,0.09,2024-08-09",
        "us-east-1,10240,Inf,0.085,2024-08-09",
    ],
    "coroot_cloud-pricing/inter_az.csv": [
        "region_code,in_usd_gb,out_usd_gb,date",
        "us-east-1,0.01,0.02,2024-08-09",
    ],
    "rates_from_docs.csv": [
        "service,region,usage,unit,price_usd,tier_start,tier_end,source,date_seen",
        "AWSELB,us-east-1,alb_hour (sku 37CUWUT8GSNQEPUV),Hrs,0.0225,0,Inf,namratabhatia21/Clarchy x,2026-10-01",
        "AWSELB,us-east-1,classic ELB hour,Hrs,0.025,0,Inf,anything,2026",
        "AWSLambda,us-east-1,duration x86 tier1,GB-Second,0.00001667,0,Inf,namratabhatia21/Clarchy x,2026-10-01",
        "ComputeSavingsPlans,us-east-1,lambda duration x86 1yr No Upfront (rounded),GB-Second,0.0000147,0,Inf,x,2026",
        "ComputeSavingsPlans,us-east-1,fargate_gb_hour x86 3yr No Upfront,G,0.00244475,0,,namratabhatia21/Clarchy,2026",
    ],
    "moto/ec2_specs.csv": [
        "instance_type,vcpu,memory_mib,architectures,network_performance,burstable",
        "t3.medium,2,4096,x86_64,Up to 5 Gigabit,1",
        "t2.medium,2,4096,i386|x86_64,Low to Moderate,1",
        "mac1.metal,12,32768,x86_64_mac,25 Gigabit,0",
        "t1.micro,1,627,i386,Very Low,0",
    ],
}


MERGED = "snapshot/ec2_ondemand_linux_merged.csv.gz"


def save(folder, tables):
    for name, lines in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(f"{line}\n" for line in lines).encode()
        path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)


@pytest.fixture
def collection(tmp_path):
    """A folder of collected price data, a few lines per file."""
    folder = tmp_path / "collected"
    save(folder, TABLES)
    return folder


@pytest.fixture
def built(collection, tmp_path):
    """The price folder made of it."""
    target = tmp_path / "built"
    build(collection, target)
    return target


def lines(folder):
    """Rows of us-east-1, by key."""
    with (folder / "us-east-1.csv").open(encoding="utf-8") as file:
        return {f"{row['key']} {row['from']}": row for row in csv.DictReader(file)}


def test_what_is_built_is_sound(built):
    assert checks.problems(built) == []


def test_building_twice_gives_the_same_bytes(collection, built, tmp_path):
    again = tmp_path / "again"
    build(collection, again)

    files = sorted(path.name for path in built.iterdir())
    assert files == ["instances.csv", "manifest.json", "us-east-1.csv"]
    assert [(again / name).read_bytes() for name in files] == [(built / name).read_bytes() for name in files]


def test_only_complete_regions_are_built(built):
    assert pricing_data.regions(built) == {"us-east-1": "US East (N. Virginia)"}


def test_every_key_of_the_collection(built):
    assert list(lines(built)) == [
        "alb.hours 0",
        "apigateway.rest.requests 0",
        "cloudfront.europe.https_requests 0",
        *(f"cloudfront.us_eu.egress {edge}" for edge in (0, 10240, 51200, 153600, 512000, 1048576, 5242880)),
        "cloudfront.us_eu.https_requests 0",
        "cloudwatch.logs.storage 0",
        "dynamodb.provisioned.write 0",
        "dynamodb.storage 0",
        "ebs.gp3.throughput 0",
        "ec2.cpu_credits.t3 0",
        "ec2.p5.48xlarge 0",
        "ec2.t3.medium 0",
        "ec2.t3.medium.reserved.convertible.3yr.no_upfront 0",
        "ec2.t3.medium.reserved.standard.1yr.no_upfront 0",
        "ec2.t3.medium.reserved.standard.3yr.no_upfront 0",
        "ec2.t3.medium.spot 0",
        "egress.internet 0",
        "egress.internet 10240",
        "elasticache.valkey.cache.t4g.micro 0",
        "elasticache.valkey.serverless.storage 0",
        "fargate.memory.x86_64.savings_plan.compute.3yr.no_upfront 0",
        "fargate.vcpu.x86_64 0",
        "lambda.duration.x86_64 0",
        "lambda.duration.x86_64 6000000000",
        "lambda.event_poller.sqs 0",
        "lambda.requests 0",
        "lambda.tenant_environment.x86_64 0",
        "nlb.hours 0",
        "nlb.lcu 0",
        "rds.mysql.multi_az.db.t3.medium 0",
    ]


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        ("lambda.requests 0", ["request", "0.0000002", "REQUEST", "aws-price-lambda", "2025-10-30"]),
        ("cloudwatch.logs.storage 0", ["GB·month", "0.0300", "SKU", "aws-price-cloudwatch", "2025-10-30"]),
        ("dynamodb.storage 0", ["GB·month", "0.25", "SKU", "aws-price-dynamodb", "2025-10-30"]),
        ("ec2.t3.medium 0", ["instance·h", "0.0416", "TMEDIUM", "karpenter", "2026-07-20"]),
        ("ec2.p5.48xlarge 0", ["instance·h", "55.04", "", "aws-price-ec2", "2025-11-03"]),
        ("ebs.gp3.throughput 0", ["GiBps·month", "40.96", "THROUGHPUT", "ec2-shop-ebs", "2024-07-18"]),
        ("alb.hours 0", ["h", "0.0225", "37CUWUT8GSNQEPUV", "clarchy", "2026-10-01"]),
        ("ec2.t3.medium.spot 0", ["instance·h", "0.018304", "", "spot-advisor", "2025-06-28"]),
        ("ec2.cpu_credits.t3 0", ["vCPU·h", "0.05", "", "ec2-page-credits", "2026-09-11"]),
        ("nlb.lcu 0", ["LCU·h", "0.006", "", "elb-page", "2026-09-20"]),
        ("rds.mysql.multi_az.db.t3.medium 0", ["instance·h", "0.136", "", "ec2-shop-rds", "2025-04-04"]),
    ],
)
def test_digits_source_and_date_are_copied(built, key, cells):
    row = lines(built)[key]

    assert [row[name] for name in ("unit", "price", "sku", "source", "as_of")] == cells


def test_instance_types(built):
    assert (built / "instances.csv").read_text(encoding="utf-8").splitlines() == [
        "name,vcpu,memory_mib,architecture,baseline,network",
        "t2.medium,2,4096,x86_64,0.2,Low to Moderate",
        "t3.medium,2,4096,x86_64,0.2,Up to 5 Gigabit",
    ]


def test_arm_requests_at_another_price_stop_the_build(collection, tmp_path):
    table = TABLES["lamngockhuong_aws-price/lambda_rates.csv"]
    dearer = [line.replace("0.0000002,REQUESTARM", "0.0000003,REQUESTARM") for line in table]
    save(collection, {"lamngockhuong_aws-price/lambda_rates.csv": dearer})

    with pytest.raises(ValueError, match="differently on arm64 and x86_64 in us-east-1"):
        build(collection, tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_a_new_usage_stops_the_build(collection):
    table = [METERED, *LAMBDA, rate("managed_instances", "0.1")]
    save(collection, {"lamngockhuong_aws-price/lambda_rates.csv": table})

    with pytest.raises(KeyError, match="managed_instances"):
        list(metered.rates(collection))


def test_a_document_without_a_source_stops_the_build(collection):
    table = TABLES["rates_from_docs.csv"]
    save(collection, {"rates_from_docs.csv": [*table, "AWSELB,eu-west-1,alb_hour,Hrs,0.03,0,Inf,hearsay,2026"]})

    with pytest.raises(ValueError, match="hearsay"):
        list(documents.rates(collection))


@pytest.mark.parametrize(
    ("saved", "price"),
    [("56", "0.018304"), ("1", "0.041184"), ("99", "0.000416"), ("0", None), ("-62", None), ("100", None), ("", None)],
)
def test_a_spot_price_is_the_exact_rest_of_on_demand_or_a_hole(collection, saved, price):
    save(collection, {spot.FILE: [ADVISOR, f"us-east-1,t3.medium,Linux,{saved},<5%"]})

    assert [row.price for _, row in spot.rates(collection)] == ([price] if price else [])


def test_no_spot_price_is_derived_where_on_demand_moved_since_or_is_not_known(collection):
    """p5.48xlarge cost 98.32 in April 2025 and costs 55.04 now; m5.large is not priced at all."""
    assert [row.key for _, row in spot.rates(collection)] == ["ec2.t3.medium.spot"]


def test_credits_are_priced_where_their_family_is_sold_and_the_edge_everywhere(collection):
    found: dict[str, set[str]] = {}
    for region, row in stated.rates(collection):
        found.setdefault(row.key, set()).add(region)

    assert found["ec2.cpu_credits.t3"] == {"us-east-1"}
    assert "ec2.cpu_credits.t3a" not in found
    assert found["cloudfront.us_eu.egress"] == {"us-east-1", "eu-lonely-1"}


def test_a_regions_own_line_stands_before_what_is_said_of_every_region(collection):
    table = [*TABLES["lamngockhuong_aws-price/regions.csv"], "US West (Oregon),us-west-2,AWS Region,North America"]
    save(collection, {"lamngockhuong_aws-price/regions.csv": table})
    merged = "us-west-2,t4g.small,Linux,Shared,0.0168,aws/karpenter-provider-aws,2026-07-20,1"
    save(collection, {"snapshot/ec2_ondemand_linux_merged.csv.gz": [*TABLES[MERGED], merged]})

    [credit] = [row for region, row in stated.rates(collection) if row.key == "ec2.cpu_credits.t4g"]
    assert (credit.price, credit.sku, credit.source) == ("0.04", "U8TTEWHUFZA4FZYG", "quoted-us-west-2")


def test_a_missing_tier_stops_the_build(collection, tmp_path):
    table = [line for line in TABLES["lamngockhuong_aws-price/lambda_rates.csv"] if ",6000000000,Inf," not in line]
    save(collection, {"lamngockhuong_aws-price/lambda_rates.csv": table})

    with pytest.raises(CorruptPrices, match="rise to infinity"):
        build(collection, tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_a_burstable_type_without_a_baseline_stops_the_build(collection):
    table = [*TABLES["moto/ec2_specs.csv"], "t8i.medium,2,4096,x86_64,Up to 5 Gigabit,1"]
    save(collection, {"moto/ec2_specs.csv": table})

    with pytest.raises(ValueError, match=r"t8i\.medium"):
        list(instance_types.types(collection))


def test_a_price_that_is_not_believed_is_left_out(collection):
    table = [
        "region_code,engine,deployment,instance_type,ondemand_usd_hour",
        "ca-west-1,mysql,multi-az,db.m6id.large,0.986",
        "ca-west-1,mysql,single-az,db.m6id.large,0.246",
        "ca-west-1,mysql,multi-az,db.m6g.large,0.4",
        "us-east-1,mysql,multi-az,db.m6id.large,0.434",
    ]
    save(collection, {databases.RDS: table})

    found = [(region, row.key.removeprefix("rds.mysql.")) for region, row in databases.rds_rates(collection)]
    assert found == [
        ("ca-west-1", "single_az.db.m6id.large"),
        ("ca-west-1", "multi_az.db.m6g.large"),
        ("us-east-1", "multi_az.db.m6id.large"),
    ]


@pytest.mark.parametrize("key", sources.SOURCES)
def test_every_source_can_be_read_again(key):
    entry = sources.SOURCES[key]

    assert key == key.lower()
    assert entry.title
    assert entry.note
    assert entry.page.startswith("https://aws.amazon.com/")
    assert entry.url.startswith(("https://github.com/", "https://aws.amazon.com/"))
    assert "/main/" not in entry.url


def test_the_snapshot_names_its_sources_as_the_builder_does():
    shipped = manifest.read(reader.SNAPSHOT).sources

    assert dict(shipped) == {key: sources.SOURCES[key] for key in shipped}
    assert set(shipped) == set(sources.SOURCES)


def test_the_command_runs_by_name(collection, tmp_path):
    command = [sys.executable, "-m", "tools.snapshot", str(collection), "--into", str(tmp_path / "built")]
    result = run(command, capture_output=True, text=True, check=True)

    assert result.stdout == "1 regions, 38 rows\n"


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path):
    command = [sys.executable, "-m", "tools.snapshot", str(tmp_path / "nowhere")]
    result = run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 2
    assert "Traceback" not in result.stderr
