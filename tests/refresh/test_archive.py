"""Prices of the past: read by the day, kept beside the others, never in force."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

import pricing_data
from pricing_data import archive, checks, refresh, store
from pricing_data.aws import download, faults, source
from pricing_data.aws.archive import ArchivedLists
from pricing_data.aws.bulk import PriceList
from pricing_data.cli import main
from pricing_data.outcome import Status
from tests.refresh import shop
from tools.fake_aws.faults import Fault, Kind

THEN = datetime(2025, 11, 1, tzinfo=UTC)

SERVICES = ("lambda", "ec2", "nat")


def kept(data, then=THEN, services=SERVICES):
    return archive.keep(refresh.read((shop.REGION,), ArchivedLists(then), services=services), data, then)


@pytest.mark.usefixtures("aws")
def test_a_set_of_the_past_is_whole_and_holds_only_what_was_read(small):
    report = kept(small.data)

    assert report.complete
    assert report.folder.parent == small.data / store.ARCHIVE
    assert checks.problems(report.folder) == []
    book = pricing_data.load(shop.REGION, report.folder)
    assert {shop.service(key) for key in book.rates} == set(SERVICES)
    assert book["lambda.requests"].source.as_of == "2025-10-30"
    assert "20251030010203" in book["lambda.requests"].source.url


@pytest.mark.usefixtures("aws")
def test_it_is_never_in_force(small, tmp_path):
    before = store.current(small.data)
    alone = tmp_path / "alone"

    kept(small.data)
    kept(alone)

    assert store.current(small.data) == before
    assert shop.in_force() == small.old
    assert store.current(alone) == pricing_data.SNAPSHOT


@pytest.mark.usefixtures("aws")
def test_a_decision_is_taken_again_with_the_prices_of_that_day(small):
    newest = pricing_data.as_of(shop.REGION).isoformat()
    kept(small.data)

    then = pricing_data.load(shop.REGION, as_of="2025-11-01")

    assert then["lambda.requests"].source.as_of == "2025-10-30" < newest
    with pytest.raises(store.UnknownSet):
        pricing_data.load(shop.REGION, as_of="2024")


@pytest.mark.usefixtures("aws")
def test_the_same_day_again_adds_to_what_was_kept_of_it(small):
    first = kept(small.data, services=("lambda", "nat"))
    again = kept(small.data, services=("lambda",))
    more = kept(small.data, services=("ec2",))

    book = pricing_data.load(shop.REGION, as_of="2025-11-01")

    assert again.folder is None
    assert more.folder.name > first.folder.name
    assert {shop.service(key) for key in book.rates} == set(SERVICES)


@pytest.mark.usefixtures("aws")
def test_a_damaged_set_of_the_past_is_made_again(small):
    first = kept(small.data)
    (first.folder / f"{shop.REGION}.csv").unlink()

    assert CliRunner().invoke(main, ["verify"]).exit_code == 1
    kept(small.data)

    assert "lambda.requests" in pricing_data.load(shop.REGION, as_of="2025-11-01")


@pytest.mark.usefixtures("aws")
def test_it_counts_from_the_day_it_is_of(small):
    kept(small.data)

    with pytest.raises(store.UnknownSet):
        pricing_data.load(shop.REGION, as_of="2025-10-31")


def test_a_signed_address_is_neither_kept_nor_shown():
    signed = "https://example.org/index.json?X-Amz-Signature=SECRET"

    with pytest.raises(faults.Unavailable) as caught:
        list(download.chunks(signed.replace("https", "gopher"), source.silent, "a list"))

    assert PriceList(signed).public == "https://example.org/index.json"
    assert "SECRET" not in str(caught.value)
    assert "SECRET" not in str(download.unread(OSError("gone"), signed))


def test_a_day_before_the_first_list_is_said(aws, small):
    report = kept(small.data, datetime(2001, 1, 1, tzinfo=UTC), ("lambda",))

    assert aws.calls
    assert report.folder is None
    assert "AWS names 0 price lists of AWSLambda for eu-west-1 on 2001-01-01, not one" in report.outcomes[0].sentence


def test_a_missing_permission_is_named(aws, small):
    aws.faults = [Fault(Kind.DENIED, where="ListPriceLists")]

    report = kept(small.data, services=("lambda",))

    assert report.outcomes[0].status is Status.FAILED
    assert "pricing:ListPriceLists" in report.outcomes[0].sentence
    assert store.archived(small.data) == []


@pytest.mark.usefixtures("aws", "small")
def test_the_command_keeps_it_and_history_tells_it():
    runner = CliRunner()

    done = runner.invoke(main, ["archive", "--region", shop.REGION, "--day", "2025-11-01", "--service", "nat"])
    told = runner.invoke(main, ["history"])

    assert done.exit_code == 0, done.output
    assert "Prices of the past: " in done.output
    assert [line.endswith("of the past") for line in told.output.splitlines()].count(True) == 1
    assert "damaged" not in told.output


@pytest.mark.parametrize(
    ("day", "said"), [("soon", "must be a day such as 2025-03-01, got 'soon'"), ("2999-01-01", "must be in the past")]
)
@pytest.mark.usefixtures("small")
def test_a_day_that_cannot_be_is_one_line(day, said):
    done = CliRunner().invoke(main, ["archive", "--region", shop.REGION, "--day", day])

    assert done.exit_code == 2
    assert said in done.output
