"""Regions as the price lists write them."""

from __future__ import annotations

from hashlib import sha256

ZONES = 3
"""Availability Zones of every region."""

PREFIXES = {
    "us-east-1": "",
    "eu-west-1": "EU",
    "ap-southeast-1": "APS1",
    "ap-southeast-2": "APS2",
    "ap-south-1": "APS3",
    "ap-southeast-3": "APS4",
    "ap-south-2": "APS5",
    "ap-southeast-4": "APS6",
    "ap-southeast-5": "APS7",
    "ap-southeast-6": "APS8",
    "ap-southeast-7": "APS9",
    "ap-east-1": "APE1",
    "ca-west-1": "CAN2",
    "us-gov-west-1": "UGW1",
    "us-gov-east-1": "UGE1",
    "mx-central-1": "MXC1",
    "il-central-1": "ILC1",
    "me-south-1": "MES1",
    "me-central-1": "MEC1",
}
"""Where the prefix is not made of the words of the region's code."""

WORDS = {
    "northeast": "N",
    "northwest": "N",
    "southeast": "S",
    "southwest": "S",
    "east": "E",
    "west": "W",
    "north": "N",
    "south": "S",
    "central": "C",
}


def prefix(region: str, *, always: bool = False) -> str:
    """What stands before a usage type in ``region``; ``always`` where us-east-1 has one too.

    >>> prefix("ap-northeast-1"), prefix("us-east-1"), prefix("us-east-1", always=True)
    ('APN1-', '', 'USE1-')
    """
    short = PREFIXES.get(region)
    if short is None or (always and not short):
        area, side, number = region.rsplit("-", 2)
        short = f"CAN{number}" if area == "ca" else f"{area.upper()}{WORDS[side]}{number}"
    return f"{short}-" if short else ""


def zones(region: str) -> list[str]:
    """Availability Zones."""
    return [f"{region}{letter}" for letter in "abcdef"[:ZONES]]


def chosen(options: list[str], region: str) -> str:
    """One of several spellings: the first in us-east-1, elsewhere any, but always the same."""
    if region == "us-east-1":
        return options[0]
    return options[sha256(region.encode()).digest()[0] % len(options)]
