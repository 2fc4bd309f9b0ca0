"""Growth, ranges and memory on the command line: the words, the data, and one line for every mistake."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import costmodel as cm
import pricing_data
from costmodel.__main__ import cli, main
from costmodel.best_memory import best_memory
from costmodel.commands.growth import parse_volumes
from costmodel.distributions import Between
from costmodel.growth import Growth
from costmodel.memory_curve import MemoryCurve
from costmodel.payback import payback
from costmodel.projection import project
from costmodel.reports.growth import growth_answer
from costmodel.scenario import Scenario, read
from costmodel.uncertainty import outcomes

ROOT = Path(__file__).parent.parent

SMALL = cm.EC2Fleet("t3.medium", count=2)

ASKED = Scenario(
    region="ap-northeast-1",
    workload=cm.Workload(50e6, 120, 512),
    options=(cm.Lambda(), SMALL, cm.EC2Fleet("m6i.large")),
)

RANGES = {
    "requests_per_month": Between(20e6, 50e6, 200e6),
    "duration_ms": Between(80, 120, 250),
    "EC2 m6i.large.relative_speed": Between(0.8, 1, 1.2),
}

POINTS = ((128, 2_400.0), (512, 610.0), (1_769, 200.4), (3_008, 190.0))

TUNING = {"stats": [{"value": memory, "averageDuration": duration} for memory, duration in POINTS]}


@pytest.fixture(scope="module")
def book():
    return pricing_data.load("ap-northeast-1")


@pytest.fixture
def ask(tmp_path):
    """The command's text; the scenario is a file."""

    def asked(command: str, scenario: Scenario, *words: str, piped: str = "") -> str:
        path = tmp_path / "question.json"
        path.write_text(scenario.text(), encoding="utf-8")
        given = [command, "--scenario", str(path), *words]
        found = CliRunner().invoke(cli, given, obj=pricing_data.load, input=piped, catch_exceptions=False)
        assert found.exit_code == 0
        return found.stdout

    return asked


@pytest.fixture
def run(monkeypatch, capsys):
    """Exit status, what is printed, and what is printed of mistakes, as at a terminal."""

    def ran(*words: str, piped: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["costmodel", *words])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(piped.encode())))
        status = main()
        return status, *capsys.readouterr()

    return ran


# --- growth ----------------------------------------------------------------------------------------------------------


def test_growth_says_what_each_option_costs_and_when_the_cheapest_changes(ask, book):
    found = project(ASKED.workload, ASKED.options, book, Growth(0.1, 36))

    lines = ask("growth", ASKED, "--monthly", "0.1", "--months", "36").splitlines()

    assert lines[0] == "From 50M to 1.41B requests a month over 36 months, at today's prices."
    assert lines[1].startswith("Month 1: Lambda is the cheapest. From month 5: EC2 2 × t3.medium.")
    assert len(lines[1].split("From month ")) - 1 == len(found.changes)
    costs = found.totals["EC2 m6i.large"]
    [row] = [line for line in lines if line.startswith("EC2 m6i.large  ")]
    assert row.split()[2:] == [f"${usd:,.2f}" for usd in (costs[0], costs[-1], costs.sum())]
    assert lines[-1].startswith("Prices: ap-northeast-1, list prices in USD before tax, published ")


def test_growth_says_why_an_option_stops_working(ask):
    text = ask("growth", ASKED, "--monthly", "0.1", "--months", "36")

    assert (
        "EC2 2 × t3.medium cannot serve the load in month 20: "
        "CPU: needs 4.0975 vCPU, has 4 vCPU (add instances or take a larger type)." in text
    )
    assert "EC2 2 × t3.medium cannot serve the load from month 21 on; in that month: CPU: needs 4.50725 vCPU" in text
    assert "; Memory: needs 7,973.33 MiB, has 7,680 MiB" in text
    assert "Moving from Lambda to EC2 2 × t3.medium has no payback: EC2 2 × t3.medium cannot serve every month." in text


def test_growth_says_from_when_to_when_an_option_fails(ask):
    text = ask("growth", replace(ASKED, options=(cm.Lambda(), SMALL)), "--volumes", "1M 1B 2B 1M")

    assert "EC2 2 × t3.medium cannot serve the load in months 2 to 3; in the first of them: CPU: needs" in text


