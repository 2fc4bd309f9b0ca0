"""CloudWatch Logs. https://aws.amazon.com/cloudwatch/pricing/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.bill import Factor, Line
from costmodel.extras.network import KB_PER_REQUEST, gigabytes
from costmodel.extras.only_costs import OnlyCosts
from costmodel.option import LAMBDA, MANAGED, WEB
from costmodel.ranges import Range, scalar
from costmodel.units import HOURS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costmodel.option import Footprint
    from costmodel.rates import PriceBook
    from costmodel.workload import Workload

LAMBDA_KB = 0.34
"""Lambda's own lines START, END and REPORT of one warm call: 267 bytes in logs published with "Demystifying Serverless
Costs" (2025-09-19), and the 26 bytes that CloudWatch Logs counts for each of the three events; that these are charged
is taken, not seen. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html [KB]"""

STORED_SHARE = 0.15
"""What compression leaves of logs in storage, as the AWS Pricing Calculator assumes (https://calculator.aws, as read
in https://dev.classmethod.jp/articles/compare-archive-cost-cloudwatchlogs-s3/, 2021-09-18). [1]"""

LONGEST_DAYS = 3_653
"""The longest retention that CloudWatch Logs offers: 10 years.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html [day]"""


@dataclass(frozen=True)
class Logs(OnlyCosts):
    """Logs taken in and kept.

    Those of a function hold Lambda's own lines too, and are charged in tiers since 2025-05-01.
    """

    kb_per_request: float = 1
    """What the application logs for one request: an assumption, set your own. [KB]"""
    lambda_kb: float = LAMBDA_KB
    """What Lambda adds for each call; 0 where its own lines are turned off. [KB]"""
    retention_days: float = 30
    """How long logs are kept once it has run that long; CloudWatch Logs keeps them for ever until told. [day]"""
    stored_share: float = STORED_SHARE
    """What compression leaves of them in storage. [1]"""
    name: str = "CloudWatch Logs"

    def __post_init__(self) -> None:
        scalar("kb_per_request", self.kb_per_request, KB_PER_REQUEST)
        scalar("lambda_kb", self.lambda_kb, KB_PER_REQUEST)
        scalar("retention_days", self.retention_days, Range(0, LONGEST_DAYS, unit="days"))
        scalar("stored_share", self.stored_share, Range(0, 1))

    def lines(self, workload: Workload, prices: PriceBook, beside: Footprint) -> Iterator[Line]:
        """What comes in, and what is kept of it."""
        on_lambda = beside.runs_on == LAMBDA
        size = self.kb_per_request + (self.lambda_kb if on_lambda else 0)
        if not size:
            return
        written = gigabytes(workload, "logged", size)
        yield Line(
            "Log ingestion",
            prices[f"cloudwatch.logs.{'vended' if beside.runs_on in (LAMBDA, MANAGED, WEB) else 'ingestion'}"],
            written,
        )
        if self.retention_days and self.stored_share:
            kept = Factor("kept", self.retention_days * HOURS_PER_DAY / workload.hours_per_month, "month")
            left = Factor("left by compression", self.stored_share, "1")
            yield Line("Log storage", prices["cloudwatch.logs.storage"], (*written, kept, left))
