"""A whole refresh: what is adopted, what is kept, what is told, and that nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import pricing_data
from costmodel.errors import UnknownRegion
from pricing_data import checks, deposit, edition, manifest, refresh, store
from pricing_data.aws.faults import (
    BadPriceList,
    Cancelled,
    Denied,
    ExpiredToken,
    IncompletePage,
    NoCredentials,
    NoNetwork,
    Throttled,
    Unavailable,
)
from pricing_data.draft import promised
from pricing_data.outcome import Failure, Status
from pricing_data.reader import SNAPSHOT
from pricing_data.refresh import UnknownService, allowed, keep, preview, read
from pricing_data.store import Unwritable
from tests.fake_source import FRESH, START, FakeSource, price, row, seeded

NOW = START + timedelta(days=30)


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(folder))
    seeded(folder)
    return folder


def run(data, source, regions=("here",), **more):
    return refresh.refresh(list(regions), source, data, NOW, **more)


def statuses(report):
    return {f"{one.region} {one.service}": one.status.value for one in report.outcomes}


def outcome(report, service, region="here"):
    return next(one for one in report.outcomes if (one.service, one.region) == (service, region))


# --- what is adopted ---------------------------------------------------------------------------------


def test_new_prices_are_adopted_as_one_new_set(data):
    report = run(data, FakeSource().at(ec2__t3__nano="0.006", lambda__requests="0.00000021"))

    assert statuses(report) == {"here lambda": "adopted", "here ec2": "adopted"}
    assert report.complete
    assert report.folder == store.current(data)
    assert len(store.sets(data)) == 2
    assert (price(data, "ec2.t3.nano"), price(data, "lambda.requests")) == ("0.006", "0.00000021")
    assert pricing_data.load("here")["ec2.t3.nano"].source.url == FRESH.url
    assert pricing_data.as_of("here").isoformat() == "2026-01-01"


def test_a_new_set_keeps_every_law_of_a_price_folder(data):
    report = run(data, FakeSource().at(ec2__t3__nano="0.006"), ["here", "there"])

    assert checks.problems(report.folder) == []


def test_other_services_other_regions_and_types_stay_as_they_are(data):
    before = edition.read(store.current(data))
    report = run(data, FakeSource(services=("ec2",)).at(ec2__t3__nano="0.006"))
    after = edition.read(report.folder)

    assert after.files["there.csv"] == before.files["there.csv"]
    assert after.files["instances.csv"] == before.files["instances.csv"]
    gone = set(before.lines("here")) - set(after.lines("here"))
    assert {line.split(".")[0] for line in gone} == {"ec2"}


def test_digits_are_kept_as_published(data):
    run(data, FakeSource().at(lambda__requests="0.0000002000"))

    assert price(data, "lambda.requests") == "0.0000002000"


def test_the_same_list_again_writes_nothing(data):
    run(data, FakeSource())
    report = run(data, FakeSource())

    assert statuses(report) == {"here lambda": "unchanged", "here ec2": "unchanged"}
    assert report.folder is None
    assert len(store.sets(data)) == 2


def test_the_first_refresh_builds_on_the_embedded_prices(tmp_path, monkeypatch):
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path))
    source = FakeSource(services=("nat",), rows=(row("nat.hours", "0.07", "h"), row("nat.data", "0.062", "GB")))
    report = run(tmp_path, source, ["ap-northeast-1"])

    book = pricing_data.load("ap-northeast-1")
    assert book["nat.hours"].tiers[0].price == 0.07
    assert "ec2.t3.medium" in book
    assert len(pricing_data.regions()) == 36
    assert checks.problems(report.folder) == []


def test_counts_are_told(data):
    source = FakeSource(services=("ec2",)).at(ec2__t3__nano="0.006", ec2__c7g__large="0.725")
    source = replace(source, rows=(*source.rows, row("ec2.m9g.large", "0.1")), skipped=("'ec2.x' has several SKUs",))
    found = outcome(run(data, source), "ec2")

    assert found.sentence == (
        "1 confirmed, 1 changed, 1 new, 1 changed by more than 30 % and held, 1 not usable in the price list"
    )
    assert [change.key for change in found.changed] == ["ec2.t3.nano"]
    assert (found.new, found.status) == (("ec2.m9g.large",), Status.HELD)


# --- what waits --------------------------------------------------------------------------------------


def test_a_hundredfold_price_is_held_and_the_rest_adopted(data):
    report = run(data, FakeSource().at(ec2__t3__nano="0.52", ec2__c7g__large="0.08"))

    assert statuses(report) == {"here lambda": "adopted", "here ec2": "held"}
    assert not report.complete
    assert [str(one) for one in outcome(report, "ec2").held] == [
        "ec2.t3.nano: 0.0052 → 0.52 USD/instance·h (+9,900.0 %)"
    ]
    assert (price(data, "ec2.t3.nano"), price(data, "ec2.c7g.large")) == ("0.0052", "0.08")


@pytest.mark.parametrize("accept", ["all", frozenset({"ec2.t3.nano"})])
def test_what_is_accepted_is_taken(data, accept):
    report = run(data, FakeSource().at(ec2__t3__nano="0.0104"), accept=accept)

    assert report.complete
    assert price(data, "ec2.t3.nano") == "0.0104"


def test_a_rate_that_is_gone_stays_until_accepted(data):
    source = FakeSource(services=("ec2",)).without("ec2.t3.nano")

    assert outcome(run(data, source), "ec2").gone == ("ec2.t3.nano",)
    assert price(data, "ec2.t3.nano") == "0.0052"
    report = run(data, source, accept=frozenset({"ec2.t3.nano"}))
    assert outcome(report, "ec2").dropped == ("ec2.t3.nano",)
    assert "ec2.t3.nano" not in pricing_data.load("here")
    assert "ec2.t3.nano" in pricing_data.load("there")


# --- what fails --------------------------------------------------------------------------------------

FAULTS = [
    Denied("pricing:GetProducts"),
    Throttled("AWS throttled the calls"),
    ExpiredToken("the listing expired"),
    IncompletePage("a page was cut short"),
    BadPriceList("lambda.requests", "has a price of 0"),
    Unavailable("AWS did not answer"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_service_that_fails_keeps_its_old_rates_and_says_so(data, fault):
    source = FakeSource(faults={"lambda": fault}).at(lambda__requests="0.00000021", ec2__t3__nano="0.006")
    report = run(data, source)

    assert statuses(report) == {"here lambda": "failed", "here ec2": "adopted"}
    assert outcome(report, "lambda").sentence == f"the old prices stay: {fault}"
    assert outcome(report, "lambda").error is fault
    assert (price(data, "lambda.requests"), price(data, "ec2.t3.nano")) == ("0.0000002", "0.006")


def test_a_failure_does_not_hold_on_to_what_was_read():
    """A traceback would: half a gigabyte in a refresh of all regions."""

    class Reader(FakeSource):
        def fetch(self, service, region, progress):
            try:
                return super().fetch(service, region, progress)
            except KeyError as error:
                raise Throttled("AWS throttled the calls") from error

    [failure] = read(["here"], Reader(faults={"lambda": KeyError("x")}), services=["lambda"])

    assert isinstance(failure, Failure)
    assert (failure.error.__traceback__, failure.error.__cause__, failure.error.__context__) == (None, None, None)


@pytest.mark.parametrize("fault", [NoNetwork("AWS cannot be reached"), NoCredentials("no usable AWS credentials")])
def test_what_cannot_get_better_is_asked_once(data, fault):
    source = FakeSource(faults={"lambda": fault})
    report = run(data, source, ["here", "there"])

    assert source.calls == [("lambda", "here")]
    assert set(statuses(report).values()) == {"failed"}
    assert len(report.outcomes) == 4
    assert report.folder is None


def test_a_failure_in_one_region_is_none_in_another(data):
    source = FakeSource(faults={"ec2 here": Throttled("AWS throttled the calls")}).at(ec2__t3__nano="0.006")
    run(data, source, ["here", "there"])

    assert (price(data, "ec2.t3.nano"), price(data, "ec2.t3.nano", "there")) == ("0.0052", "0.006")


@pytest.mark.parametrize("surprise", [KeyError("product"), ValueError("x"), TypeError("y"), AttributeError("z")])
def test_a_list_in_an_unknown_form_fails_its_service_only(data, surprise):
    report = run(data, FakeSource(faults={"lambda": surprise}))

    assert statuses(report) == {"here lambda": "failed", "here ec2": "adopted"}
    assert outcome(report, "lambda").sentence.startswith("the old prices stay: the price list is not as expected: ")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("lambda.requests", "0", "request")], "'lambda.requests' has a price of 0"),
        ([row("lambda.requests", "2", "request"), row("lambda.requests", "2", "request", sku="B")], "several SKUs"),
        ([row("lambda.requests", "2", "GB")], "is charged per GB, until now per request"),
        ([row("lambda.requests", "0.0000002", "request")], "'lambda.duration.arm64' is missing from the price list"),
        ([], "holds no price of lambda in here"),
    ],
)
def test_an_answer_that_breaks_a_law_fails_its_service_only(data, rows, sentence):
    source = FakeSource(rows=(*rows, row("ec2.t3.nano", "0.006")))
    report = run(data, source)

    assert statuses(report) == {"here lambda": "failed", "here ec2": "adopted"}
    assert sentence in outcome(report, "lambda").sentence
    assert (price(data, "lambda.requests"), price(data, "ec2.t3.nano")) == ("0.0000002", "0.006")


def test_a_region_without_prices_is_refused_before_anything_is_read(data):
    source = FakeSource()
    with pytest.raises(UnknownRegion, match=r"no prices for region 'hare'; did you mean 'here'\?"):
        run(data, source, ["hare"])
    assert source.calls == []


def test_a_service_that_nobody_reads_is_refused_before_anything_is_read(data):
    source = FakeSource()
    with pytest.raises(UnknownService, match=r"no service 'lamda' in source 'fake'; did you mean 'lambda'\?"):
        run(data, source, services=["ec2", "lamda"])
    assert source.calls == []


def test_only_the_services_that_were_asked_for(data):
    source = FakeSource()
    run(data, source, services=["ec2"])

    assert source.calls == [("ec2", "here")]


def test_a_cancelled_refresh_changes_nothing(data):
    def stop(what, done, _total):
        if what.startswith("ec2") and done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(data, FakeSource().at(lambda__requests="0.00000021"), progress=stop)
    assert len(store.sets(data)) == 1


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_read(tmp_path):
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    source = FakeSource()

    with pytest.raises(Unwritable, match="new prices cannot be kept here"):
        refresh.refresh(["ap-northeast-1"], source, tmp_path / "data", NOW)
    assert source.calls == []


def test_a_refresh_sweeps_up_what_died_before_it(data):
    (data / "sets" / ".new-1-dead").mkdir()
    run(data, FakeSource())

    assert not list((data / "sets").glob(".new-*"))


def test_a_refresh_builds_on_a_set_that_is_sound(data):
    run(data, FakeSource().at(ec2__t3__nano="0.006"))
    (store.current(data) / "there.csv").unlink()
    report = run(data, FakeSource(services=("lambda",)))

    assert checks.problems(report.folder) == []
    assert price(data, "ec2.t3.nano") == "0.0052"


# --- first the difference, then the decision ---------------------------------------------------------


def test_a_preview_tells_the_same_and_writes_nothing(data):
    answers = read(["here"], FakeSource().at(ec2__t3__nano="0.52"))
    before = sorted(path.name for path in data.rglob("*"))
    seen = preview(answers, data)

    assert sorted(path.name for path in data.rglob("*")) == before
    assert seen.folder is None
    assert seen.outcomes == keep(answers, data, NOW).outcomes


def test_what_was_seen_can_be_accepted_without_reading_again(data):
    source = FakeSource().at(ec2__t3__nano="0.52")
    answers = read(["here"], source)
    [held] = outcome(preview(answers, data), "ec2").held
    keep(answers, data, NOW, frozenset({held.key}))

    assert len(source.calls) == 2
    assert price(data, "ec2.t3.nano") == "0.52"


# --- sources -----------------------------------------------------------------------------------------


def test_one_id_that_means_two_documents_is_told_apart(data):
    run(data, FakeSource(), ["here"])

    class Later(FakeSource):
        def fetch(self, service, region, progress):
            found = super().fetch(service, region, progress)
            return replace(found, source=replace(FRESH, url="https://example.org/2027"))

    run(data, Later(), ["there"])
    assert pricing_data.load("here")["ec2.t3.nano"].source.url == FRESH.url
    assert pricing_data.load("there")["ec2.t3.nano"].source.url == "https://example.org/2027"
    assert checks.problems(store.current(data)) == []
    assert sorted(manifest.read(store.current(data)).sources) == ["old", "today", "today-2"]


def test_a_source_that_nobody_names_any_more_is_left_out(data):
    source = FakeSource(services=("lambda", "ec2", "alb"))
    run(data, source, ["here", "there"])

    assert list(manifest.read(store.current(data)).sources) == ["today"]


# --- what the catalogue promises ---------------------------------------------------------------------


def test_required_keys_and_keys_of_the_list_come_from_the_catalogue():
    required, covers = promised("lambda")
    assert {"lambda.requests", "lambda.duration.arm64"} <= required
    assert covers("lambda.requests")
    assert not covers("lambda.duration.arm64.savings_plan.compute.1yr.no_upfront")

    required, covers = promised("ec2")
    assert not [key for key in required if "{" in key]
    assert covers("ec2.t3.nano")
    assert covers("ec2.t3.nano.reserved.standard.1yr.no_upfront")


def test_a_list_outside_the_catalogue_names_all_there_is():
    required, covers = promised("spot")

    assert (required, covers("ec2.t3.nano.spot")) == (frozenset(), True)


@pytest.mark.parametrize(("value", "expected"), [("off", False), (" OFF ", False), ("on", True), ("", True)])
def test_refreshing_can_be_switched_off(value, expected):
    assert allowed({"COSTMODEL_REFRESH": value}) is expected
    assert allowed({})


def test_adding_needs_no_set_before_it(tmp_path):
    contents = manifest.read(SNAPSHOT)
    folder = deposit.add(tmp_path, contents, edition.read(SNAPSHOT).files, NOW)

    assert store.current(tmp_path) == folder
    assert checks.problems(folder) == []
