"""Every way in which AWS can fail on the wire, one by one and together.

After each, the prices in force are the last good ones or the complete new ones, service by service, and the sentence
names what happened.
"""

from __future__ import annotations

import errno
import os
import socket
from datetime import UTC, datetime

import pytest

from pricing_data import refresh, store
from pricing_data.aws import bulk, query
from pricing_data.aws.faults import (
    Cancelled,
    Denied,
    ExpiredToken,
    IncompletePage,
    NoCredentials,
    NoNetwork,
    Throttled,
    Unavailable,
)
from pricing_data.outcome import Status
from tests.refresh import shop
from tools.fake_aws.faults import Fault, Kind

NOW = datetime(2026, 11, 24, tzinfo=UTC)

SOME = ("lambda", "ec2", "nat", "dynamodb")
"""Services for the faults that take time."""

pytestmark = pytest.mark.usefixtures("no_pauses")


def refreshed(small, source, services=(), **more):
    return refresh.refresh([shop.REGION], source, small.data, NOW, services=services, **more)


def assert_complete(small, report):
    assert {one.status for one in report.outcomes} == {Status.ADOPTED}, [one.sentence for one in report.outcomes]
    assert report.folder is not None
    shop.assert_whole(small, report)
    assert shop.in_force() != small.old


def assert_nothing_changed(small, report, kind, *words):
    assert report.folder is None
    assert {type(one.error) for one in report.outcomes} == {kind}, [one.sentence for one in report.outcomes]
    for one in report.outcomes:
        assert one.sentence.startswith("the old prices stay: ")
        assert [word for word in words if word not in one.sentence] == [], one.sentence
    assert shop.in_force() == small.old
    assert len(shop.sets(small.data)) == 1


# --- one by one: the Query API -----------------------------------------------------------------------


@pytest.mark.parametrize("name", shop.SOURCES)
def test_without_a_fault_all_is_new(small, aws, name):
    report = refreshed(small, shop.SOURCES[name]())

    assert aws.calls
    assert_complete(small, report)


PASSING = (
    Fault(Kind.THROTTLED, share=0.5),
    Fault(Kind.ERROR, share=0.5),
    Fault(Kind.CUT, share=0.5),
    Fault(Kind.TRUNCATED, share=0.5),
    Fault(Kind.STALLED, times=2, seconds=2),
    Fault(Kind.EXPIRED, times=1),
)


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.kind)
def test_the_query_api_gets_through_what_passes(small, aws, fault):
    aws.faults = [fault]

    report = refreshed(small, query.QueryApi())

    assert_complete(small, report)


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        (Kind.THROTTLED, Throttled, ("throttled",)),
        (Kind.ERROR, Unavailable, ("AWS",)),
        (Kind.DENIED, Denied, ("pricing:GetProducts",)),
        (Kind.TRUNCATED, IncompletePage, ("cut short",)),
    ],
    ids=lambda value: value if isinstance(value, Kind) else "",
)
def test_the_query_api_keeps_the_old_prices_when_it_goes_on(small, aws, kind, error, words):
    aws.faults = [Fault(kind)]

    report = refreshed(small, query.QueryApi())

    assert_nothing_changed(small, report, error, *words)


def test_a_page_that_is_always_cut(small, aws):
    aws.faults = [Fault(Kind.CUT)]

    report = refreshed(small, query.QueryApi())

    assert report.folder is None
    assert {type(one.error) for one in report.outcomes} <= {IncompletePage, Unavailable}
    assert shop.in_force() == small.old


def test_an_api_that_never_ends_its_answers(small, aws):
    aws.faults = [Fault(Kind.STALLED, seconds=5)]

    report = refreshed(small, query.QueryApi(), ["lambda"])

    assert_nothing_changed(small, report, Unavailable, "AWS did not answer")


def test_a_listing_that_always_expires_costs_only_its_own_service(small, aws):
    aws.faults = [Fault(Kind.EXPIRED)]

    report = refreshed(small, query.QueryApi())

    found = shop.outcomes(report)
    assert {name for name, one in found.items() if one.status is Status.FAILED} == {"ec2"}
    assert isinstance(found["ec2"].error, ExpiredToken)
    assert "expired" in found["ec2"].sentence
    shop.assert_whole(small, report)


def test_a_listing_that_expired_begins_again_from_its_first_page(small, aws):
    aws.faults = [Fault(Kind.EXPIRED, times=1)]
    source = query.QueryApi()

    report = refreshed(small, source, ["ec2"])

    assert_complete(small, report)
    aws.faults, calls = (), source.calls
    undisturbed = query.QueryApi()
    undisturbed.fetch("ec2", shop.REGION, lambda *_: None)
    assert calls == undisturbed.calls + 2, "the page that failed, and the first one again"


def test_half_of_one_services_calls_failing_leaves_the_others_alone(small, aws):
    aws.faults = [Fault(Kind.DENIED, after=1)]

    report = refreshed(small, query.QueryApi(), SOME)

    found = shop.outcomes(report)
    assert found["lambda"].status is Status.ADOPTED
    assert {found[name].status for name in SOME[1:]} == {Status.FAILED}
    shop.assert_whole(small, report)


# --- one by one: the bulk files ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Kind.THROTTLED, share=0.5),
        Fault(Kind.ERROR, share=0.5),
        Fault(Kind.CUT, share=0.5),
        Fault(Kind.TRUNCATED, share=0.5),
        Fault(Kind.STALLED, times=2, seconds=2),
        Fault(Kind.CUT, where=f"/{shop.REGION}/index.json", share=0.5),
    ],
    ids=lambda fault: f"{fault.kind}{'-files' if fault.where else ''}",
)
def test_bulk_files_get_through_what_passes(small, aws, fault):
    aws.faults = [fault]

    report = refreshed(small, bulk.BulkFiles())

    assert_complete(small, report)


