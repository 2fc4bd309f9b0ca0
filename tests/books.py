"""Frozen prices for the tests: us-east-1 list prices, Linux, with AWS's digits. They never change with the snapshot."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

from costmodel import InstanceType, PriceBook, Rate, Source, Tier, Workload

LAMBDA = Source("https://aws.amazon.com/lambda/pricing/", "2026-09-01", "TESTSKU")
EC2 = Source("https://aws.amazon.com/ec2/pricing/on-demand/", "2026-07-20")

LAMBDA_PRICES: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    "lambda.requests": ("request", ((0.0000002, inf),)),
    "lambda.duration.x86_64": ("GB·s", ((0.0000166667, 6e9), (0.0000150000, 15e9), (0.0000133334, inf))),
    "lambda.duration.arm64": ("GB·s", ((0.0000133334, 7.5e9), (0.0000120001, 18.75e9), (0.0000106667, inf))),
    "lambda.provisioned_concurrency.x86_64": ("GB·s", ((0.0000041667, inf),)),
    "lambda.provisioned_concurrency.arm64": ("GB·s", ((0.0000033334, inf),)),
    "lambda.provisioned_duration.x86_64": ("GB·s", ((0.0000097222, inf),)),
    "lambda.provisioned_duration.arm64": ("GB·s", ((0.0000077778, inf),)),
    "lambda.duration.x86_64.savings_plan.compute.1yr.no_upfront": ("GB·s", ((0.0000147, inf),)),
    "lambda.duration.x86_64.savings_plan.compute.3yr.no_upfront": ("GB·s", ((0.0000147, inf),)),
    # Invented for the tests: no source has a plan's rates on provisioned concurrency.
    "lambda.provisioned_concurrency.x86_64.savings_plan.compute.1yr.no_upfront": ("GB·s", ((0.0000036, inf),)),
    "lambda.provisioned_duration.x86_64.savings_plan.compute.1yr.no_upfront": ("GB·s", ((0.0000088, inf),)),
    "lambda.tenant_environment.x86_64": ("GB", ((0.000167, inf),)),
    "lambda.event_poller": ("EPU·h", ((0.185, inf),)),
    "lambda.event_poller.sqs": ("EPU·h", ((0.00925, inf),)),
    "lambda.edge.requests": ("request", ((0.0000006, inf),)),
    "lambda.edge.duration": ("GB·s", ((0.00005001, inf),)),
    "lambda.snapstart.cache": ("GB·s", ((0.0000015046, inf),)),
    "lambda.snapstart.restore": ("GB", ((0.0001397998, inf),)),
    "lambda.response_streaming.x86_64": ("GB", ((0.008, inf),)),
    "lambda.ephemeral_storage.x86_64": ("GB·s", ((0.0000000309, inf),)),
    "lambda.ephemeral_storage.arm64": ("GB·s", ((0.0000000309, inf),)),
}
"""Unit, then price and upper edge of each tier. [USD per unit, unit]"""

HOURLY: dict[str, float] = {
    "t3.nano": 0.0052,
    "t3.medium": 0.0416,
    "m7g.large": 0.0816,
    "c7g.large": 0.0725,
    "m6i.large": 0.0960,
}
"""[USD/h]"""

TYPES: dict[str, InstanceType] = {
    kind.name: kind
    for kind in (
        InstanceType("t3.nano", 2, 512, baseline=0.05, network="Up to 5 Gigabit"),
        InstanceType("t3.medium", 2, 4096, baseline=0.20, network="Up to 5 Gigabit"),
        InstanceType("m7g.large", 2, 8192, "arm64", network="Up to 12.5 Gigabit"),
        InstanceType("c7g.large", 2, 4096, "arm64", network="Up to 12.5 Gigabit"),
        InstanceType("m6i.large", 2, 8192, network="Up to 12.5 Gigabit"),
    )
}


CREDITS = Source(
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html",
    "2023-05",
)

COMMITTED: dict[str, float] = {
    "ec2.m6i.large.reserved.standard.1yr.no_upfront": 0.0635,
    "ec2.m6i.large.reserved.convertible.1yr.no_upfront": 0.07053,
    "ec2.m7g.large.savings_plan.compute.1yr.no_upfront": 0.0599,
    "ec2.m7g.large.savings_plan.compute.3yr.no_upfront": 0.0414,
    "ec2.m7g.large.spot": 0.0310,
}
"""[USD/h]"""


def _rates() -> dict[str, Rate]:
    found = {
        key: Rate(key, unit, tuple(Tier(price, edge) for price, edge in tiers), LAMBDA)
        for key, (unit, tiers) in LAMBDA_PRICES.items()
    }
    for name, price in HOURLY.items():
        found[f"ec2.{name}"] = Rate(f"ec2.{name}", "instance·h", (Tier(price),), EC2)
    for name, price in COMMITTED.items():
        found[name] = Rate(name, "instance·h", (Tier(price),), EC2)
    found["ec2.cpu_credits.t3"] = Rate("ec2.cpu_credits.t3", "vCPU·h", (Tier(0.05),), CREDITS)
    return found


PRICES = PriceBook("us-east-1", _rates(), TYPES)
"""The book of every model test."""

AROUND: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    "apigateway.http.requests": ("request", ((0.000001, 300e6), (0.0000009, inf))),
    "apigateway.rest.requests": (
        "request",
        ((0.0000035, 333e6), (0.0000028, 1e9), (0.00000238, 20e9), (0.00000151, inf)),
    ),
    "alb.hours": ("h", ((0.0225, inf),)),
    "alb.lcu": ("LCU·h", ((0.008, inf),)),
    "nlb.hours": ("h", ((0.0225, inf),)),
    "nlb.lcu": ("LCU·h", ((0.006, inf),)),
    "cloudfront.us_eu.egress": ("GB", ((0.085, 10_240), (0.080, 51_200), (0.060, 153_600), (0.040, inf))),
    "cloudfront.us_eu.https_requests": ("request", ((0.000001, inf),)),
    "transfer.inter_az": ("GB", ((0.01, inf),)),
    "dynamodb.on_demand.read": ("RRU", ((0.000000125, inf),)),
    "dynamodb.on_demand.write": ("WRU", ((0.000000625, inf),)),
    "dynamodb.storage": ("GB·month", ((0.25, inf),)),
    "elasticache.valkey.cache.t4g.small": ("instance·h", ((0.0256, inf),)),
    "nat.hours": ("h", ((0.045, inf),)),
    "nat.data": ("GB", ((0.045, inf),)),
    "vpc.public_ipv4": ("h", ((0.005, inf),)),
    "egress.internet": ("GB", ((0.09, 10_240), (0.085, 51_200), (0.07, 153_600), (0.05, inf))),
    "ebs.gp3.storage": ("GB·month", ((0.08, inf),)),
    "ebs.gp3.iops": ("IOPS·month", ((0.005, inf),)),
    "cloudwatch.logs.ingestion": ("GB", ((0.50, inf),)),
    "cloudwatch.logs.vended": ("GB", ((0.50, 10_240), (0.25, 30_720), (0.10, 51_200), (0.05, inf))),
    "cloudwatch.logs.storage": ("GB·month", ((0.03, inf),)),
    "cloudwatch.metrics": ("metric·month", ((0.30, 10_000), (0.10, 250_000), (0.05, 1_000_000), (0.02, inf))),
    "rds.mysql.single_az.db.m6g.large": ("instance·h", ((0.152, inf),)),
    "rds.mysql.single_az.db.m6g.xlarge": ("instance·h", ((0.304, inf),)),
    "rds.mysql.single_az.db.m6g.2xlarge": ("instance·h", ((0.608, inf),)),
    "rds.mysql.single_az.db.m6g.4xlarge": ("instance·h", ((1.216, inf),)),
    "fargate.vcpu.x86_64": ("vCPU·h", ((0.04048, inf),)),
    "fargate.vcpu.arm64": ("vCPU·h", ((0.03238, inf),)),
    "fargate.vcpu.x86_64.savings_plan.compute.1yr.no_upfront": ("vCPU·h", ((0.032384, inf),)),
    "fargate.vcpu.x86_64.spot": ("vCPU·h", ((0.0125, inf),)),  # invented for the tests: no price list has it
    "fargate.memory.x86_64": ("GB·h", ((0.004445, inf),)),
    "fargate.memory.arm64": ("GB·h", ((0.00356, inf),)),
    "fargate.memory.x86_64.savings_plan.compute.1yr.no_upfront": ("GB·h", ((0.003556, inf),)),
    "fargate.memory.x86_64.spot": ("GB·h", ((0.0014, inf),)),  # invented for the tests: no price list has it
    "fargate.ephemeral_storage": ("GB·h", ((0.000111, inf),)),
    "fargate.windows.vcpu": ("vCPU·h", ((0.046552, inf),)),
    "fargate.windows.memory": ("GB·h", ((0.00511175, inf),)),
    "lambda.web.requests": ("request", ((0.0000003, inf),)),  # invented for the tests, as the next two:
    "lambda.web.vcpu.arm64": ("vCPU·s", ((0.0000200, inf),)),  # no source has a price of Web Functions
    "lambda.web.memory.arm64": ("GB·s", ((0.0000020, inf),)),
    "fargate.windows.license": ("vCPU·h", ((0.046, inf),)),
    "rds.proxy.vcpu": ("vCPU·h", ((0.015, inf),)),
}
"""What stands around an option. Unit, then price and upper edge of each tier. [USD per unit, unit]"""

CLASSES: dict[str, InstanceType] = {
    kind.name: kind
    for kind in (
        InstanceType("m6g.large", 2, 8_192, "arm64"),
        InstanceType("m6g.xlarge", 4, 16_384, "arm64"),
        InstanceType("m6g.2xlarge", 8, 32_768, "arm64"),
        InstanceType("m6g.4xlarge", 16, 65_536, "arm64"),
    )
}
"""Sizes of the database classes of the same names."""

PATHS = replace(
    PRICES.with_rates(
        {
            key: Rate(
                key,
                unit,
                tuple(Tier(price, edge) for price, edge in tiers),
                Source("https://aws.amazon.com/", "2026-10-01"),
            )
            for key, (unit, tiers) in AROUND.items()
        }
    ),
    instances={**TYPES, **CLASSES},
)
"""The same with what stands around an option."""


def changed(workload: Workload, **fields: Any) -> Workload:
    """The same workload with some fields changed, also to what the types forbid."""
    return replace(workload, **fields)