def test_growth_as_data_holds_every_month(ask, book):
    growth = Growth(0.1, 36)
    found = project(ASKED.workload, ASKED.options, book, growth)

    data = json.loads(ask("growth", ASKED, "--monthly", "0.1", "--months", "36", "--json"))

    assert data["requests"] == found.requests.tolist()
    assert data["cheapest"] == list(found.cheapest)
    assert [change["month"] for change in data["changes"]] == [change.month for change in found.changes]
    small = data["options"][1]
    assert small["usd"] == found.totals[small["name"]].tolist()
    assert small["feasible"] == [month < 20 for month in range(1, 37)]
    assert [(gap["first"], gap["last"]) for gap in small["gaps"]] == [(20, 20), (21, 36)]
    assert [limit["name"] for limit in small["gaps"][1]["exceeds"]] == ["CPU", "Memory"]
    assert small["gaps"][0]["exceeds"][0]["says"].startswith("CPU: needs 4.0975 vCPU, has 4 vCPU")
    assert data["options"][0]["gaps"] == []
    assert read(json.dumps(data["question"])).growth == growth
    assert (data["move"]["month"], data["move"]["saved_usd"]) == (None, None)


def test_growth_tells_when_a_move_has_repaid_itself(ask, book):
    """89.28 - 60.00 saved a month: 100 are repaid in the fourth."""
    found = project(ASKED.workload, ASKED.options, book, Growth(0, 12))
    repaid = payback(found, "EC2 m6i.large", "Lambda", 100)
    words = ("--monthly", "0", "--months", "12", "--migration-usd", "100", "--move-from", "EC2 m6i.large",
             "--move-to", "Lambda")  # fmt: skip

    text, data = ask("growth", ASKED, *words), json.loads(ask("growth", ASKED, *words, "--json"))["move"]

    assert "Moving from EC2 m6i.large to Lambda has paid for itself by the end of month 4: $251.36 saved" in text
    assert (data["month"], data["saved_usd"]) == (4, repaid.saved.tolist())
    assert (data["from"], data["to"], data["migration_usd"]) == ("EC2 m6i.large", "Lambda", 100)


def test_growth_asks_what_the_question_says_unless_more_is_said(ask):
    two = replace(ASKED, growth=Growth(0.2, 6))
    own = replace(ASKED, growth=Growth(volumes=(1e6, 3e6)))

    def said(scenario: Scenario, *words: str) -> str:
        return str(ask("growth", scenario, *words)).partition(" months")[0]

    assert said(ASKED) == "From 50M to 154M requests a month over 24"
    assert said(two) == "From 50M to 124M requests a month over 6"
    assert said(two, "--months", "3") == "From 50M to 72M requests a month over 3"
    assert said(two, "--monthly", "0") == "From 50M to 50M requests a month over 6"
    assert said(own) == "From 1M to 3M requests a month over 2"
    assert said(own, "--monthly", "0") == "From 50M to 50M requests a month over 24"
    assert said(two, "--volumes", "1M,2M,3M") == "From 1M to 3M requests a month over 3"


def test_one_option_moves_nowhere(book):
    alone = replace(ASKED, options=(cm.Lambda(),))

    found = growth_answer(alone, book, Growth())

    assert found.move is None
    assert "Moving" not in found.text()
    assert found.data()["move"] is None


def test_the_other_end_of_a_move_is_another_option(book):
    moves = [growth_answer(ASKED, book, Growth(0, 2), before=one, after=other).move for one, other in (
        ("", ""), ("EC2 2 × t3.medium", ""), ("EC2 m6i.large", ""), ("", "Lambda"),
    )]  # fmt: skip

    assert [(move.before, move.after) for move in moves if move] == [
        ("Lambda", "EC2 2 × t3.medium"),
        ("EC2 2 × t3.medium", "EC2 m6i.large"),
        ("EC2 m6i.large", "EC2 2 × t3.medium"),
        ("EC2 2 × t3.medium", "Lambda"),
    ]


