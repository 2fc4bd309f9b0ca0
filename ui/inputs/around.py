"""What else is paid for around either side: gateways, addresses, volumes, transfer, logs, metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costmodel.extras import (
    DetailedMonitoring,
    EbsVolume,
    Egress,
    EventPollers,
    InterZone,
    Logs,
    NatGateway,
    PublicIPv4,
)
from costmodel.extras.event_pollers import SOURCES, UNITS
from costmodel.extras.network import AT_ONCE, KB_PER_REQUEST
from costmodel.extras.storage import SIZES
from ui.fields import Choice, Field, Switch
from ui.form import written

if TYPE_CHECKING:
    from costmodel import Extra
    from ui.form import Form, Given

NAT = Field(
    "nat", "NAT gateways of Lambda", "0", AT_ONCE, "For a function in a VPC that calls the internet.", whole=True,
    setting="gateways",
)  # fmt: skip

FLEET_NAT = Field(
    "ec2_nat", "NAT gateways of EC2", "0", AT_ONCE,
    "For instances in private subnets; AWS advises one for each Availability Zone.", whole=True,
)  # fmt: skip

NAT_KB = Field(
    "nat_kb", "Through the gateway per request (KB)", "10", KB_PER_REQUEST,
    "Calls of other services; answers to clients do not pass it. An assumption, set your own.",
)  # fmt: skip

IPV4 = Switch("ipv4", "A public IPv4 address per instance", "Charged by the hour since February 2024.")

VOLUME = Field(
    "volume_gb", "Volume of each instance (GB)", "", SIZES["gp3"],
    "A gp3 volume; AWS's own images start at 8 GB. Left empty: not counted.", optional=True,
    empty="not counted", setting="gb",
)  # fmt: skip

EGRESS = Switch(
    "egress", "Responses go to the internet", "Data transfer out, on both sides. Behind CloudFront that way is free."
)

ZONE_KB = Field(
    "zone_kb", "Between zones per request (KB)", "", KB_PER_REQUEST,
    "Such as to a database in another Availability Zone, on both sides. Left empty: not counted.", optional=True,
    empty="not counted",
)  # fmt: skip

LOG_KB = Field(
    "log_kb", "Logs per request (KB)", "", KB_PER_REQUEST,
    "What the application writes to CloudWatch Logs, kept for 30 days, on both sides; Lambda's own lines come on top. "
    "Left empty: not counted.",
    optional=True, empty="not counted", setting="kb_per_request",
)  # fmt: skip

MONITORING = Switch("monitoring", "Detailed monitoring of EC2", "Metrics of each instance every minute.")

NO_POLLERS = "none"

POLLERS = Choice(
    "pollers", "Event pollers of Lambda",
    {NO_POLLERS: "None", **{source: title for source, (title, _) in SOURCES.items()}}, NO_POLLERS,
    "An event source mapping in provisioned mode; without it polling costs nothing.",
)  # fmt: skip

POLLER_UNITS = Field(
    "pollers_epu", "Event poller units", "1", UNITS, "On average all month: you set the fewest and the most.",
    setting="units",
)  # fmt: skip

INPUTS = (NAT, FLEET_NAT, NAT_KB, POLLERS, POLLER_UNITS, IPV4, VOLUME, EGRESS, ZONE_KB, LOG_KB, MONITORING)


@dataclass(frozen=True)
class Around:
    """What stands around the function, and around the fleet."""

    function: tuple[Extra, ...]
    fleet: tuple[Extra, ...]


def show(form: Form) -> None:
    """Each is off until it is said."""
    form.numbers(NAT, FLEET_NAT)
    if any(str(form.given.values[field.key]).strip() not in ("", "0") for field in (NAT, FLEET_NAT)):
        form.number(NAT_KB)
    form.choice(POLLERS)
    if form.given.choice(POLLERS) != NO_POLLERS:
        form.number(POLLER_UNITS)
    form.switch(EGRESS)
    form.numbers(ZONE_KB, LOG_KB, VOLUME)
    form.switch(IPV4)
    form.switch(MONITORING)


def build(given: Given, *, cdn: bool) -> Around:
    """Everything that is on; raises `InvalidInput`. Behind CloudFront responses are its transfer."""
    both: list[Extra] = [Egress()] if given.on(EGRESS) and not cdn else []
    zone_kb, log_kb, volume_gb = given.maybe(ZONE_KB), given.maybe(LOG_KB), given.maybe(VOLUME)
    both += [] if zone_kb is None else [InterZone(zone_kb)]
    both += [] if log_kb is None else [Logs(log_kb)]
    own: list[Extra] = [] if volume_gb is None else [EbsVolume(volume_gb)]
    own += [PublicIPv4()] if given.on(IPV4) else []
    own += [DetailedMonitoring()] if given.on(MONITORING) else []
    return Around((*_nat(NAT, given), *_pollers(given), *both), (*_nat(FLEET_NAT, given), *both, *own))


def _nat(field: Field, given: Given) -> tuple[Extra, ...]:
    gateways = given.count(field)
    return (NatGateway(gateways, given.number(NAT_KB)),) if gateways else ()


def _pollers(given: Given) -> tuple[Extra, ...]:
    source = given.choice(POLLERS)
    return () if source == NO_POLLERS else (EventPollers(source, given.number(POLLER_UNITS)),)


def values(around: Around) -> dict[str, object]:
    """The inputs that put these there."""
    every = (*around.function, *around.fleet)
    kinds = {type(one) for one in every}
    numbers: dict[Field, float | None] = {NAT: 0, FLEET_NAT: 0, ZONE_KB: None, LOG_KB: None, VOLUME: None}
    for field, side in ((NAT, around.function), (FLEET_NAT, around.fleet)):
        for one in side:
            if isinstance(one, NatGateway):
                numbers |= {field: one.gateways, NAT_KB: one.kb_per_request}
    for one in every:
        if isinstance(one, InterZone | Logs):
            numbers[ZONE_KB if isinstance(one, InterZone) else LOG_KB] = one.kb_per_request
        if isinstance(one, EbsVolume):
            numbers[VOLUME] = one.gb
    polled = next((one for one in around.function if isinstance(one, EventPollers)), None)
    numbers |= {POLLER_UNITS: polled.units} if polled else {}
    switches = {IPV4: PublicIPv4, EGRESS: Egress, MONITORING: DetailedMonitoring}
    return {
        POLLERS.key: polled.source if polled else NO_POLLERS,
        **written(numbers),
        **{switch.key: kind in kinds for switch, kind in switches.items()},
    }
