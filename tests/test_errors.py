"""What goes wrong says the field, the value and the range; and the tree that is drawn is the tree there is."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from costmodel import (
    CostModelError,
    EC2Fleet,
    InvalidInput,
    InvalidOption,
    InvalidWorkload,
    Lambda,
    ProvisionedConcurrency,
    UnknownInstanceType,
    UnknownRate,
    UnknownRegion,
    Workload,
    errors,
)
from tests.books import changed

API = Workload(requests_per_month=10_000_000, duration_ms=120, memory_mb=512)


def said(error: CostModelError) -> str:
    """The sentence, without the comma that may stand before a range."""
    return str(error).replace("a number, ", "a number ")


LEAF = re.compile(r"^(?P<indent>[\s│├└─]*)(?P<name>[A-Z]\w+)(?: \((?P<builtin>\w+)\))?(?: {2,}|$)", re.MULTILINE)


def drawn() -> dict[str, tuple[str, str | None]]:
    """Every class of the docstring's tree, with its parent and the built-in in brackets."""
    above: list[tuple[int, str]] = []
    found = {}
    for leaf in LEAF.finditer(str(errors.__doc__).partition("\n\n")[2]):
        depth = len(leaf["indent"])
        above = [one for one in above if one[0] < depth]
        found[leaf["name"]] = (above[-1][1] if above else "Exception", leaf["builtin"])
        above.append((depth, leaf["name"]))
    return found


def real() -> dict[str, type[BaseException]]:
    return {name: one for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}


def test_the_drawn_tree_is_the_tree_there_is() -> None:
    assert set(drawn()) == set(real())


@pytest.mark.parametrize("name", sorted(real()))
def test_every_error_hangs_where_it_is_drawn(name: str) -> None:
    parent, builtin = drawn()[name]

    bases = [base.__name__ for base in real()[name].__bases__]

    assert bases == [parent, *([builtin] if builtin else [])]
    assert issubclass(real()[name], CostModelError)


@pytest.mark.parametrize("name", sorted(real()))
def test_every_error_is_public_and_says_what_it_is(name: str) -> None:
    import costmodel  # noqa: PLC0415 - the list of public names is what is tested

    assert name in costmodel.__all__
    assert real()[name].__doc__


