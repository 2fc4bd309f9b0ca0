"""The command line of the prices, as somebody at a terminal meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import pricing_data
from pricing_data import cli_refresh, sources, store
from pricing_data.aws.faults import Denied, NoCredentials, NoNetwork, Throttled
from pricing_data.cli import main
from pricing_data.sources import Together
from tests.fake_source import START, FakeSource, price, row, seeded

ROOT = Path(__file__).parent.parent


@pytest.fixture
def data(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(folder))
    seeded(folder)
    return folder


def run(words, source=None):
    """Exit code, standard output and standard error of a command whose source is ``source``."""
    result = CliRunner().invoke(main, words.split(), obj=(lambda *_: source) if source else None)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout.splitlines(), [line for line in result.stderr.splitlines() if line]


def told(errors):
    """Standard error without the names of what was being read."""
    return [line for line in errors if not line.startswith(("lambda in", "ec2 in"))]


# --- refresh -----------------------------------------------------------------------------------------


def test_refresh_tells_what_changed_and_where_it_is_kept(data):
    code, lines, errors = run("refresh --region here", FakeSource().at(ec2__t3__nano="0.006"))

    assert (code, told(errors)) == (0, [])
    assert lines == [
        "here lambda: adopted: 3 confirmed",
        "here ec2: adopted: 2 confirmed, 1 changed",
        "  changed: ec2.t3.nano: 0.0052 → 0.006 USD/instance·h (+15.4 %)",
        f"New prices: {store.current(data)}",
    ]
    assert price(data, "ec2.t3.nano") == "0.006"


def test_refresh_again_changes_nothing(data):
    run("refresh --region here", FakeSource())
    code, lines, _ = run("refresh --region here", FakeSource())

    assert code == 0
    assert lines[-1] == "The prices in force stay as they are."
    assert len(store.sets(data)) == 2


def test_check_writes_nothing(data):
    code, lines, _ = run("refresh --region here --check", FakeSource().at(ec2__t3__nano="0.006"))

    assert code == 0
    assert "  changed: ec2.t3.nano: 0.0052 → 0.006 USD/instance·h (+15.4 %)" in lines
    assert lines[-1] == "Nothing was written (--check)."
    assert len(store.sets(data)) == 1


def test_a_held_change_is_exit_code_1_and_says_how_to_take_it(data):
    source = FakeSource().at(ec2__t3__nano="0.52")
    code, lines, _ = run("refresh --region here", source)

    assert code == 1
    assert "  held: ec2.t3.nano: 0.0052 → 0.52 USD/instance·h (+9,900.0 %); --accept ec2.t3.nano takes it" in lines
    assert price(data, "ec2.t3.nano") == "0.0052"
    code, _, errors = run("refresh --region here --accept ec2.t3.nano", source)
    assert (code, told(errors)) == (0, [])
    assert price(data, "ec2.t3.nano") == "0.52"


def test_accept_all(data):
    source = FakeSource().at(ec2__t3__nano="0.52", lambda__requests="1")

    assert run("refresh --region here --accept all", source)[0] == 0
    assert (price(data, "ec2.t3.nano"), price(data, "lambda.requests")) == ("0.52", "1")


def test_accepting_what_nobody_held_is_told(data):
    code, _, errors = run("refresh --region here --accept ec2.t3.nono", FakeSource())

    assert code == 0
    assert told(errors) == ["--accept ec2.t3.nono: nothing was held under this name"]
    assert len(store.sets(data)) == 2


def test_a_rate_that_is_gone_is_told(data):
    code, lines, _ = run("refresh --region here", FakeSource().without("ec2.t3.nano"))

    assert code == 0
    assert "  no longer listed, kept until --accept KEY: ec2.t3.nano" in lines
    assert price(data, "ec2.t3.nano") == "0.0052"


@pytest.mark.parametrize(
    "fault", [Throttled("AWS throttled the calls"), Denied("pricing:GetProducts")], ids=lambda one: type(one).__name__
)
def test_a_failure_is_one_line_and_exit_code_1(data, fault):
    code, lines, errors = run("refresh --region here", FakeSource(faults={"lambda": fault}).at(ec2__t3__nano="0.006"))

    assert code == 1
    assert told(errors) == [f"here lambda: failed: the old prices stay: {fault}"]
    assert lines[0].startswith("here ec2: adopted")
    assert price(data, "ec2.t3.nano") == "0.006"


@pytest.mark.parametrize("fault", [NoNetwork("AWS cannot be reached"), NoCredentials("no usable AWS credentials")])
@pytest.mark.usefixtures("data")
def test_without_aws_every_service_says_so(fault):
    code, lines, errors = run("refresh --region here", FakeSource(faults={"lambda": fault}))

    assert code == 1
    assert told(errors) == [f"here {service}: failed: the old prices stay: {fault}" for service in ("lambda", "ec2")]
    assert lines == ["The prices in force stay as they are."]


def test_all_regions(data):
    source = FakeSource().at(ec2__t3__nano="0.006")

    assert run("refresh --all-regions", source)[0] == 0
    assert {region for _, region in source.calls} == {"here", "there"}
    assert price(data, "ec2.t3.nano", "there") == "0.006"


@pytest.mark.usefixtures("data")
def test_one_service():
    source = FakeSource()

    assert run("refresh --region here --service ec2", source)[0] == 0
    assert source.calls == [("ec2", "here")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("refresh", "say which region: --region CODE, or --all-regions"),
        ("refresh --region here --all-regions", "say which region: --region CODE, or --all-regions"),
        ("refresh --region hare", "no prices for region 'hare'; did you mean 'here'?"),
        ("refresh --region here --service lamda", "no service 'lamda' in source 'fake'; did you mean 'lambda'?"),
        ("refresh --region here --source web", "'web' is not one of 'api', 'bulk'"),
        ("diff 2031", "no price set '2031'"),
        ("diff --region hare", "region 'hare' is not in both sets"),
        ("status --region hare", "no prices for region 'hare'; did you mean 'here'?"),
    ],
)
@pytest.mark.usefixtures("data")
def test_a_wrong_command_is_exit_code_2(words, sentence):
    source = FakeSource()
    code, lines, errors = run(words, source)

    assert (code, lines, source.calls) == (2, [], [])
    assert sentence in errors[-1]


def test_refresh_can_be_switched_off(data, monkeypatch):
    monkeypatch.setenv("COSTMODEL_REFRESH", "off")
    source = FakeSource()
    code, lines, errors = run("refresh --region here", source)

    assert (code, lines, source.calls) == (1, [], [])
    assert errors == ["Error: refreshing is switched off here (COSTMODEL_REFRESH=off); the prices stay as they are"]
    assert len(store.sets(data)) == 1


def interrupt():
    raise KeyboardInterrupt


def test_ctrl_c_is_one_line(data):
    code, lines, errors = run("refresh --region here", FakeSource(meanwhile=interrupt))

    assert (code, lines, told(errors)) == (1, [], ["Error: cancelled; the prices stay as they were"])
    assert len(store.sets(data)) == 1


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path / "file"))
    source = FakeSource()
    code, lines, errors = run("refresh --region us-east-1", source)

    assert (code, lines, source.calls) == (1, [], [])
    assert len(errors) == 1
    assert "new prices cannot be kept here: " in errors[0]


@pytest.mark.usefixtures("data")
def test_progress_is_told_on_standard_error_only():
    code, lines, errors = run("refresh --region here", FakeSource())

    assert code == 0
    assert not [line for line in lines if " in here" in line]
    assert [line for line in errors if line not in told(errors)] == ["lambda in here", "ec2 in here"]


@pytest.mark.parametrize("totals", [(10, 10), (None, None)], ids=["known", "unknown"])
def test_a_bar_goes_as_far_as_was_done(monkeypatch, totals):
    made = []
    real = click.progressbar

    def noted(*arguments, **options):
        made.append(real(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(click, "progressbar", noted)
    with cli_refresh.Bars() as bars:
        for done, total in zip((0, 10), totals, strict=True):
            bars("one", done, total)
        bars("two", 3, totals[0])
        bars("two", 1, totals[0])  # begun again

    assert [bar.pos for bar in made] == [10, 3, 1]
    assert [bar.length for bar in made] == [totals[0]] * 3


# --- history, diff, status, verify -------------------------------------------------------------------


def test_history_lists_every_set_newest_first(data):
    run("refresh --region here", FakeSource())
    code, lines, _ = run("history")
    newest, oldest = store.sets(data)

    assert code == 0
    assert [line.split()[0] for line in lines] == [newest.name, oldest.name, "snapshot"]
    assert lines[0].endswith("prices of 2026-01-01  2 regions  18 rows  in force")
    assert "2026-01-01 12:00 UTC" in lines[1]
    assert lines[1].endswith("prices of 2025-10-30  2 regions  18 rows")
    assert "36 regions" in lines[2]


def test_history_marks_what_is_damaged(data):
    run("refresh --region here", FakeSource())
    (store.current(data) / "here.csv").write_text("", encoding="utf-8")
    _, lines, _ = run("history")

    assert "damaged: here.csv: sha256" in lines[0]


def test_diff_compares_the_last_two(data):
    first = store.current(data)
    source = FakeSource(rows=(row("ec2.t3.nano", "0.006"), row("ec2.m9g.large", "0.1")))
    run("refresh --region here --service ec2 --accept all", source)
    code, lines, _ = run("diff")

    assert code == 0
    assert lines == [
        f"{first.name} → {store.current(data).name}",
        "here: 1 changed, 1 new, 1 gone, 5 at the same price",
        "  ec2.t3.nano: 0.0052 → 0.006 USD/instance·h (+15.4 %)",
        "  new: ec2.m9g.large",
        "  gone: ec2.c7g.large",
    ]


def test_diff_of_named_sets_and_one_region(data):
    first = store.current(data).name
    run("refresh --region here", FakeSource().at(ec2__t3__nano="0.006"))
    second = store.current(data).name

    _, lines, _ = run(f"diff {second[:16]} {first}")
    assert "  ec2.t3.nano: 0.006 → 0.0052 USD/instance·h (-13.3 %)" in lines
    assert run("diff --region there")[1] == [f"{first} → {second}", "No price differs."]


def test_diff_needs_sound_sets(data):
    (store.current(data) / "here.csv").unlink()
    code, _, errors = run("diff")

    assert code == 1
    assert errors == ["Error: here.csv: cannot be read: No such file or directory"]


def test_diff_of_the_embedded_prices_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path))

    assert run("diff") == (0, ["snapshot → snapshot", "No price differs."], [])


def test_status_names_the_set(data):
    run("refresh --region here --service lambda", FakeSource())
    code, lines, errors = run("status --region here")
    folder = store.current(data)

    assert (code, errors) == (0, [])
    assert lines[0] == f"{folder.name}, refreshed {store.written(folder):%Y-%m-%d %H:%M} UTC"
    assert lines[-1].split() == ["lambda", "2026-01-01", "to", "2026-01-01", "3", "rates", "today"]


def test_status_tells_of_a_newer_set_that_is_damaged(data):
    run("refresh --region here", FakeSource())
    newest, oldest = store.sets(data)
    (newest / "here.csv").unlink()
    code, lines, errors = run("status --region here")

    assert (code, errors) == (0, [f"{newest.name}: damaged and not used; `verify` says where"])
    assert lines[0].startswith(oldest.name)


def test_verify_reads_every_set_and_the_embedded_prices(data):
    run("refresh --region here", FakeSource())
    code, lines, _ = run("verify")

    assert code == 0
    assert [line.split(":")[0] for line in lines] == [*(folder.name for folder in store.sets(data)), "snapshot"]
    newest = store.current(data)
    (newest / "manifest.json").write_bytes((newest / "manifest.json").read_bytes() + b"\n")
    code, lines, errors = run("verify")
    assert code == 1
    assert errors == [f"{newest.name}: manifest.json: not the one that the set was named after"]
    assert len(lines) == 2


# --- the real sources --------------------------------------------------------------------------------


def test_each_region_gets_new_readers_and_each_service_its_own():
    made = []

    def make():
        made.append([FakeSource(services=("lambda",)), FakeSource(services=("ec2",))])
        return made[-1]

    together = Together("fake", make)
    for region in ("here", "there"):
        for service in ("ec2", "lambda", "ec2"):
            assert together.fetch(service, region, lambda *_: None).service == service

    assert together.services == ("lambda", "ec2")
    assert [[reader.calls for reader in readers] for readers in made] == [
        [[("lambda", region)], [("ec2", region), ("ec2", region)]] for region in ("here", "there")
    ]


@pytest.mark.parametrize("name", sources.KINDS)
def test_each_kind_of_source_reads_every_service_once(name):
    opened = sources.opened(name, START)

    assert opened.name == name
    assert {"lambda", "ec2", "alb", "savings_plans"} <= set(opened.services)
    assert ("spot" in opened.services) == (name == "api")


def command(words, **environment):
    """The command itself, in a process of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")} | environment
    words = [sys.executable, "-m", "pricing_data", *words.split()]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


