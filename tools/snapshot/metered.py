"""The lists behind AWS's own pricing pages: Lambda, API Gateway, Fargate, NAT and VPC, DynamoDB, CloudWatch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pricing_data.rows import Row
from tools.snapshot.raw import FIRST, Cells, day, published, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIRECTORY = "lamngockhuong_aws-price"

CACHE_GB = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")
"""Memory an API Gateway cache can have. [GB]"""


class Name(NamedTuple):
    """What we call a price."""

    key: str
    unit: str


class List(NamedTuple):
    """One file: its source, and our names for its usages. A usage that is not named is an error."""

    file: str
    source: str
    names: dict[str, Name]
    left_out: tuple[str, ...] = ()


LISTS = (
    List(
        "lambda_rates.csv",
        "aws-price-lambda",
        {
            "request x86_64": Name("lambda.requests", "request"),
            "duration": Name("lambda.duration.{arch}", "GB·s"),
            "provisioned_concurrency": Name("lambda.provisioned_concurrency.{arch}", "GB·s"),
            "provisioned_duration": Name("lambda.provisioned_duration.{arch}", "GB·s"),
            "ephemeral_storage": Name("lambda.ephemeral_storage.{arch}", "GB·s"),
            "response_streaming": Name("lambda.response_streaming.{arch}", "GB"),
            "snapstart_cache": Name("lambda.snapstart.cache", "GB·s"),
            "snapstart_restore": Name("lambda.snapstart.restore", "GB"),
            "esm_event_poller_unit": Name("lambda.event_poller", "EPU·h"),
            "edge_request": Name("lambda.edge.requests", "request"),
            "edge_duration": Name("lambda.edge.duration", "GB·s"),
        },
        left_out=("request arm64",),  # one rate for both: `requests_agree` is the guard
    ),
    List(
        "apigateway_rates.csv",
        "aws-price-apigateway",
        {
            "rest_request": Name("apigateway.rest.requests", "request"),
            "http_request": Name("apigateway.http.requests", "request"),
            "websocket_message": Name("apigateway.websocket.messages", "message"),
            "websocket_connection_minute": Name("apigateway.websocket.connection", "minute"),
        }
        | {f"cache_{size}GB": Name(f"apigateway.cache.{size}GB", "h") for size in CACHE_GB},
    ),
    List(
        "fargate_rates.csv",
        "aws-price-fargate",
        {
            "fargate_vcpu_hour": Name("fargate.vcpu.{arch}", "vCPU·h"),
            "fargate_gb_hour": Name("fargate.memory.{arch}", "GB·h"),
            "fargate_ephemeral_storage_gb_hour": Name("fargate.ephemeral_storage", "GB·h"),
            "fargate_windows_vcpu_hour": Name("fargate.windows.vcpu", "vCPU·h"),
            "fargate_windows_gb_hour": Name("fargate.windows.memory", "GB·h"),
            "fargate_windows_os_license_vcpu_hour": Name("fargate.windows.license", "vCPU·h"),
        },
    ),
    List(
        "network_rates.csv",
        "aws-price-network",
        {
            "nat_gateway_hour": Name("nat.hours", "h"),
            "nat_gateway_gb": Name("nat.data", "GB"),
            "public_ipv4_in_use_hour": Name("vpc.public_ipv4", "h"),
            "interface_endpoint_hour": Name("vpc.endpoint.hours", "h"),
            "interface_endpoint_gb": Name("vpc.endpoint.data", "GB"),
        },
        left_out=("public_ipv4_idle_hour",),
    ),
    List(
        "dynamodb_rates.csv",
        "aws-price-dynamodb",
        {
            "on_demand_wru standard": Name("dynamodb.on_demand.write", "WRU"),
            "on_demand_rru standard": Name("dynamodb.on_demand.read", "RRU"),
            "provisioned_wcu_hour standard": Name("dynamodb.provisioned.write", "WCU·h"),
            "provisioned_rcu_hour standard": Name("dynamodb.provisioned.read", "RCU·h"),
            "storage_gb_month standard": Name("dynamodb.storage", "GB·month"),
        },
        left_out=(
            "backup_gb_month",
            "on_demand_replicated_wru standard",
            "on_demand_rru infrequent_access",
            "on_demand_wru infrequent_access",
            "pitr_gb_month",
            "storage_gb_month infrequent_access",
            "streams_read_request",
        ),
    ),
    List(
        "cloudwatch_rates.csv",
        "aws-price-cloudwatch",
        {
            "logs_ingest_gb standard": Name("cloudwatch.logs.ingestion", "GB"),
            "logs_ingest_gb infrequent_access": Name("cloudwatch.logs.ingestion_infrequent", "GB"),
            "logs_storage_gb_month": Name("cloudwatch.logs.storage", "GB·month"),
            "logs_insights_gb_scanned": Name("cloudwatch.logs.insights", "GB"),
            "vended_logs_gb standard": Name("cloudwatch.logs.vended", "GB"),
            "metric_month": Name("cloudwatch.metrics", "metric·month"),
            "alarm_month standard": Name("cloudwatch.alarms", "alarm·month"),
        },
        left_out=("alarm_month high_resolution", "api_request"),
    ),
)


def rates(folder: Path) -> Iterator[tuple[str, Row]]:
    """Region and row of every price in the six lists."""
    for price_list in LISTS:
        for cells in table(folder / DIRECTORY / price_list.file):
            usage = f"{cells['usage']} {cells['arch']}".strip()
            if usage not in price_list.left_out and published(cells["price_usd"]):
                yield cells["region_code"], row(cells, named(usage, price_list), price_list.source)


def named(usage: str, price_list: List) -> Name:
    """Our name for ``usage``, with or without its architecture; raises KeyError for a new one."""
    names = price_list.names
    return names[usage] if usage in names else names[usage.partition(" ")[0]]


def row(cells: Cells, name: Name, source: str) -> Row:
    """One line of a list under our name.

    DynamoDB's lists begin above the monthly free allowance (18,600 capacity-hours, 25 GB). The paid
    price is stored from 0: an allowance belongs to the account and is never baked into a price.
    """
    return Row(
        key=name.key.format(arch=cells["arch"]),
        unit=name.unit,
        start=FIRST if cells["tier"] == "1" else cells["tier_start"],
        up_to=cells["tier_end"],
        price=cells["price_usd"],
        sku=cells["sku"],
        source=source,
        as_of=day(cells["publication_date"]),
    )


def requests_agree(folder: Path) -> None:
    """Raise ValueError when a region charges arm64 requests differently: then one rate is not enough."""
    prices: dict[str, set[str]] = {}
    for cells in table(folder / DIRECTORY / "lambda_rates.csv"):
        if cells["usage"] == "request":
            prices.setdefault(cells["region_code"], set()).add(cells["price_usd"])
    split = sorted(region for region, found in prices.items() if len(found) > 1)
    if split:
        message = f"Lambda requests cost differently on arm64 and x86_64 in {', '.join(split)}"
        raise ValueError(message)
