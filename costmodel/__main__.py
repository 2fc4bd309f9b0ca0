"""The command line: ``python -m costmodel compare --help``. Here prices meet the model, as they do in ``app.py``."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

import pricing_data
from costmodel.errors import CostModelError, InvalidQuestion
from costmodel.options.aws_lambda import EPHEMERAL_STORAGE_MB
from costmodel.options.aws_lambda import RANGES as FUNCTION
from costmodel.options.ec2 import SETTINGS
from costmodel.options.provisioned import ENVIRONMENTS
from costmodel.ranges import Range, number
from costmodel.report import answer
from costmodel.scale import parse_number, parse_requests
from costmodel.scenario import GB_SECONDS, Scenario
from costmodel.units import TALK_MONTH_H
from costmodel.workload import RANGES as WORKLOAD

BAD_INPUT = 2
"""Exit status after a mistake in what was typed."""


class Amount(click.ParamType[float]):
    """A number as people write it, inside the range of its field."""

    name = "number"

    def __init__(self, allowed: Range) -> None:
        self.allowed = allowed

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; its error names the option, what is allowed and what was typed."""
        _ = ctx
        field = param.opts[0] if param else "the value"
        amount = parse_number(field, value, f"a number, {self.allowed}") if isinstance(value, str) else value
        return float(number(field, amount, self.allowed, InvalidQuestion))


@click.group()
def cli() -> None:
    """Lambda or EC2: which is cheaper, by how much, from which volume that changes, and would it work."""


@cli.command()
@click.option("--region", required=True, help="AWS Region of the prices, such as ap-northeast-1.")
@click.option("--requests", required=True, help="Load: 10M (a month), 250/s, 40k/hour or 1.5M/day.")
@click.option(
    "--duration-ms", required=True, type=Amount(FUNCTION["duration_ms"]), help="Mean duration of a request on Lambda."
)
@click.option("--memory-mb", required=True, type=Amount(FUNCTION["memory_mb"]), help="Memory of the Lambda function.")
@click.option("--instance", required=True, help="EC2 instance type, such as t3.medium.")
@click.option(
    "--count",
    type=Amount(SETTINGS["count"]),
    help="Instances whatever the load; left out, the fleet is sized from the load.",
)
@click.option(
    "--minimum",
    type=Amount(SETTINGS["minimum"]),
    default=1,
    show_default=True,
    help="Fewest instances of a sized fleet.",
)
@click.option(
    "--target-utilization",
    type=Amount(SETTINGS["target_utilization"]),
    default=0.6,
    show_default=True,
    help="CPU a sized fleet aims at.",
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
@click.option("--cpu-ms", type=Amount(WORKLOAD["cpu_ms"]), help="CPU time of one request, if you measured it.")
@click.option("--architecture", default="x86_64", show_default=True, help="Lambda's: x86_64 or arm64.")
@click.option(
    "--hours-per-month",
    type=Amount(WORKLOAD["hours_per_month"]),
    default=TALK_MONTH_H,
    show_default=True,
    help="730 as AWS's calculators.",
)
@click.option(
    "--ephemeral-storage-mb",
    type=Amount(EPHEMERAL_STORAGE_MB),
    default=512,
    show_default=True,
    help="Size of the function's /tmp.",
)
@click.option("--provisioned-concurrency", type=Amount(ENVIRONMENTS), help="Environments kept initialized all month.")
@click.option(
    "--billing-increment-ms",
    type=Amount(Range(0, 1_000, unit="ms")),
    default=1,
    show_default=True,
    help="100 replays the years before 2020.",
)
@click.option(
    "--used-gb-seconds", type=Amount(GB_SECONDS), default=0, help="Duration that the rest of the account uses first."
)
@click.option("--free-tier", is_flag=True, help="Take off Lambda's monthly free tier.")
@click.option("--json", "as_json", is_flag=True, help="The same answer as data.")
def compare(region: str, requests: str, hours_per_month: float, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Compare one Lambda function with a fleet of EC2 instances."""
    load = parse_requests(requests, hours_per_month)
    scenario = Scenario(region=region, requests_per_month=load, hours_per_month=hours_per_month, **given)
    found = answer(scenario, pricing_data.load(region))
    click.echo(json.dumps(found.data(), indent=2, ensure_ascii=False) if as_json else found.text())


def main() -> int:
    """Run the command; a mistake in the input is one line on stderr and exit status 2."""
    try:
        result = cli.main(standalone_mode=False)
    except (click.ClickException, CostModelError) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(f"Error: {message}", err=True)
        return BAD_INPUT
    except (click.exceptions.Abort, OSError):  # Ctrl+C, or nobody reads the answer any more
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
