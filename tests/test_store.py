"""The data folder: the newest sound set is in force, sets are never changed, and nothing half-written is ever read."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

import pricing_data
from costmodel.errors import InvalidQuestion, UnknownRegion
from pricing_data import deposit, edition, lock, manifest, refresh, store
from pricing_data.reader import SNAPSHOT
from pricing_data.store import UnknownSet, Unwritable
from tests.fake_source import ROWS, START, FakeSource, price, seeded

ROOT = Path(__file__).parent.parent

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs fork or the permissions of POSIX")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with one small set."""
    folder = tmp_path / "data"
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(folder))
    seeded(folder)
    return folder


def moved(data, digits, when=START):
    """Another set, in which t3.nano costs something else."""
    seeded_rows = tuple(one._replace(price=digits) if one.key == "ec2.t3.nano" else one for one in ROWS)
    base = edition.read(store.current(data))
    fresh = base.with_regions(dict.fromkeys(base.contents.regions, seeded_rows), {})
    return deposit.add(data, fresh.contents, fresh.files, when)


def nano(**more):
    return pricing_data.load("here", **more)["ec2.t3.nano"].tiers[0].price


def leftovers(data):
    return [path.name for path in (data / "sets").iterdir() if path.name.startswith(".")]


# --- which prices are in force -----------------------------------------------------------------------


def test_an_empty_folder_means_the_embedded_prices(tmp_path, monkeypatch):
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path / "never-made"))

    assert pricing_data.current() == SNAPSHOT
    assert len(pricing_data.regions()) == 36
    assert not (tmp_path / "never-made").exists()


def test_the_data_folder_is_the_users_own():
    found = store.data_dir({})

    assert found.parts[-2:] == ("lambda-or-ec2", "prices")
    assert found.is_relative_to(Path.home())


def test_every_function_follows_the_set_in_force(data):
    moved(data, "0.006")

    assert nano() == 0.006
    assert pricing_data.regions() == {"here": "Here", "there": "There"}
    assert pricing_data.instances("here").set_index("name")["usd_per_hour"]["t3.nano"] == 0.006
    assert pricing_data.as_of("here").isoformat() == "2025-10-30"
    assert set(pricing_data.dates("here")) == {"alb", "ec2", "lambda"}


@pytest.mark.usefixtures("data")
def test_a_folder_that_is_named_is_read_whatever_is_in_force():
    assert "us-east-1" in pricing_data.regions(SNAPSHOT)
    with pytest.raises(UnknownRegion):
        pricing_data.load("us-east-1")


def test_the_newest_set_wins(data):
    moved(data, "0.006", START + timedelta(days=1))
    moved(data, "0.007", START + timedelta(days=2))

    assert nano() == 0.007


def test_a_set_keeps_its_prices_for_ever(data):
    first = store.current(data)
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    moved(data, "0.006")

    assert {path.name: path.read_bytes() for path in first.iterdir()} == before
    assert nano(folder=first) == 0.0052


def test_a_set_is_named_after_its_time_and_content(data):
    folder = moved(data, "0.006", datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC))

    digest = sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert folder.name == f"20260506T070809-{digest[:8]}"
    assert store.written(folder) == datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert store.written(SNAPSHOT) is None


def test_times_are_utc(data):
    folder = moved(data, "0.006", datetime.fromisoformat("2026-05-06T01:00:00+09:00"))

    assert folder.name.startswith("20260505T160000-")


def test_a_clock_that_went_back_does_not_hide_new_prices(data):
    moved(data, "0.006", START - timedelta(days=400))

    assert nano() == 0.006
    assert [path.name[:15] for path in store.sets(data)] == ["20260101T120001", "20260101T120000"]