NOBODY = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def test_without_credentials_the_command_says_so_at_once(tmp_path):
    found = command("refresh --region us-east-1 --service lambda", COSTMODEL_PRICES_DIR=str(tmp_path), **NOBODY)

    assert found.returncode == 1
    assert found.stdout == "The prices in force stay as they are.\n"
    assert "us-east-1 lambda: failed: the old prices stay: no usable AWS credentials" in found.stderr
    assert "Traceback" not in found.stderr


def test_without_a_network_the_command_says_so(tmp_path):
    found = command(
        "refresh --region us-east-1 --service lambda --source bulk",
        COSTMODEL_PRICES_DIR=str(tmp_path),
        COSTMODEL_BULK_URL="http://127.0.0.1:1",
        NO_PROXY="127.0.0.1",
        **NOBODY,
    )

    assert found.returncode == 1
    assert "us-east-1 lambda: failed: the old prices stay: AWS cannot be reached" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.usefixtures("data")
def test_the_library_sees_what_the_command_has_kept():
    run("refresh --region here", replace(FakeSource(), services=("ec2",)).at(ec2__t3__nano="0.006"))

    assert pricing_data.load("here")["ec2.t3.nano"].tiers[0].price == 0.006
    assert pricing_data.load("here", as_of="2025-11")["ec2.t3.nano"].tiers[0].price == 0.0052
