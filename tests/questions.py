"""Questions as the page's inputs ask them: between them they use every group of inputs."""

from __future__ import annotations

from ui.form import Given
from ui.inputs import DEFAULTS

QUESTIONS: dict[str, dict[str, object]] = {
    "default": {},
    "busy": {"requests": "50B", "shape": "office_hours", "within": "1.5", "quota": "500"},
    "scaling": {
        "requests": "500M", "shape": "evening_peak", "sizing": "hours", "maximum": "3", "minimum": "2", "zones": "3",
        "spare": "1", "workers": "8", "instance_rps": "40", "waiting": True, "plan": "compute_savings_plan",
        "years": "3", "spot": "0.5",
    },
    "fixed": {"requests": "1B", "sizing": "fixed", "count": "1", "instance": "t3.medium", "schedule": True},
    "credits": {"requests": "300M", "instance": "t3.micro", "credits": "standard", "shape": "batch", "cpu_ms": "20"},
    "surplus": {"requests": "300M", "instance": "t3.micro", "shape": "batch", "sizing": "hours"},
    "doors": {
        "door": "rest", "cache": "0.5", "ec2_door": "alb", "cdn": True, "cached": "0.5", "response_kb": "600",
        "duration_ms": "31000", "requests": "100M", "log_kb": "2", "zone_kb": "5", "nat": "1", "ec2_nat": "2",
        "volume_gb": "20", "ipv4": True, "monitoring": True,
    },
    "other doors": {
        "region": "us-east-1", "door": "http", "ec2_door": "nlb", "egress": True, "response_kb": "900",
        "request_kb": "200",
    },
    "too large": {"door": "alb", "ec2_door": "http", "response_kb": "20000", "duration_ms": "900000"},
    "common": {
        "requests": "1B", "db": "db.t3.micro", "db_relief": "bigger", "reads": "2", "writes": "1", "duration_ms": "500",
        "node": "cache.t4g.small", "other": "50", "door": "url", "provisioned": "20", "provisioned_h": "100",
        "tmp_mb": "2048", "free_tier": True, "rates": "ec2.m6i.large = 0.1",
    },
    "cold": {"requests": "1M", "shape": "office_hours", "cold": "derived", "init_ms": "333", "idle_s": "300"},
    "cold typed": {"requests": "1M", "cold": "typed", "init_ms": "800", "cold_share": "0.02"},
    "fargate": {
        "region": "us-east-1", "requests": "100M", "shape": "evening_peak", "fargate": True, "fargate_size": "0.5-1",
        "fargate_arch": "arm64", "fargate_min": "2", "fargate_scaling": True, "ec2_door": "alb", "volume_gb": "20",
    },
    "managed": {
        "region": "us-east-1", "requests": "500M", "managed": True, "managed_type": "m7g.xlarge", "web": True,
        "door": "http",
    },
    "called": {
        "attempts": "1.5", "async": True, "request_kb": "300", "stream": True, "response_kb": "9000",
        "snapstart": "python", "snap_versions": "2", "snap_restored": "0.02", "region": "us-east-1",
    },
    "polled": {"requests": "30M", "region": "us-east-1", "pollers": "sqs", "pollers_epu": "4"},
    "kept": {
        "requests": "300M", "shape": "office_hours", "provisioned": "8", "provisioned_on": True,
        "provisioned_from": "9", "provisioned_to": "18", "provisioned_workdays": True,
    },
    "following": {
        "requests": "300M", "shape": "evening_peak", "provisioned": "40", "provisioned_follows": True,
        "provisioned_target": "0.6", "provisioned_min": "2", "cold": "derived", "init_ms": "200", "region": "us-east-1",
    },
    "kept and bought": {
        "requests": "300M", "shape": "evening_peak", "provisioned": "8", "lambda_plan": "1", "lambda_usd": "0.2",
        "region": "us-east-1",
        "rates": "lambda.provisioned_concurrency.x86_64.savings_plan.compute.1yr.no_upfront = 0.0000036\n"
        "lambda.provisioned_duration.x86_64.savings_plan.compute.1yr.no_upfront = 0.0000088",
    },
    "snapped": {"requests": "1M", "cold": "derived", "init_ms": "300", "snapstart": "dotnet", "region": "us-east-1"},
    "hybrid": {"requests": "1B", "shape": "evening_peak", "hybrid": True, "hybrid_base": "3", "ec2_door": "alb"},
    "hybrid on tasks": {
        "region": "us-east-1", "requests": "1B", "shape": "evening_peak", "fargate": True, "fargate_size": "1-4",
        "fargate_scaling": True, "hybrid": True, "hybrid_on": "fargate", "hybrid_base": "6", "zones": "2",
        "volume_gb": "20",
    },
    "limits": {"requests": "10B", "db": "db.m6g.large", "plan": "standard_reserved", "committed": "3"},
}  # fmt: skip


def given(**inputs: object) -> Given:
    """The inputs at their defaults, and these."""
    return Given({**DEFAULTS, **inputs})
