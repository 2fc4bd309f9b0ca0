"""boto3 clients with their limits set. boto3 is imported when the first one is made: it takes a second.

Credentials come from boto3's usual chain and are neither asked for, nor stored, nor logged.
"""

from __future__ import annotations

from typing import Any

from pricing_data.aws import faults

HOME = "us-east-1"
"""Where the price list and the Savings Plans APIs are; boto3 would build addresses of regions that have none."""

ATTEMPTS = 5
"""Tries of one call, with growing pauses between them."""

CONNECT_S = 3
"""[s]"""

READ_S = 10
"""[s]"""


def client(service: str, region: str = HOME) -> Any:  # noqa: ANN401  boto3 makes its classes when it runs
    """A client for ``pricing``, ``savingsplans`` or ``ec2``; raises a `pricing_data.aws.faults.RefreshError`."""
    import boto3  # noqa: PLC0415  only a refresh needs it
    from botocore.config import Config  # noqa: PLC0415

    retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    limits = Config(retries=retries, connect_timeout=CONNECT_S, read_timeout=READ_S)
    try:
        return boto3.session.Session().client(service, region_name=region, config=limits)
    except Exception as error:
        raise faults.explained(error) from error
