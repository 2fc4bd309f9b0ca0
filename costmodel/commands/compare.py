"""``compare``: a function against a fleet, from words or from a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import click

from costmodel.commands.amount import Amount
from costmodel.commands.terminal import TEXT, document, tell
from costmodel.options.aws_lambda import RANGES as FUNCTION
from costmodel.options.aws_lambda import Lambda
from costmodel.options.ec2 import SETTINGS, EC2Fleet
from costmodel.options.lambda_settings import EPHEMERAL_STORAGE_MB
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.options.scaling import AutoScaling
from costmodel.ranges import Range
from costmodel.report import answer
from costmodel.scale import parse_requests
from costmodel.scenario import USED, Scenario, read
from costmodel.shapes import SHAPES, shape
from costmodel.units import TALK_MONTH_H
from costmodel.workload import RANGES as WORKLOAD
from costmodel.workload import Workload

if TYPE_CHECKING:
    from costmodel.commands.terminal import Books


@click.command()
@click.option("--scenario", type=TEXT, help="A whole question as JSON, instead of the words below.")
@click.option("--region", help="AWS Region of the prices, such as ap-northeast-1.")
@click.option("--requests", help="Load: 10M (a month), 250/s, 40k/hour or 1.5M/day.")
@click.option("--duration-ms", type=Amount(WORKLOAD["duration_ms"]), help="Mean duration of a request on Lambda.")
@click.option("--memory-mb", type=Amount(FUNCTION["memory_mb"]), help="Memory of the Lambda function.")
@click.option("--instance", help="EC2 instance type, such as t3.medium.")
@click.option(
    "--count",
    type=Amount(SETTINGS["count"]),
    help="Instances whatever the load; left out, the fleet is sized from the load.",
)
@click.option("--minimum", type=Amount(SETTINGS["minimum"]), help="Fewest instances of a sized fleet; 1 unless said.")
@click.option(
    "--target-utilization",
    type=Amount(SETTINGS["target_utilization"]),
    help="CPU a sized fleet aims at; 0.6 unless said.",
)
@click.option(
    "--instance-rps",
    type=Amount(SETTINGS["requests_per_second"]),
    help="Requests a second one instance served in your own load test.",
)
@click.option(
    "--request-memory-mb",
    type=Amount(SETTINGS["request_memory_mb"]),
    help="Memory of one request on EC2, if you measured it.",
)
@click.option("--autoscaling", is_flag=True, help="The fleet follows the hours of the week.")
@click.option("--traffic", type=click.Choice(list(SHAPES)), help="Shape of the week; constant unless said.")
@click.option("--cpu-ms", type=Amount(WORKLOAD["cpu_ms"]), help="CPU time of one request, if you measured it.")
@click.option("--architecture", help="Lambda's: x86_64 or arm64; x86_64 unless said.")
@click.option(
    "--hours-per-month",
    type=Amount(WORKLOAD["hours_per_month"]),
    help="720 unless said; 730 as AWS's calculators.",
)
@click.option(
    "--ephemeral-storage-mb", type=Amount(EPHEMERAL_STORAGE_MB), help="Size of the function's /tmp; 512 unless said."
)
@click.option("--provisioned-concurrency", type=Amount(ENVIRONMENTS), help="Environments kept initialized all month.")
@click.option(
    "--billing-increment-ms",
    type=Amount(Range(0, 1_000, unit="ms")),
    help="1 unless said; 100 replays the years before 2020.",
)
@click.option("--used-gb-seconds", type=Amount(USED), help="Duration that the rest of the account uses first.")
@click.option("--free-tier", is_flag=True, help="Take off Lambda's monthly free tier.")
@click.option("--json", "as_json", is_flag=True, help="The same answer as data; its question can be a scenario again.")
@click.pass_obj
def compare(books: Books, /, scenario: TextIO | None, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Compare one Lambda function with a fleet of EC2 instances, or the options of a scenario."""
    said = {name: value for name, value in given.items() if value not in (None, False)}
    asked = read(_document(scenario, said)) if scenario else two_sides(said)
    tell(answer(asked, books(asked.region)), as_json=as_json)


def _document(scenario: TextIO, said: dict[str, Any]) -> str:
    """The text of the file; nothing else may be said beside it."""
    if said:
        message = f"--scenario holds the whole question: leave out --{min(said).replace('_', '-')}"
        raise click.UsageError(message)
    return document(scenario)


def two_sides(said: dict[str, Any]) -> Scenario:
    """One Lambda function against one fleet, from what was said on the command line."""
    for name in ("region", "requests", "duration_ms", "memory_mb", "instance"):
        if name not in said:
            raise click.MissingParameter(param_hint=f"'--{name.replace('_', '-')}'", param_type="option")
    hours = said.get("hours_per_month", float(TALK_MONTH_H))
    load = Workload(
        parse_requests(said["requests"], hours),
        traffic=shape(said.get("traffic", "constant")),
        **{name: said[name] for name in ("duration_ms", "memory_mb", "cpu_ms", "hours_per_month") if name in said},
    )
    names = ("architecture", "ephemeral_storage_mb", "provisioned_concurrency", "billing_increment_ms")
    function = Lambda(**{name: said[name] for name in names if name in said})
    names = ("count", "minimum", "target_utilization", "request_memory_mb")
    fleet = EC2Fleet(
        said["instance"],
        requests_per_second=said.get("instance_rps"),
        scaling=AutoScaling() if said.get("autoscaling") else None,
        **{name: said[name] for name in names if name in said},
    )
    used = {f"lambda.duration.{function.architecture}": said.get("used_gb_seconds", 0)}
    return Scenario(
        region=said["region"], workload=load, options=(function, fleet), used=used,
        free_tier=said.get("free_tier", False),
    )  # fmt: skip