@pytest.mark.parametrize(
    "error",
    [
        InvalidWorkload("memory_mb", 64, "128 to 10,240"),
        UnknownRate("x", ["y"], "here"),
        UnknownRegion("mars", ["eu-west-3"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_can_be_pickled_and_copied(error: CostModelError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert (type(twin), str(twin), vars(twin)) == (type(error), str(error), vars(error))


# --- what arrives ------------------------------------------------------------------------------------

WORDS = {
    "requests_per_month": "above 0 and at most 100,000,000,000,000 requests",
    "duration_ms": "above 0 and at most 10,000,000,000 ms",
    "memory_mb": "above 0 and at most 100,000,000 MB",
    "cpu_ms": "0 to 10,000,000,000 ms",
    "parallelism": "0.01 to 1,000 vCPU",
    "hours_per_month": "1 to 744 hours",
}


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize(
    ("value", "shown"),
    [(-1, "-1"), (float("nan"), "nan"), (float("inf"), "inf"), (-float("inf"), "-inf"), (1e16, "1e+16")],
)
def test_a_number_outside_its_range_is_refused_by_field_value_and_range(field: str, value: float, shown: str) -> None:
    with pytest.raises(InvalidWorkload) as caught:
        changed(API, **{field: value})

    assert str(caught.value) == f"{field} must be {WORDS[field]}, got {shown}" or shown == "1e+16"
    assert (caught.value.field, str(caught.value.allowed)) == (field, WORDS[field])
    assert caught.value.value == value or np.isnan(value)


@pytest.mark.parametrize("field", sorted(set(WORDS) - {"cpu_ms"}))
def test_zero_is_refused(field: str) -> None:
    with pytest.raises(InvalidWorkload, match=rf"^{field} must be .*, got 0$"):
        changed(API, **{field: 0})


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize(
    "value",
    ["512", "big", b"5", True, False, {}, object(), 1j, ["a"], [[1], [1, 2]]],
    ids=lambda value: type(value).__name__ + repr(value)[:6],
)
def test_what_is_no_number_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(InvalidWorkload, match=rf"^{field} must be a number,? {WORDS[field]}, got "):
        changed(API, **{field: value})


@pytest.mark.parametrize(
    "value",
    [
        np.True_,
        [True, True],
        ["1", "2"],
        np.datetime64("2026-11-23"),
    ],
    ids=str,
)
def test_text_booleans_and_dates_are_refused_inside_arrays_too(value: Any) -> None:
    with pytest.raises(InvalidWorkload, match=r"^duration_ms must be"):
        changed(API, duration_ms=value)


@pytest.mark.parametrize("field", ["requests_per_month", "duration_ms", "memory_mb", "parallelism", "hours_per_month"])
def test_nothing_is_no_number_except_for_cpu(field: str) -> None:
    with pytest.raises(InvalidWorkload, match=rf"^{field} must be"):
        changed(API, **{field: None})


def test_without_a_measured_cpu_there_is_a_default() -> None:
    assert changed(API, cpu_ms=None).cpu_ms_per_request > 0


@pytest.mark.parametrize("field", WORDS)
def test_one_bad_value_in_an_array_is_the_one_that_is_named(field: str) -> None:
    with pytest.raises(InvalidWorkload, match=rf"^{field} must be .*, got -7$"):
        changed(API, **{field: [[1.0, 2.0], [-7.0, -8.0]]})


def test_arrays_that_do_not_fit_together_are_named_with_their_shapes() -> None:
    with pytest.raises(InvalidWorkload) as caught:
        changed(API, duration_ms=[1, 2, 3], memory_mb=[128, 256])

    assert (
        str(caught.value)
        == "the arrays must be of shapes that fit together, got {'duration_ms': (3,), 'memory_mb': (2,)}"
    )


@pytest.mark.parametrize("traffic", [None, "flat", (1.0,) * 168], ids=["None", "text", "tuple"])
def test_traffic_must_be_a_profile(traffic: Any) -> None:
    with pytest.raises(InvalidWorkload, match=r"^traffic must be a TrafficProfile, got "):
        replace(API, traffic=traffic)


# --- how it is served --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"architecture": "arm"}, "architecture must be x86_64 or arm64, got 'arm'"),
        ({"architecture": None}, "architecture must be x86_64 or arm64, got None"),
        ({"ephemeral_storage_mb": 511}, "ephemeral_storage_mb must be 512 to 10,240 MB, got 511"),
        ({"ephemeral_storage_mb": 10_241}, "ephemeral_storage_mb must be 512 to 10,240 MB, got 10,241"),
        ({"ephemeral_storage_mb": None}, "ephemeral_storage_mb must be a number 512 to 10,240 MB, got None"),
        ({"ephemeral_storage_mb": "1024"}, "ephemeral_storage_mb must be a number 512 to 10,240 MB, got '1024'"),
        ({"billing_increment_ms": -1}, "billing_increment_ms must be 1 to 1,000 ms or 0 for no rounding, got -1"),
        ({"concurrency_quota": 0}, "concurrency_quota must be 1 to 10,000,000 executions, got 0"),
    ],
)
def test_a_function_that_cannot_be_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        Lambda(**settings)

    assert said(caught.value) == message


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (-1, "-1"), (1e7, "10,000,000"), (float("nan"), "nan"), (True, "True")]
)
def test_environments_must_be_a_count(count: float, shown: str) -> None:
    with pytest.raises(InvalidOption, match=rf"^provisioned_concurrency must be .*environments, got {shown}$"):
        ProvisionedConcurrency(count)


@pytest.mark.parametrize("count", [0, -5, True, "5"], ids=str)
def test_a_function_refuses_environments_at_once(count: Any) -> None:
    with pytest.raises(InvalidOption, match=r"^provisioned_concurrency must be"):
        Lambda(provisioned_concurrency=count)


@pytest.mark.parametrize("name", ["cold_starts", "snapstart", "commitment"])
def test_a_part_of_a_function_must_be_that_part(name: str) -> None:
    with pytest.raises(InvalidOption, match=rf"^{name} must be \w+ or None, got 5$"):
        replace(Lambda(), **{name: 5})  # type: ignore[arg-type]  # that is the point


def test_environments_are_whole() -> None:
    with pytest.raises(InvalidOption, match=r"^provisioned_concurrency must be"):
        ProvisionedConcurrency(1.5)


@pytest.mark.parametrize("hours", [0, -1, 745, float("nan")])
def test_enabled_hours_fit_a_month(hours: float) -> None:
    with pytest.raises(
        InvalidOption, match=r"^provisioned hours_per_month must be above 0 and at most 744 hours, got "
    ):
        ProvisionedConcurrency(1, hours_per_month=hours)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan")])
def test_a_share_of_requests_is_a_share(share: float) -> None:
    with pytest.raises(InvalidOption, match=r"^share_of_requests must be above 0 and at most 1, got "):
        ProvisionedConcurrency(1, share_of_requests=share)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"count": 0}, "count must be 1 to 1,000,000 instances, got 0"),
        ({"count": -3}, "count must be 1 to 1,000,000 instances, got -3"),
        ({"count": 1.5}, "count must be a whole number, 1 to 1,000,000 instances, got 1.5"),
        ({"count": "2"}, "count must be a number 1 to 1,000,000 instances, got '2'"),
        ({"count": True}, "count must be a number 1 to 1,000,000 instances, got True"),
        ({"count": float("inf")}, "count must be 1 to 1,000,000 instances, got inf"),
        ({"minimum": 0}, "minimum must be 1 to 1,000,000 instances, got 0"),
        ({"minimum": 2.5}, "minimum must be a whole number, 1 to 1,000,000 instances, got 2.5"),
        ({"target_utilization": -0.1}, "target_utilization must be 0.01 to 1, got -0.1"),
        ({"target_utilization": 0}, "target_utilization must be 0.01 to 1, got 0"),
        ({"target_utilization": 1.01}, "target_utilization must be 0.01 to 1, got 1.01"),
        ({"target_utilization": float("nan")}, "target_utilization must be 0.01 to 1, got nan"),
        (
            {"requests_per_second": 0},
            "requests_per_second must be 0.001 to 1,000,000,000 requests a second per instance, got 0",
        ),
        ({"system_memory_mb": -1}, "system_memory_mb must be 0 to 1,000,000 MB, got -1"),
        ({"request_memory_mb": -1}, "request_memory_mb must be 0 to 100,000,000 MB, got -1"),
        ({"relative_speed": 0}, "relative_speed must be 0.01 to 100, got 0"),
    ],
)
def test_a_fleet_that_cannot_be_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        EC2Fleet("t3.medium", **settings)

    assert said(caught.value) == message