DAMAGE = {
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "an empty manifest": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "another manifest": lambda folder: (folder / "manifest.json").write_bytes(
        (folder / "manifest.json").read_bytes().replace(b"last year", b"this year")
    ),
    "a changed price": lambda folder: (folder / "here.csv").write_bytes(
        (folder / "here.csv").read_bytes().replace(b"0.007", b"0.001")
    ),
    "a file cut short": lambda folder: (folder / "here.csv").write_bytes((folder / "here.csv").read_bytes()[:-9]),
    "a missing file": lambda folder: (folder / "here.csv").unlink(),
    "missing types": lambda folder: (folder / "instances.csv").unlink(),
    "an empty folder": lambda folder: [path.unlink() for path in folder.iterdir()],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_set_gives_way_to_the_one_before(data, damage):
    moved(data, "0.006")
    damage(moved(data, "0.007"))

    assert nano() == 0.006
    assert len(store.sets(data)) == 3


def test_when_every_set_is_damaged_the_embedded_prices_are_left(data):
    for folder in store.sets(data):
        (folder / "manifest.json").write_text("{}", encoding="utf-8")

    assert pricing_data.current() == SNAPSHOT
    assert "us-east-1" in pricing_data.regions()


def test_what_is_not_named_like_a_set_is_not_one(data):
    before = store.current(data)
    for name in ("99991231T235959", "notes", ".new-1-abcd", "99991231T235959-1234567g"):
        (data / "sets" / name).mkdir()
    (data / "sets" / "99991231T235959-12345678").write_text("a file", encoding="utf-8")

    assert store.current(data) == before
    assert nano() == 0.0052


@pytest.mark.usefixtures("data")
def test_loading_reads_two_files_and_the_manifest(monkeypatch):
    seen = []
    read_bytes = Path.read_bytes

    def noted(path):
        seen.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    nano()

    assert sorted(set(seen)) == ["here.csv", "instances.csv", "manifest.json"]


@pytest.mark.usefixtures("data")
def test_importing_loads_neither_boto3_nor_pandas():
    ask = (
        "import sys, pricing_data, pricing_data.refresh; pricing_data.load('here'); "
        "print(*{'boto3', 'botocore', 'pandas', 'click', 'ijson'} & set(sys.modules))"
    )

    found = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


# --- prices of another day ---------------------------------------------------------------------------


@pytest.fixture
def years(data):
    """Sets whose newest compute price lists are of three days."""
    for day, digits in (("2025-12-05", "0.006"), ("2026-02-11", "0.007")):
        base = edition.read(store.current(data))
        new = [one._replace(price=digits, as_of=day) if one.key == "ec2.t3.nano" else one for one in base.rows("here")]
        fresh = base.with_regions({"here": new}, {})
        deposit.add(data, fresh.contents, fresh.files, START)
    return data


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-30", 0.0052),
        ("2025-10", 0.0052),
        ("2025-11", 0.0052),
        ("2025-12-04", 0.0052),
        ("2025-12-05", 0.006),
        ("2025-12", 0.006),
        ("2025", 0.006),
        ("2026-02-10", 0.006),
        ("2026", 0.007),
        ("2030", 0.007),
    ],
)
def test_prices_as_of_a_day(day, expected):
    assert nano(as_of=day) == expected


@pytest.mark.usefixtures("years")
def test_the_date_is_the_regions_own():
    assert pricing_data.load("there", as_of="2025-11")["ec2.t3.nano"].tiers[0].price == 0.0052


@pytest.mark.usefixtures("years")
def test_no_set_is_as_old_as_that():
    with pytest.raises(UnknownSet, match=r"no price set '2025-09' or earlier for here: the oldest is of 2025-10-30"):
        nano(as_of="2025-09")


