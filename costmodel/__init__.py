"""Lambda or EC2: what a workload costs on each, which is cheaper, and from which volume that changes.

Numbers in, numbers out: no clock, no network, no files. Prices are an argument (`pricing_data.load`).
"""

from __future__ import annotations

from costmodel.bill import Bill, Factor, Line, bill
from costmodel.breakeven import Crossing, crossings
from costmodel.compare import Comparison, compare
from costmodel.erlang import WaitingTarget
from costmodel.errors import (
    CorruptPrices,
    CostModelError,
    InvalidInput,
    InvalidOption,
    InvalidQuestion,
    InvalidRate,
    InvalidWorkload,
    TooManySteps,
    UnitMismatch,
    UnknownInstanceType,
    UnknownName,
    UnknownRate,
    UnknownRegion,
)
from costmodel.instance_type import InstanceType
from costmodel.limits import Limit
from costmodel.option import ComputeOption, Extra, Footprint
from costmodel.options import OPTIONS
from costmodel.options.aws_lambda import Lambda
from costmodel.options.cold_starts import ColdStarts
from costmodel.options.commitment import Commitment
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.fargate import Fargate
from costmodel.options.functions import FunctionService, ServiceFunction
from costmodel.options.hybrid import Hybrid
from costmodel.options.lambda_edge import LambdaEdge
from costmodel.options.managed_instances import ManagedInstances
from costmodel.options.provisioned import ProvisionedConcurrency
from costmodel.options.scaling import AutoScaling, Schedule
from costmodel.options.snapstart import SnapStart
from costmodel.options.tenant_isolation import TenantIsolation
from costmodel.options.web_functions import WebFunctions
from costmodel.rates import FREE_TIER, PriceBook, Rate, Source, Tier
from costmodel.request_path import RequestPath
from costmodel.sweep import sweep
from costmodel.traffic import TrafficProfile
from costmodel.units import requests_per_month
from costmodel.workload import Workload

__all__ = [
    "FREE_TIER",
    "OPTIONS",
    "AutoScaling",
    "Bill",
    "ColdStarts",
    "Commitment",
    "Comparison",
    "ComputeOption",
    "CorruptPrices",
    "CostModelError",
    "Crossing",
    "EC2Fleet",
    "Extra",
    "Factor",
    "Fargate",
    "Footprint",
    "FunctionService",
    "Hybrid",
    "InstanceType",
    "InvalidInput",
    "InvalidOption",
    "InvalidQuestion",
    "InvalidRate",
    "InvalidWorkload",
    "Lambda",
    "LambdaEdge",
    "Limit",
    "Line",
    "ManagedInstances",
    "PriceBook",
    "ProvisionedConcurrency",
    "Rate",
    "RequestPath",
    "Schedule",
    "ServiceFunction",
    "SnapStart",
    "Source",
    "TenantIsolation",
    "Tier",
    "TooManySteps",
    "TrafficProfile",
    "UnitMismatch",
    "UnknownInstanceType",
    "UnknownName",
    "UnknownRate",
    "UnknownRegion",
    "WaitingTarget",
    "WebFunctions",
    "Workload",
    "bill",
    "compare",
    "crossings",
    "requests_per_month",
    "sweep",
]