def test_an_option_without_a_price_is_told_and_left_out(ask):
    waiting = replace(ASKED, options=(*ASKED.options, cm.WebFunctions()))

    for text in (ask("growth", waiting), ask("sure", replace(waiting, ranges=RANGES))):
        assert "Lambda Web Functions: no price yet, so it is not ranked." in text


def test_volumes_are_read_as_people_write_them():
    assert parse_volumes("1M,2M,3M", 720) == (1e6, 2e6, 3e6)
    assert parse_volumes(" 1M, 2M; 3M\n4M,", 720) == (1e6, 2e6, 3e6, 4e6)
    assert parse_volumes("10/s,2000000", 730) == (10 * 3600 * 730, 2e6)


# --- ranges ----------------------------------------------------------------------------------------------------------

UNSURE = replace(ASKED, ranges=RANGES)


def test_sure_says_who_wins_how_often_and_what_to_measure(ask):
    lines = ask("sure", UNSURE).splitlines()

    assert lines[0].startswith("EC2 2 × t3.medium is the cheapest in 66 % of the cases. Lambda is the cheapest in 28 %")
    assert lines[1].startswith("Measure this first: requests_per_month. Knowing it before choosing saves $21.")
    assert "What EC2 2 × t3.medium saves against Lambda when one number alone is low or high:" in lines
    inputs = [line.split("  ")[0] for line in lines if line.startswith(tuple(RANGES))]
    assert inputs == ["requests_per_month", "duration_ms", "EC2 m6i.large.relative_speed"]
    assert "4,096 cases, drawn from the ranges with seed 2019." in lines


def test_sure_as_data_is_what_the_model_says(ask, book):
    found = outcomes(UNSURE.workload, UNSURE.options, book, RANGES, samples=256, seed=7)

    data = json.loads(ask("sure", UNSURE, "--samples", "200", "--seed", "7", "--json"))

    assert (data["cases"], data["seed"]) == (256, 7)
    for option in data["options"]:
        name = option["name"]
        assert list(option["usd_per_month"].values()) == found.quantiles(name, (0.05, 0.5, 0.95)).tolist()
        assert (option["cheapest"], option["infeasible"]) == (found.probability[name], found.infeasible[name])
    assert [one["input"] for one in data["tornado"]["inputs"]][:2] == ["requests_per_month", "duration_ms"]
    assert data["measure_first"]["inputs"][0]["saves_usd"] > 0
    assert read(json.dumps(data["question"])).text() == UNSURE.text()


def test_sure_leaves_out_numbers_that_there_are_not(ask):
    """The small fleet never works: it has no bill to tell, and as data it is null, which JSON knows."""
    tiny = replace(
        UNSURE, workload=UNSURE.workload.vary(requests_per_month=2e9), options=(cm.Lambda(), SMALL),
        ranges={"requests_per_month": Between(1e9, 2e9, 3e9)},
    )  # fmt: skip

    text = ask("sure", tiny)
    data = json.loads(ask("sure", tiny, "--json"), parse_constant=pytest.fail)

    [row] = [line for line in text.splitlines() if line.startswith("EC2 2 × t3.medium  ")]
    assert row.split()[4:] == ["–", "–", "–", "0.0", "%", "100", "%"]
    assert set(data["options"][1]["usd_per_month"].values()) == {None}
    assert data["tornado"]["inputs"][0]["usd_at_low"] is None


def test_sure_of_one_option_is_about_its_bill(ask):
    alone = replace(UNSURE, options=(cm.Lambda(),), ranges={"duration_ms": Between(80, 120, 250)})

    text = ask("sure", alone)

    assert "What Lambda costs when one number alone is low or high:" in text
    assert "No measurement of these numbers would change the choice." in text


# --- memory ----------------------------------------------------------------------------------------------------------