def test_the_embedded_prices_count_too(tmp_path, monkeypatch):
    monkeypatch.setenv("COSTMODEL_PRICES_DIR", str(tmp_path))

    assert "ec2.t3.nano" in pricing_data.load("ap-northeast-1", as_of="2025-11")
    with pytest.raises(UnknownSet, match="the oldest is of 2025-11-03"):
        pricing_data.load("ap-northeast-1", as_of="2025-10")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("day", ["", "yesterday", "2025-13", "2025/11", "20251101", "2025-11-3"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(InvalidQuestion, match="as_of must be a day, a month or a year"):
        nano(as_of=day)


@pytest.mark.usefixtures("years")
def test_prices_of_a_day_need_a_known_region():
    with pytest.raises(UnknownRegion):
        pricing_data.load("nowhere", as_of="2025-11")


def test_a_damaged_set_is_passed_over(years):
    (store.current(years) / "here.csv").unlink()

    assert nano(as_of="2026") == 0.006


def test_a_set_is_picked_by_the_beginning_of_its_name(years):
    newest, *_, oldest = store.sets(years)

    assert store.picked(newest.name[:17], years) == newest
    assert store.picked("snapshot", years) == SNAPSHOT
    for name in ("2026", "", "2031", oldest.name + "x"):
        with pytest.raises(UnknownSet, match="no price set"):
            store.picked(name, years)


# --- writing: whole or not at all --------------------------------------------------------------------


def failing(monkeypatch, call, number, turn=1):
    """Make the ``turn``-th call of os.``call`` fail, as a disk would."""
    real, count = getattr(os, call), [0]

    def broken(*arguments, **options):
        count[0] += 1
        if count[0] == turn:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, broken)


FULL, READ_ONLY, BROKEN = errno.ENOSPC, errno.EROFS, errno.EIO


@POSIX
@pytest.mark.parametrize(
    ("call", "number", "turn"),
    [("fsync", FULL, turn) for turn in range(1, 7)]  # each of four files, the new folder, and the one around it
    + [("replace", number, 1) for number in (FULL, errno.EACCES, READ_ONLY, BROKEN)],
)
def test_whatever_fails_the_prices_stay(data, monkeypatch, call, number, turn):
    before = store.current(data)
    with monkeypatch.context() as patch:
        failing(patch, call, number, turn)
        with pytest.raises(Unwritable, match=os.strerror(number)):
            moved(data, "0.006")

    assert store.current(data) == before
    assert nano() == 0.0052
    assert store.sets(data) == [before]
    assert leftovers(data) == []
    moved(data, "0.006")
    assert nano() == 0.006


def test_there_is_no_seventh_call_to_fail(data, monkeypatch):
    failing(monkeypatch, "fsync", FULL, 7)

    moved(data, "0.006")
    assert nano() == 0.006


@POSIX
def test_a_disk_that_takes_no_more_bytes(data):
    """The real limit of the system on the size of a file, in a process of its own."""
    ask = (
        "import resource; from pathlib import Path; from tests.test_store import moved; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); moved(Path({str(data)!r}), '0.006')"
    )

    found = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Unwritable" in found.stderr
    assert "File too large" in found.stderr
    assert nano() == 0.0052
    assert leftovers(data) == []


@POSIX
def test_a_full_disk(data, monkeypatch):
    """ENOSPC where it comes first in life: while bytes are written."""
    opened = Path.open

    def full(self, mode="r", *more, **options):
        file = opened(self, mode, *more, **options)
        if self.name == "there.csv" and "w" in mode:
            file.close()
            return opened(Path("/dev/full"), mode)
        return file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(Unwritable, match="No space left on device"):
            moved(data, "0.006")
    assert nano() == 0.0052
    assert leftovers(data) == []


@POSIX
def test_a_folder_without_permission(data):
    ask = f"from pathlib import Path; from tests.test_store import moved; moved(Path({str(data)!r}), '0.006')"
    command = [sys.executable, "-c", ask]
    if os.geteuid() == 0:  # who may write everywhere unless that right is taken away
        if not shutil.which("setpriv"):
            pytest.skip("root without setpriv")
        command = ["setpriv", "--bounding-set=-dac_override", *command]
    (data / "sets").chmod(0o500)

    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (data / "sets").chmod(0o700)
    assert "Unwritable" in found.stderr
    assert "new prices cannot be kept here: Permission denied" in found.stderr
    assert nano() == 0.0052


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "data").write_text("", encoding="utf-8")

    with pytest.raises(Unwritable, match="new prices cannot be kept here"), lock.held(tmp_path / "data"):
        pass


def test_a_file_where_the_sets_should_be(tmp_path):
    (tmp_path / "sets").write_text("", encoding="utf-8")
    contents = manifest.read(SNAPSHOT)

    with pytest.raises(Unwritable, match="new prices cannot be kept here"):
        deposit.add(tmp_path, contents, {}, START)
    assert store.current(tmp_path) == SNAPSHOT


def test_what_died_while_it_was_written_is_swept_away(data):
    for name in (".new-1-aaaa", ".new-99999-bbbb"):
        (data / "sets" / name).mkdir()
        (data / "sets" / name / "here.csv").write_text("half", encoding="utf-8")

    assert deposit.clean(data) == 2
    assert leftovers(data) == []
    assert nano() == 0.0052


# --- two at once, and a lock that dies with its owner ------------------------------------------------


def test_one_writer_waits_for_the_other(data):
    order = []

    def second():
        with lock.held(data):
            order.append("second")

    with lock.held(data):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_who_waits_too_long_is_told(data):
    with (
        lock.held(data),
        pytest.raises(Unwritable, match=r"another refresh has been writing for 0\.1 s"),
        lock.held(data, patience_s=0.1),
    ):
        pass


def test_two_refreshes_at_once_keep_what_each_has_read(data):
    barrier = threading.Barrier(2)
    sources = [
        FakeSource(services=("ec2",), meanwhile=barrier.wait).at(ec2__t3__nano="0.006"),
        FakeSource(services=("lambda",), meanwhile=barrier.wait).at(lambda__requests="0.00000021"),
    ]
    threads = [
        threading.Thread(target=refresh.refresh, args=(["here"], source, data, START + timedelta(days=1)))
        for source in sources
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.sets(data)) == 3
    assert (price(data, "ec2.t3.nano"), price(data, "lambda.requests")) == ("0.006", "0.00000021")


@POSIX
def test_killed_at_any_instant_the_last_good_set_is_left(tmp_path):
    """kill -9 at 250 random instants of reading, comparing, writing and renaming; see `tests.killed`."""
    command = [sys.executable, "-m", "tests.killed", str(tmp_path / "data"), "250"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["killed"] == 250
    assert told["mixtures"] == told["steps_back"] == told["unreadable"] == told["kept_by_the_living"] == 0
    assert told["sets_written"] > 100  # the knife fell on working processes
    assert told["died_while_writing"] > 20  # ... and into half-written sets