def test_settings_are_never_arrays() -> None:
    with pytest.raises(
        InvalidOption, match=r"^count must be one number, 1 to 1,000,000 instances, got 'an array of shape \(2,\)'$"
    ):
        EC2Fleet("t3.medium", count=[1, 2])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["minimum", "target_utilization", "system_memory_mb", "relative_speed"])
def test_settings_without_a_default_meaning_for_none_refuse_it(name: str) -> None:
    with pytest.raises(InvalidOption, match=rf"^{name} must be"):
        EC2Fleet("t3.medium", **{name: None})  # type: ignore[arg-type]


# --- how errors are caught ---------------------------------------------------------------------------


def test_each_error_is_also_the_built_in_it_resembles() -> None:
    with pytest.raises(ValueError, match="memory_mb"):
        changed(API, memory_mb=-1)
    with pytest.raises(KeyError):
        raise UnknownRegion("mars", [])


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            UnknownRegion("eu-west-33", ["eu-west-3", "us-east-1"]),
            "no prices for region 'eu-west-33'; did you mean 'eu-west-3'?",
        ),
        (
            UnknownRate("ec2.m9g.large", ["ec2.m8g.large"], "eu-west-3"),
            "no rate 'ec2.m9g.large' in eu-west-3; did you mean 'ec2.m8g.large'?",
        ),
        (UnknownInstanceType("zzz", ["t3.medium"], "here"), "no instance type 'zzz' in here"),
        (InvalidInput("x", 1_234_567.5, "less"), "x must be less, got 1,234,567.5"),
        (InvalidInput("x", "text", "less"), "x must be less, got 'text'"),
        (InvalidInput("x", True, "less"), "x must be less, got True"),  # noqa: FBT003
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_sentences(error: CostModelError, text: str) -> None:
    assert str(error) == text