def test_memory_marks_the_cheapest_and_the_fastest(ask, book):
    best = best_memory(ASKED.workload, MemoryCurve(POINTS), cm.Lambda(), book)

    lines = ask("memory", ASKED, "--curve", "-", piped=json.dumps(TUNING)).splitlines()

    assert lines[0] == f"Cheapest: 128 MB, 2,400 ms, ${best.cheapest.usd:,.2f} a month."
    assert lines[1] == f"Fastest: 3,008 MB, 190 ms, ${best.fastest.usd:,.2f} a month."
    rows = {line.partition(" MB")[0]: line for line in lines if " MB  " in line}
    assert list(rows) == ["128", "512", "1,769", "3,008"]
    assert rows["128"].endswith("cheapest")
    assert rows["3,008"].endswith("fastest")
    assert rows["512"].split() == ["512", "MB", "610", "ms", "$264.17"]
    assert "Nearest two parts: 172.067 ms of CPU on one vCPU and 20.9336 ms of waiting, 0.6 % off." in lines


def test_memory_as_data_is_what_the_model_says(ask, tmp_path, book):
    (tmp_path / "tuning.json").write_text(json.dumps(TUNING), encoding="utf-8")
    words = ("--curve", str(tmp_path / "tuning.json"), "--duration-factor", "0.5", "--json")
    path = replace(ASKED, options=(cm.RequestPath(cm.Lambda(architecture="arm64"), ()), SMALL))
    best = best_memory(path.workload, MemoryCurve(POINTS), path.options[0], book, 0.5)

    data = json.loads(ask("memory", path, *words))

    assert data["function"] == path.options[0].name
    assert data["cheapest"]["usd_per_month"] == best.cheapest.usd
    assert [(one["memory_mb"], one["duration_ms"]) for one in data["memories"] if one["measured"]] == [
        (memory, duration / 2) for memory, duration in POINTS
    ]
    at = np.searchsorted(best.memory_mb, 512)
    assert data["memories"][1]["usd_per_month"] == best.usd[at]


def test_memory_shows_the_cheapest_between_two_that_were_measured(ask):
    """From 200 ms at 512 MB to the billed millisecond: rounding up makes a memory between the two the cheapest."""
    data = json.loads(ask("memory", ASKED, "--curve", "-", "--json", piped="128, 8.5\n1024, 1.2"))
    text = ask("memory", ASKED, "--curve", "-", piped="128, 8.5\n1024, 1.2")

    [between] = [one for one in data["memories"] if not one["measured"]]
    assert data["cheapest"]["memory_mb"] == between["memory_mb"]
    assert f"{between['memory_mb']:g} MB" in text
    assert "cheapest, between two measured" in text


def test_memory_says_why_one_does_not_work(ask):
    text = ask("memory", ASKED, "--curve", "-", piped="128, 899000\n1024, 901000")

    assert "1,024 MB cannot serve the load: Duration: needs 901,000 ms, has 900,000 ms" in text


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("growth", "Missing option '--scenario'."),
        ("growth --scenario none.json", "No such file or directory"),
        ("growth --scenario FILE --monthly ten", "--monthly must be a number, -0.99 to 10 of the month before"),
        ("growth --scenario FILE --monthly 50", "--monthly must be -0.99 to 10 of the month before, got 50"),
        ("growth --scenario FILE --months 0", "--months must be 1 to 120 months, got 0"),
        ("growth --scenario FILE --months 2.5", "months must be a whole number, 1 to 120 months, got 2.5"),
        ("growth --scenario FILE --volumes 1M --months 3", "--volumes says it all: leave out --monthly and --months"),
        ("growth --scenario FILE --volumes 1M,many", "requests must be a number such as 10M, 250/s or"),
        ("growth --scenario FILE --volumes 1,500", "volumes must be numbers such as 1M,2M,3M, without commas"),
        ("growth --scenario FILE --volumes ,", "volumes must be one number or more, such as 1M,2M,3M, got ','"),
        ("growth --scenario FILE --volumes 0", "volumes must be above 0"),
        ("growth --scenario FILE --monthly 10 --months 120", "requests_per_month must be above 0 and at most"),
        ("growth --scenario FILE --migration-usd -1", "--migration-usd must be 0 to 1,000,000,000,000 USD, got -1"),
        ("growth --scenario FILE --move-to EC2", "move_to must be one of Lambda, EC2 2 × t3.medium, EC2 m6i.large"),
        ("growth --scenario FILE --move-to Lambda --move-from Lambda", "move_to must be another option"),
        ("sure --scenario FILE", 'scenario.ranges must be one input or more, such as {"duration_ms": '),
        ("sure --scenario FILE --samples 1", "--samples must be 2 to 16,777,216 samples, got 1"),
        ("sure --scenario FILE --samples 2.5", "--samples must be a whole number, 2 to 16,777,216 samples, got 2.5"),
        ("sure --scenario FILE --seed -1", "Invalid value for '--seed'"),
        ("memory --scenario FILE", "Missing option '--curve'."),
        ("memory --scenario FILE --curve -", "points of a memory curve must be 2 to 10,000 of them, got 0"),
        ("memory --scenario FILE --curve FILE", "memory curve must be an object with stats or a visualization"),
        ("memory --scenario FILE --curve - --duration-factor 0", "--duration-factor must be 0.01 to 100"),
        ("memory --scenario BYTES --curve -", "scenario must be a text file in UTF-8"),
        ("memory --scenario FILE --curve BYTES", "memory curve must be a text file in UTF-8"),
        ("sure --scenario EMPTY", "scenario.schema must be 1"),
        ("memroy", "No such command 'memroy'."),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_exit_status_2(run, tmp_path, words, said):
    for name, held in (("FILE", ASKED.text().encode()), ("BYTES", b"\xff\xfe\x00"), ("EMPTY", b"{}")):
        (tmp_path / name).write_bytes(held)

    status, printed, wrong = run(
        *(str(tmp_path / word) if word in ("FILE", "BYTES", "EMPTY") else word for word in words.split())
    )

    assert (status, printed) == (2, "")
    assert wrong.count("\n") == 1
    assert wrong.startswith("Error: ")
    assert said in wrong


