"""Every document prices were read from, as the manifest names it."""

from __future__ import annotations

from typing import NamedTuple

from pricing_data.manifest import SourceEntry

AWS = "https://aws.amazon.com"

PRICE = "https://github.com/lamngockhuong/aws-price/blob/508fb45296c89efe38772babd7ec766644629267/lib/data/pricing"
SHOP = "https://github.com/yeo/ec2.shop/tree/74c9fd8ab5acfd9511cd6535f914d47071601ad2/data"
KARPENTER = "https://github.com/aws/karpenter-provider-aws/tree/1d927085dd81a9df9301e613f371dac5b4d16bfe"
COROOT = "https://github.com/coroot/cloud-pricing/tree/af03eada15b25d80863f2547ba281e71af9d5c91"
CLARCHY = (
    "https://github.com/namratabhatia21/Clarchy/blob/bc1a4f7407efd1b234b58f3594f97392089fe7ca"
    "/src/clarchy/data/prices/aws.yaml"
)
SPOH = (
    "https://github.com/aadk979/SPOH_2027/blob/6f5149c9e06cbc792b4c47e7430fdee445708b7f"
    "/remediation/reports/P05/pricing/prices.json"
)

SPOTINFO = "https://github.com/alexei-led/spotinfo/tree/05e933139449b888c78795b28af8e9370429a031"
TOFU_DRIFT = (
    "https://github.com/wardbox/tofu-drift/blob/04bbac5a975a9f7a39b90f2dde9e13a66681e1d4/internal/pricing/flat.json"
)
ELB_READ = (
    "https://github.com/api-evangelist/amazon-elastic-load-balancing/blob/303e536b0f20597afa326ac999f41f282e831e59"
    "/plans/amazon-elastic-load-balancing-plans-pricing.yml"
)

ELB_PAGE = f"{AWS}/elasticloadbalancing/pricing/"
EC2_PAGE = f"{AWS}/ec2/pricing/on-demand/"
CREDITS_PAGE = f"{EC2_PAGE}#T2.2FT3.2FT4g_Unlimited_Mode_Pricing"
CLOUDFRONT_PAGE = f"{AWS}/cloudfront/pricing/"
RDS_PROXY_PAGE = f"{AWS}/rds/proxy/pricing/"

METERED = "AWS's metered unit map, the file behind its pricing page, as kept in that repository."
TIERS = f"{METERED} It holds no units and no tier edges: those are the ones AWS publishes on the page."
QUOTED = "Typed from a document that quotes it; compare with the page before relying on it."
SAME = "AWS's page states one price for all sizes, On-Demand, Spot and Reserved Instances, and across all Regions."
BILLED = "Computed by that document from a bill, so the digits are the bill's."


class Quote(NamedTuple):
    """A document that only quotes prices; it has no address that would last, so AWS's page stands for it."""

    title: str
    page: str
    note: str = QUOTED


def pinned(title: str, url: str, page: str, note: str = METERED) -> SourceEntry:
    """A file in a repository, at one commit."""
    return SourceEntry(title, url, page, note)


FULL_LISTS = {
    "aws-price-lambda": pinned(
        "AWS Lambda price list, 2025-10-30", f"{PRICE}/lambda.json", f"{AWS}/lambda/pricing/", TIERS
    ),
    "aws-price-apigateway": pinned(
        "Amazon API Gateway price list, 2025-10-20", f"{PRICE}/apigateway.json", f"{AWS}/api-gateway/pricing/", TIERS
    ),
    "aws-price-fargate": pinned("AWS Fargate price list, 2025-10-27", f"{PRICE}/ecs.json", f"{AWS}/fargate/pricing/"),
    "aws-price-network": pinned(
        "NAT gateway and Amazon VPC price lists, 2025-10-28 and 2025-11-04",
        PRICE.replace("/blob/", "/tree/"),
        f"{AWS}/vpc/pricing/",
        TIERS,
    ),
    "aws-price-dynamodb": pinned(
        "Amazon DynamoDB price list, 2025-08-28",
        f"{PRICE}/dynamodb.json",
        f"{AWS}/dynamodb/pricing/",
        f"{METERED} Provisioned capacity and storage are listed above a free allowance; here from 0.",
    ),
    "aws-price-cloudwatch": pinned(
        "Amazon CloudWatch price list, 2025-09-23", f"{PRICE}/cloudwatch.json", f"{AWS}/cloudwatch/pricing/", TIERS
    ),
    "aws-price-ec2": pinned(
        "Amazon EC2 On-Demand prices, read 2025-11-03",
        f"{PRICE}/ec2-transformed.json",
        EC2_PAGE,
        "That repository's extract of AWS's price list: type, region, price. The date is the day it was read.",
    ),
    "ec2-shop": pinned("Amazon EC2 On-Demand price list, 2025-04-04", SHOP, EC2_PAGE),
    "ec2-shop-reserved": pinned(
        "Amazon EC2 Reserved Instances price list, April 2025, No Upfront",
        SHOP,
        f"{AWS}/ec2/pricing/reserved-instances/pricing/",
    ),
    "ec2-shop-ebs": pinned("Amazon EBS price list, 2024-07-18", SHOP, f"{AWS}/ebs/pricing/"),
    "ec2-shop-rds": pinned("Amazon RDS price list, 2025-04-04", SHOP, f"{AWS}/rds/pricing/"),
    "ec2-shop-elasticache": pinned("Amazon ElastiCache price list, 2025-03-14", SHOP, f"{AWS}/elasticache/pricing/"),
    "karpenter": pinned(
        "Amazon EC2 On-Demand prices, 2026-07-20",
        f"{KARPENTER}/pkg/providers/pricing",
        EC2_PAGE,
        "Tables that AWS's Karpenter project generates from the price list for us-east-1 and GovCloud.",
    ),
    "coroot": pinned(
        "Data transfer prices, 2024-08-09",
        COROOT,
        EC2_PAGE,
        "A price database's figures for AWS data transfer; first tiers agree with AWS quotations of 2026-09.",
    ),
    "clarchy": pinned(
        "Clarchy price book, 2026-10-01",
        CLARCHY,
        ELB_PAGE,
        "Generated from the AWS Price List API and rounded to 8 decimals; only prices that fit are used.",
    ),
    "spoh-2027": pinned(
        "SPOH 2027 price file, 2026-09-25",
        SPOH,
        ELB_PAGE,
        "Fetched from the AWS Price List of ap-southeast-1, AWSELB version 20260911124544.",
    ),
    "tofu-drift": pinned(
        "AWSELB bulk price lists of ten Regions, September 2026",
        TOFU_DRIFT,
        ELB_PAGE,
        "That project's extract of AWS's public files. Only the ten Regions that its generator reads are taken.",
    ),
    "elb-page": pinned(
        "Elastic Load Balancing pricing page, examples for us-east-1, read 2026-09-20",
        ELB_READ,
        ELB_PAGE,
        "Copied word for word by that project; the page's tables by Region are not in it.",
    ),
    "spot-advisor": pinned(
        "EC2 Spot Instance Advisor, 2025-06-28: derived, savings in per cent off the On-Demand price shipped",
        SPOTINFO,
        f"{AWS}/ec2/spot/instance-advisor/",
        "Not a price that AWS lists: its mean saving of 30 days, in whole per cents, times the On-Demand price. "
        "Spot prices change all the time; refresh before relying on one.",
    ),
}