@pytest.mark.parametrize(
    ("kind", "errors", "words"),
    [
        (Kind.THROTTLED, {Throttled, Unavailable}, ("503",)),
        (Kind.ERROR, {Unavailable}, ("500",)),
        (Kind.CUT, {IncompletePage, Unavailable}, ()),
        (Kind.TRUNCATED, {IncompletePage}, ("cut short",)),
        (Kind.STALLED, {Unavailable}, ("timed out",)),
        (Kind.DENIED, {Denied, Unavailable}, ("403",)),
    ],
    ids=lambda value: value if isinstance(value, Kind) else "",
)
@pytest.mark.parametrize("where", ["region_index", f"/{shop.REGION}/index.json"], ids=["index", "file"])
def test_bulk_files_keep_the_old_prices_when_it_goes_on(small, aws, kind, errors, words, where):
    aws.faults = [Fault(kind, where=where, seconds=5)]

    report = refreshed(small, bulk.BulkFiles(), ["lambda"])

    [found] = report.outcomes
    assert_nothing_changed(small, report, type(found.error), *words)
    assert type(found.error) in errors


def test_a_cut_file_costs_only_the_services_that_are_in_it(small, aws):
    aws.faults = [Fault(Kind.CUT, where="/AmazonEC2/2")]

    report = refreshed(small, bulk.BulkFiles())

    failed = {name for name, one in shop.outcomes(report).items() if one.status is Status.FAILED}
    assert failed == {"ec2", "ebs", "nat"}
    shop.assert_whole(small, report)


# --- the way there -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shop.SOURCES)
def test_no_network(small, aws, monkeypatch, name):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    for variable in aws.environment:
        if aws.environment[variable] == aws.address:
            monkeypatch.setenv(variable, nowhere)

    report = refreshed(small, shop.SOURCES[name]())

    assert_nothing_changed(small, report, NoNetwork, "cannot be reached")
    assert aws.calls == []


def test_no_credentials(small, aws, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))

    report = refreshed(small, query.QueryApi())

    assert_nothing_changed(small, report, NoCredentials, "credentials", "bulk files")
    assert aws.calls == []


@pytest.mark.parametrize("name", shop.SOURCES)
@pytest.mark.parametrize("last", [1, 4, 9])
@pytest.mark.usefixtures("aws")
def test_cancelled_in_the_middle(small, name, last):
    seen = []

    def progress(*what):
        seen.append(what)
        if len(seen) > last:
            raise Cancelled

    with pytest.raises(Cancelled):
        refreshed(small, shop.SOURCES[name](), progress=progress)
    assert len(seen) == last + 1
    assert shop.in_force() == small.old
    assert len(shop.sets(small.data)) == 1


@pytest.mark.parametrize("name", shop.SOURCES)
def test_a_disk_that_is_full_when_throttled_prices_have_come(small, aws, monkeypatch, name):
    aws.faults = [Fault(Kind.THROTTLED, share=0.5)]
    left = iter((True,))

    def full(_descriptor):
        if not next(left, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(store.Unwritable, match="No space left"):
        refreshed(small, shop.SOURCES[name](), SOME)
    assert shop.in_force() == small.old
    assert len(shop.sets(small.data)) == 1, "nothing unfinished is left"


@pytest.mark.parametrize("name", shop.SOURCES)
def test_a_data_folder_that_cannot_be_written_is_told_before_anything_is_read(small, aws, name):
    file = small.data.parent / "no-folder"
    file.write_text("", encoding="utf-8")

    with pytest.raises(store.Unwritable, match="cannot be kept here"):
        refresh.refresh([shop.REGION], shop.SOURCES[name](), file, NOW)
    assert aws.calls == []
    assert shop.in_force() == small.old


# --- together ----------------------------------------------------------------------------------------

TOGETHER = (
    (Fault(Kind.THROTTLED, share=0.5), Fault(Kind.EXPIRED, times=1)),
    (Fault(Kind.THROTTLED, share=0.5), Fault(Kind.ERROR, share=0.3), Fault(Kind.TRUNCATED, share=0.2)),
    (Fault(Kind.CUT, share=0.25), Fault(Kind.TRUNCATED, share=0.25), Fault(Kind.STALLED, times=1, seconds=2)),
    (Fault(Kind.THROTTLED, share=0.4), Fault(Kind.CUT, share=0.4), Fault(Kind.ERROR, share=0.4)),
    (Fault(Kind.DENIED, after=6), Fault(Kind.THROTTLED, share=0.5), Fault(Kind.CUT, share=0.2)),
)


@pytest.mark.parametrize("faults", TOGETHER, ids=lambda faults: "+".join(fault.kind for fault in faults))
@pytest.mark.parametrize("name", shop.SOURCES)
def test_several_at_once(small, aws, name, faults):
    aws.faults = faults

    report = refreshed(small, shop.SOURCES[name]())

    shop.assert_whole(small, report)
    for one in report.outcomes:
        assert (one.status is Status.FAILED) == (one.error is not None)
        assert one.status is not Status.FAILED or one.sentence.startswith("the old prices stay: ")

    aws.faults = ()
    refreshed(small, shop.SOURCES[name]())
    now = shop.in_force()
    assert {key: now[key] for key in small.new} == small.new, "the next refresh brings what was missing"