def test_memory_asks_for_a_function(run, tmp_path):
    path = tmp_path / "fleet.json"
    path.write_text(replace(ASKED, options=(SMALL,)).text(), encoding="utf-8")

    answer = run("memory", "--scenario", str(path), "--curve", "-", piped="512,300\n1024,150")

    assert answer == (2, "", "Error: options must be a Lambda function among others, got 'no function'\n")


def test_a_growth_that_is_wrong_in_the_file_is_named_by_its_place(run, tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({**ASKED.data(), "growth": {"monthly": 12}}), encoding="utf-8")

    answer = run("growth", "--scenario", str(path))

    assert answer == (2, "", "Error: scenario.growth.monthly must be -0.99 to 10 of the month before, got 12\n")


PAGE = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")

SHOWN = [shlex.split(line)[4:] for line in PAGE.splitlines() if line.startswith("$ python -m costmodel ")]
"""The words of every command that the page shows."""


@pytest.mark.parametrize("words", SHOWN, ids=lambda words: words[0])
def test_the_commands_of_the_readme_answer(run, monkeypatch, tmp_path, words):
    monkeypatch.chdir(tmp_path)
    Path("question.json").write_text(UNSURE.text(), encoding="utf-8")
    Path("tuning.json").write_text(json.dumps(TUNING), encoding="utf-8")

    status, _, wrong = run(*words)

    assert (status, wrong) == (0, "")


def test_the_readme_shows_every_command():
    assert sorted(words[0] for words in SHOWN) == sorted(cli.commands)


@pytest.mark.parametrize("command", ["compare", "growth", "memory", "sure"])
def test_every_command_tells_its_words(run, command):
    status, printed, _ = run(command, "--help")

    assert status == 0
    assert "--json" in printed


def test_the_whole_program_answers_at_a_terminal(tmp_path):
    """What the other tests leave out: a process of its own, and a pipe that knows no UTF-8."""
    path = tmp_path / "question.json"
    path.write_text(ASKED.text(), encoding="utf-8")
    command = [sys.executable, "-m", "costmodel", "memory", "--scenario", str(path), "--curve", "-", "--json"]

    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, input=b"512, 300\n1024, 150",
        env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip

    assert (answer.returncode, answer.stderr) == (0, b"")
    assert json.loads(answer.stdout.decode("ascii"))["cheapest"]["memory_mb"] == 512