QUOTES = {
    "quoted-eu-west-2": Quote("Public cost document quoting AWSELB of eu-west-2, published 2026-09-11", ELB_PAGE),
    "quoted-ap-northeast-1": Quote("Public notes quoting the AWS Price List of ap-northeast-1, 2026-08-27", ELB_PAGE),
    "quoted-ap-northeast-2": Quote("Public document quoting AWSELB of ap-northeast-2, 2026-10-01", ELB_PAGE),
    "quoted-ap-northeast-2-lcu": Quote(
        "Public constants file quoting AWSELB of ap-northeast-2, 2026",
        ELB_PAGE,
        f"{QUOTED} Its ALB hour contradicts a better source and was not taken.",
    ),
    "quoted-rds-proxy-eu-west-2": Quote("Public research document quoting AmazonRDS of eu-west-2", RDS_PROXY_PAGE),
    "quoted-rds-proxy-us-east-1": Quote(
        "Two public documents quoting AmazonRDS of us-east-1", RDS_PROXY_PAGE, f"{QUOTED} At least 2 vCPU are charged."
    ),
    "sample-us-west-1": Quote("Public sample of the us-west-1 offer file, effective 2023-08-01 (old)", ELB_PAGE),
    "quoted-eu-west-1": Quote("Public test data with rows of AWSELB of eu-west-1, version 20260911124544", ELB_PAGE),
    "quoted-af-south-1": Quote("Public document quoting the AWSELB list of af-south-1, September 2026", ELB_PAGE),
    "calculator-eu-west-1": Quote(
        "AWS Pricing Calculator, eu-west-1, undated estimate quoted by a public document",
        ELB_PAGE,
        "$149.80 a month for one NLB with 30 NLCU: 730 × (0.0252 + 30 × 0.006). Compare before relying on it.",
    ),
    "quoted-us-west-2": Quote(
        "AWS Price List of us-west-2, AmazonEC2 version 20260918212757: CPU credits of T4g",
        CREDITS_PAGE,
        "One product as the price list has it, printed in a public repository (sirerun/serenity).",
    ),
    "ec2-page-credits": Quote(
        "Amazon EC2 On-Demand pricing page, Unlimited Mode: T2 and T3, quoted 2026-09-11", CREDITS_PAGE, SAME
    ),
    "ec2-page-credits-t4g": Quote(
        "Amazon EC2 On-Demand pricing page, Unlimited Mode: T4g, undated copy",
        CREDITS_PAGE,
        f"{SAME} The price list of us-west-2 of 2026-09-18 has the same price; no other was seen.",
    ),
    "ec2-page-credits-t3a": Quote(
        "Not confirmed: CPU credits of T3a, taken to cost what T3's do",
        CREDITS_PAGE,
        f"{SAME} It names T2, T3 and T4g; that T3a counts as T3 was not read in a price list.",
    ),
    "lambda-page": Quote(
        "AWS Lambda pricing page, examples for us-east-1, 2026", f"{AWS}/lambda/pricing/", "Perhaps rounded there."
    ),
    "quoted-cloudfront": Quote(
        "Public document quoting the AmazonCloudFront price list, Europe, 2026-06-30",
        CLOUDFRONT_PAGE,
        "A stored copy of AWS's page has the same seven tiers for the United States, Mexico, Canada and Europe.",
    ),
    "calculator-cloudfront-us": Quote(
        "AWS Pricing Calculator, CloudFront in the United States, rates of 2026-06-12",
        CLOUDFRONT_PAGE,
        "$81.70 for 81.7 million HTTPS requests, as a public document prints it. In Europe they cost 20 % more.",
    ),
    "bill-ap-south-1": Quote("Public cost document with a bill of 2026-09-16, ap-south-1", ELB_PAGE, BILLED),
}

SOURCES = FULL_LISTS | {
    key: SourceEntry(quote.title, quote.page, quote.page, quote.note) for key, quote in QUOTES.items()
}
