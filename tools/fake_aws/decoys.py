"""Products that stand in the real lists beside the ones asked for, and must never be taken for them.

Each is a copy of a true product with the attributes that tell it apart, and a price that would be noticed.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.fake_aws import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tools.fake_aws.terms import Json

WRONG = "7.7777777777"
"""Price of a decoy. [USD]"""

ABSENT = ""
"""Value of an attribute that the decoy does not have."""


@dataclass(frozen=True)
class Decoy:
    """How one product is turned into another that looks like it."""

    like: Mapping[str, str]
    """Attributes of the true product; ``productFamily`` too."""
    but: Mapping[str, str]
    """What differs."""
    usagetype: tuple[str, str] = ("", "")
    """Words of the usage type, and what they become."""
    tiers: Sequence[tuple[str, str, str]] = field(default=(("0", "Inf", WRONG),))


ANY = {"location": "Any", "locationType": "Other", "regionCode": ABSENT}
FREE = [("0", "400000", "0"), ("400000", "Inf", WRONG)]
NOTHING = [("0", "Inf", "0")]
OUTPOSTS = {"locationType": "AWS Outposts"}
OUTBOUND = {"transferType": "AWS Outbound"}
LINUX = {"productFamily": "Compute Instance"}

DECOYS: Mapping[str, Sequence[Decoy]] = {
    "AWSLambda": (
        Decoy({"group": "AWS-Lambda-Requests"}, ANY, ("Request", "Global-Request"), NOTHING),
        Decoy({"group": "AWS-Lambda-Duration"}, ANY, ("Lambda-GB", "Global-Lambda-GB"), FREE),
        Decoy({"group": "AWS-Lambda-Duration"}, {"location": "Any"}, ("Lambda-GB", "Free-Lambda-GB"), NOTHING),
        Decoy({"group": "AWS-Lambda-Requests"}, {}, ("Request", "Lambda-Managed-Instances-Request")),
        Decoy({"group": "AWS-Lambda-Duration"}, {}, ("Lambda-GB-Second", "Lambda-Managed-Instances-m7i.large-Hours")),
        Decoy({"group": "AWS-Lambda-Requests"}, {"group": "AWS-Lambda-Requests-ARM"}, ("Request", "Request-ARM")),
    ),
    "AmazonEC2": (
        Decoy(LINUX, {"operatingSystem": "Windows", "operation": "RunInstances:0002"}),
        Decoy(LINUX, {"preInstalledSw": "SQL Std", "operation": "RunInstances:0004"}),
        Decoy(LINUX, {"tenancy": "Dedicated"}, ("BoxUsage", "DedicatedUsage")),
        Decoy(LINUX, {"tenancy": "Host"}, ("BoxUsage", "HostBoxUsage"), NOTHING),
        Decoy(
            LINUX,
            {"capacitystatus": "AllocatedCapacityReservation"},
            ("BoxUsage", "Reservation"),
            NOTHING,
        ),
        Decoy(LINUX, {"capacitystatus": "UnusedCapacityReservation"}, ("BoxUsage", "UnusedBox")),
        Decoy({"productFamily": "Storage"}, OUTPOSTS, tiers=NOTHING),
        Decoy({"productFamily": "Storage Snapshot"}, {}, ("SnapshotUsage", "SnapshotArchiveStorage")),
        Decoy({"productFamily": "Storage Snapshot"}, {}, ("SnapshotUsage", "SnapshotUsageUnderBilling"), NOTHING),
        Decoy({"productFamily": "NAT Gateway"}, {"group": "NGW:Provisioned"}, ("NatGateway-", "NatGateway-Prvd-")),
        Decoy({"productFamily": "NAT Gateway"}, {"group": "NGW:Regional"}, ("NatGateway-", "RegionalNatGateway-")),
    ),
    "AmazonApiGateway": (Decoy({"usagetype": "ApiGatewayRequest"}, ANY, ("ApiGateway", "Global-ApiGateway"), NOTHING),),
    "AWSELB": (
        Decoy({"productFamily": "Load Balancer-Application"}, OUTPOSTS, ("L", "Outposts-L")),
        Decoy({"usagetype": "LCUUsage"}, {}, ("LCUUsage", "ReservedLCUUsage")),
        Decoy({"usagetype": "LoadBalancerUsage"}, {}, ("LoadBalancerUsage", "TS-LoadBalancerUsage")),
        Decoy(
            {"productFamily": "Load Balancer-Application"},
            {"productFamily": "Load Balancer-Gateway", "operation": "LoadBalancing:Gateway"},
        ),
        Decoy({"productFamily": "Load Balancer-Network"}, OUTPOSTS, ("L", "Outposts-L"), NOTHING),
        Decoy({"productFamily": "Load Balancer-Network"}, {}, ("L", "ReservedL")),
    ),
    "AmazonCloudFront": (
        Decoy({"usagetype": "US-DataTransfer-Out-Bytes"}, {"fromLocation": "Japan"}, ("US-", "JP-")),
        Decoy({"usagetype": "US-DataTransfer-Out-Bytes"}, {"toLocation": "Origin"}, ("-Bytes", "-OBytes")),
        Decoy({"productFamily": "Request"}, {}, ("Tier2-HTTPS", "Tier1")),
        Decoy({"productFamily": "Request"}, {}, ("Requests-Tier2-HTTPS", "Requests-HTTPS-Proxy")),
    ),
    "AmazonECS": (
        Decoy(
            {"usagetype": "Fargate-GB-Hours"},
            {"externalInstanceType": "Default", "operation": "AddExternalInstance", "memorytype": ABSENT},
            ("Fargate-GB-Hours", "ECS-Anywhere-Instance-hours"),
            [("0", "2200", "0"), ("2200", "Inf", WRONG)],
        ),
    ),
    "AmazonVPC": (
        Decoy({"usagetype": "PublicIPv4:InUseAddress"}, {}, ("InUseAddress", "IdleAddress")),
        Decoy(
            {"productFamily": "VpcEndpoint"},
            {"endpointType": "Gateway Load Balancer Endpoint"},
            ("VpcEndpoint-", "VpcEndpoint-GWLBE-"),
        ),
    ),
    "AWSDataTransfer": (
        Decoy(OUTBOUND, {"transferType": "AWS Inbound"}, ("Out-", "In-"), NOTHING),
        Decoy(
            {"transferType": "AWS Outbound"}, {"toLocation": "Amazon CloudFront"}, ("Data", "CloudFront-Data"), NOTHING
        ),
        Decoy(
            {"transferType": "AWS Outbound"}, {"toLocation": "US West (Oregon)", "transferType": "InterRegion Outbound"}
        ),
        Decoy({"transferType": "IntraRegion"}, {}, ("DataTransfer-Regional", "VpcPeering-In")),
        Decoy(OUTBOUND, {"fromLocation": "Any"}, ("Data", "Global-Data"), [("0", "100", "0")]),
    ),
    "AmazonCloudWatch": (
        Decoy({"usagetype": "DataProcessing-Bytes"}, ANY, ("Data", "Global-Data"), NOTHING),
        Decoy({"productFamily": "Alarm"}, {"alarmType": "High Resolution"}, ("CW:Alarm", "CW:HighResAlarm")),
        Decoy({"productFamily": "Metric"}, ANY, ("CW:", "Global-CW:"), NOTHING),
    ),
    "AmazonDynamoDB": (
        Decoy({"group": "DDB-ReadUnits"}, {"group": "DDB-ReadUnitsIA"}, ("Read", "IA-Read")),
        Decoy({"group": "DDB-WriteUnits"}, {"group": "DDB-ReplicatedWriteUnits"}, ("Write", "ReplWrite")),
        Decoy({"productFamily": "Database Storage"}, {"volumeType": "IA"}, ("Timed", "IA-Timed")),
    ),
    "AmazonRDS": (
        Decoy({"databaseEngine": "MySQL"}, {"databaseEngine": "Oracle", "licenseModel": "Bring your own license"}),
        Decoy(
            {"deploymentOption": "Multi-AZ"},
            {"deploymentOption": "Multi-AZ (readable standbys)"},
            ("Multi-AZUsage", "Multi-AZClusterUsage"),
        ),
        Decoy({"productFamily": "RDSProxy"}, {"databaseEngine": "Aurora"}, ("ProxyUsage", "ProxyUsage-ACU")),
    ),
    "AmazonElastiCache": (
        Decoy(
            {"productFamily": "Cache Instance"},
            {"operation": "ExtendedSupport"},
            ("NodeUsage", "ExtendedSupportYr1Yr2-NodeUsage"),
        ),
    ),
}
"""Service code to what stands beside its products."""


def beside(products: Iterable[Json], service: str) -> Iterator[Json]:
    """Each product, and after it every decoy of it."""
    known = DECOYS.get(service, ())
    for true in products:
        yield true
        yield from (made(true, decoy, number) for number, decoy in enumerate(known) if alike(true, decoy.like))


def alike(product: Json, wanted: Mapping[str, str]) -> bool:
    """Whether a product has all the attributes; the usage type may have a prefix."""
    said = {"productFamily": product["product"]["productFamily"], **product["product"]["attributes"]}
    return all(
        said.get(name, "") == text or (name == "usagetype" and said[name].endswith(f"-{text}"))
        for name, text in wanted.items()
    )


def made(true: Json, decoy: Decoy, number: int) -> Json:
    """The decoy of one product."""
    copy = deepcopy(true["product"])
    differs = dict(decoy.but)
    copy["productFamily"] = differs.pop("productFamily", copy["productFamily"])
    copy["attributes"].update(differs)
    copy["attributes"] = {name: text for name, text in copy["attributes"].items() if text or name == "operation"}
    copy["attributes"]["usagetype"] = copy["attributes"]["usagetype"].replace(*decoy.usagetype, 1)
    copy["sku"] = terms.code("decoy", copy["sku"], str(number))
    [offer] = true["terms"]["OnDemand"].values()
    unit = next(iter(offer["priceDimensions"].values()))["unit"]
    return {**true, "product": copy, "terms": {"OnDemand": terms.on_demand(copy["sku"], unit, decoy.tiers)}}
