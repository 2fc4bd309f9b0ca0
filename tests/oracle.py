"""A second opinion on every bill: the published rules in exact fractions, sharing no code with the model.

Prices are read from their decimal text, so the oracle also shows what floating point costs: nothing to speak of.
Traffic is even over the month on Lambda; on EC2 it may be a week of hours, which is walked through minute by minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

REQUEST = Fraction("0.0000002")
DURATION = {
    "x86_64": (("0.0000166667", 6 * 10**9), ("0.0000150000", 9 * 10**9), ("0.0000133334", None)),
    "arm64": (("0.0000133334", 75 * 10**8), ("0.0000120001", 1125 * 10**7), ("0.0000106667", None)),
}
"""Price and width of each tier. [USD/GB·s, GB·s]"""
KEPT_READY = {"x86_64": Fraction("0.0000041667"), "arm64": Fraction("0.0000033334")}
RUN_READY = {"x86_64": Fraction("0.0000097222"), "arm64": Fraction("0.0000077778")}
STORAGE = Fraction("0.0000000309")
SURPLUS = Fraction("0.05")
"""CPU beyond the baseline of T3, Linux. [USD/vCPU·h]"""
HOURLY = {
    "t3.nano": Fraction("0.0052"),
    "t3.medium": Fraction("0.0416"),
    "m7g.large": Fraction("0.0816"),
    "c7g.large": Fraction("0.0725"),
    "m6i.large": Fraction("0.0960"),
}
SIZES = {
    "t3.nano": (2, 512, 5),
    "t3.medium": (2, 4096, 20),
    "m7g.large": (2, 8192, None),
    "c7g.large": (2, 4096, None),
    "m6i.large": (2, 8192, None),
}
"""vCPU, MiB, and credits baseline in per cent of each vCPU."""

FREE_REQUESTS = 1_000_000
FREE_GB_S = 400_000


@dataclass(frozen=True)
class Load:
    """What arrives, in the units that people type."""

    requests: float
    duration_ms: float
    memory_mb: float
    hours: float = 720

    @property
    def per_second(self) -> Fraction:
        """[request/s]"""
        return Fraction(self.requests) / (Fraction(self.hours) * 3600)

    @property
    def in_flight(self) -> Fraction:
        """Little's law. [request]"""
        return self.per_second * Fraction(self.duration_ms) / 1000

    @property
    def cpu_s(self) -> Fraction:
        """The most CPU a single-threaded request can have burned on Lambda. [vCPU·s]"""
        return Fraction(self.duration_ms) / 1000 * min(Fraction(self.memory_mb) / 1769, Fraction(1))


def rounded_up(value: Fraction) -> int:
    """The next whole number; a billionth above one is that one."""
    nearest = round(value)
    return nearest if abs(value - nearest) <= nearest * Fraction(1, 10**9) else ceil(value)


def graduated(quantity: Fraction, tiers: tuple[tuple[str, int | None], ...], free: int = 0) -> Fraction:
    """A price applies only to the units inside its tier; free units come off first."""
    left, total = max(Fraction(0), quantity - free), Fraction(0)
    for price, width in tiers:
        inside = left if width is None else min(left, Fraction(width))
        total += inside * Fraction(price)
        left -= inside
    return total


def billed_s(load: Load, increment_ms: int) -> Fraction:
    """[s/request]"""
    if not increment_ms:
        return Fraction(load.duration_ms) / 1000
    return Fraction(rounded_up(Fraction(load.duration_ms) / increment_ms) * increment_ms, 1000)


def on_lambda(
    load: Load,
    architecture: str = "x86_64",
    *,
    increment_ms: int = 1,
    storage_mb: int = 512,
    ready: int = 0,
    ready_h: float | None = None,
    free: bool = False,
) -> Fraction:
    """A month on Lambda; ``ready`` environments are provisioned for ``ready_h`` hours. [USD/month]"""
    requests, seconds, gb = Fraction(load.requests), billed_s(load, increment_ms), Fraction(load.memory_mb) / 1024
    served = served_ready(load, seconds, ready, ready_h)
    total = max(Fraction(0), requests - (FREE_REQUESTS if free else 0)) * REQUEST
    total += graduated((requests - served) * gb * seconds, DURATION[architecture], FREE_GB_S if free else 0)
    total += served * gb * seconds * RUN_READY[architecture]
    total += ready * gb * enabled_s(load, ready_h) * KEPT_READY[architecture]
    return total + requests * seconds * Fraction(storage_mb - 512, 1024) * STORAGE


def enabled_s(load: Load, ready_h: float | None) -> int:
    """Charged in periods of five minutes. [s/month]"""
    return rounded_up(Fraction(load.hours if ready_h is None else ready_h) * 12) * 300


def served_ready(load: Load, seconds: Fraction, ready: int, ready_h: float | None) -> Fraction:
    """Requests on provisioned environments: each takes one at a time, and ten a second at most. [request/month]"""
    hours = Fraction(load.hours if ready_h is None else ready_h)
    arriving = Fraction(load.requests) * hours / Fraction(load.hours)
    return min(arriving, ready * min(1 / seconds, Fraction(10)) * hours * 3600)


