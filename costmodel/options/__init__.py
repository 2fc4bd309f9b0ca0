"""The ways to serve a workload. A new option is one module here and one name in `OPTIONS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.options.aws_lambda import Lambda
from costmodel.options.ec2 import EC2Fleet
from costmodel.options.fargate import Fargate
from costmodel.options.functions import FunctionService
from costmodel.options.hybrid import Hybrid
from costmodel.options.lambda_edge import LambdaEdge
from costmodel.options.managed_instances import ManagedInstances
from costmodel.options.web_functions import WebFunctions
from costmodel.request_path import RequestPath

if TYPE_CHECKING:
    from costmodel.option import ComputeOption

__all__ = [
    "OPTIONS",
    "EC2Fleet",
    "Fargate",
    "FunctionService",
    "Hybrid",
    "Lambda",
    "LambdaEdge",
    "ManagedInstances",
    "RequestPath",
    "WebFunctions",
]

OPTIONS: tuple[type[ComputeOption], ...] = (
    Lambda, LambdaEdge, FunctionService, ManagedInstances, WebFunctions, Fargate, EC2Fleet, Hybrid, RequestPath,
)  # fmt: skip
"""Every kind of option; the laws in ``tests/test_conformance.py`` run over them."""