@dataclass(frozen=True)
class Fleet:
    """Instances, in the units that people type."""

    kind: str
    count: int | None = None
    minimum: int = 1
    target: float = 0.6
    per_second: float | None = None
    workers: int | None = None
    standard: bool = False
    zones: int = 1
    spare: int = 0
    scaling: tuple[int, int] | None = None
    """Minutes before and after a busier hour in which its instances run."""
    maximum: int | None = None
    on: tuple[int, int] = (0, 24)
    """Hours of the day."""


EVEN = (Fraction(1),) * 168


def cpu_used(load: Load) -> Fraction:
    """[vCPU]"""
    return load.per_second * load.cpu_s


def instances_needed(load: Load, fleet: Fleet, level: Fraction = Fraction(1), system_mb: int = 256) -> Fraction:
    """The scarcest of CPU, memory, workers and measured throughput at a load level, not yet whole. [instance]"""
    vcpu, mib, baseline = SIZES[fleet.kind]
    target = Fraction(fleet.target)
    needs = [cpu_used(load) / (vcpu * target), load.in_flight * Fraction(load.memory_mb) / (mib - system_mb)]
    if baseline is not None and fleet.standard:
        needs.append(cpu_used(load) / (vcpu * Fraction(baseline, 100)))
    if fleet.workers is not None:
        needs.append(load.in_flight / (fleet.workers * target))
    if fleet.per_second is not None:
        needs.append(load.per_second / Fraction(fleet.per_second))
    return max(needs) * level


def sized(load: Load, fleet: Fleet, level: Fraction) -> int:
    """Instances at a load level. [instance]"""
    whole = rounded_up(instances_needed(load, fleet, level))
    if fleet.spare:
        whole = ceil(Fraction(whole, fleet.zones - fleet.spare)) * fleet.zones
    whole = max(whole, fleet.zones, fleet.minimum)
    return whole if fleet.maximum is None else min(whole, fleet.maximum)


def running(load: Load, fleet: Fleet, week: tuple[Fraction, ...]) -> list[int]:
    """Instances in every minute of the week. [instance]"""
    first, last = fleet.on
    most = fleet.count if fleet.count is not None else sized(load, fleet, max(week))
    hours = [sized(load, fleet, level) for level in week] if fleet.scaling else [most] * 168
    before, after = fleet.scaling or (0, 0)
    minutes = []
    for hour in range(168):
        came, goes = hours[hour - 1], hours[(hour + 1) % 168]
        is_on = first <= hour % 24 < last
        for minute in range(60):
            busy = [hours[hour], came if minute < after else 0, goes if minute >= 60 - before else 0]
            opens = not is_on and minute >= 60 - before and first <= (hour + 1) % 24 < last
            minutes.append(max(busy) if is_on else goes if opens else 0)
    return minutes


def beyond_baseline(load: Load, fleet: Fleet, week: tuple[Fraction, ...], minutes: list[int]) -> Fraction:
    """CPU that credits do not bring: day by day, or moment by moment where instances come and go. [vCPU·h/week]"""
    vcpu, _, baseline = SIZES[fleet.kind]
    if baseline is None or fleet.standard:
        return Fraction(0)
    earns, cpu = vcpu * Fraction(baseline, 100), cpu_used(load)
    if fleet.scaling:
        first, last = fleet.on  # before it opens nobody is served
        loads = [level if first <= hour % 24 < last else Fraction(0) for hour, level in enumerate(week)]
        on = [(min(cpu * loads[i // 60], Fraction(count * vcpu)), count) for i, count in enumerate(minutes) if count]
        return sum((max(Fraction(0), used - count * earns) for used, count in on), Fraction(0)) / 60
    total = Fraction(0)
    for day in range(7):
        used = sum(week[day * 24 : day * 24 + 24], Fraction(0)) * cpu
        hours = Fraction(sum(minutes[day * 1440 : day * 1440 + 1440]), 60)
        total += max(Fraction(0), min(used, hours * vcpu) - hours * earns)
    return total


def on_ec2(load: Load, fleet: Fleet, week: tuple[Fraction, ...] = EVEN) -> Fraction:
    """A month of instances, and of surplus credits. [USD/month]"""
    if week == EVEN and fleet.on == (0, 24):  # every minute is like every other
        level = Fraction(1)
        count = fleet.count if fleet.count is not None else sized(load, fleet, level)
        vcpu, _, baseline = SIZES[fleet.kind]
        earns = None if baseline is None or fleet.standard else vcpu * Fraction(baseline, 100)
        used = min(cpu_used(load), Fraction(count * vcpu))
        beyond = Fraction(0) if earns is None else max(Fraction(0), used - count * earns)
        return Fraction(load.hours) * (count * HOURLY[fleet.kind] + beyond * SURPLUS)
    minutes = running(load, fleet, week)
    hours, beyond = Fraction(sum(minutes), 60), beyond_baseline(load, fleet, week, minutes)
    return Fraction(load.hours) / 168 * (hours * HOURLY[fleet.kind] + beyond * SURPLUS)
