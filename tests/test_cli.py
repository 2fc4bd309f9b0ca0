"""The command line as somebody at a terminal meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TOKYO = "--region ap-northeast-1 --requests 10M --duration-ms 120 --memory-mb 512 --instance t3.medium --count 2"


def run(arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "costmodel", "compare", *arguments.split()]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def changed(option: str, value: str) -> str:
    words = TOKYO.split()
    words[words.index(option) + 1] = value
    return " ".join(words)


def test_verdict_both_bills_crossings_and_dates():
    answer = run(TOKYO)

    assert answer.returncode == 0
    assert answer.stdout.startswith("Lambda is cheaper: $12.00 a month, $66.34 (85 %) less than EC2 2 × t3.medium.")
    assert "10,000,000 request/month × 0.5 GB × 0.12 s/request = 600,000 GB·s/month" in answer.stdout
    assert "2 instance × 720 h/month = 1,440 instance·h/month" in answer.stdout
    assert "at 69,028,153 requests a month: from Lambda to EC2 2 × t3.medium (costs meet)" in answer.stdout
    assert "at 298,518,750 requests a month: from EC2 2 × t3.medium to Lambda (a step or a limit)" in answer.stdout
    assert (
        "Prices: ap-northeast-1, list prices in USD before tax, published 2025-10-30 and 2025-11-03." in answer.stdout
    )


def test_json_says_the_same_as_data():
    answer = json.loads(run(TOKYO + " --json").stdout)

    assert answer["cheapest"] == "Lambda"
    assert answer["saves_usd"] == pytest.approx(2 * 720 * 0.0544 - (2 + 600_000 * 0.0000166667), rel=1e-12)
    assert [option["usd_per_month"] for option in answer["options"]] == pytest.approx([12.00002, 78.336], rel=1e-9)
    assert [line["rate"] for line in answer["options"][0]["lines"]] == ["lambda.requests", "lambda.duration.x86_64"]
    assert answer["prices"]["as_of"]["ec2.t3.medium"] == "2025-11-03"


def test_crossings_are_listed_with_their_kind():
    words = changed("--instance", "m6i.large").removesuffix(" --count 2")

    answer = run(words).stdout

    assert "at 74,399,876 requests a month: from Lambda to EC2 m6i.large (costs meet)" in answer
    assert "at 89,555,625 requests a month: from EC2 m6i.large to Lambda (a step or a limit)" in answer


def test_a_fleet_that_is_too_small_cannot_win():
    answer = run(changed("--requests", "1B"))

    assert answer.stdout.startswith("Only Lambda can serve this load: $1,200.00 a month.")
    assert "cannot serve this load: CPU: needs 13.3995 vCPU, has 4 vCPU" in answer.stdout


def test_an_environment_that_holds_nothing_is_enough():
    command = [sys.executable, "-m", "costmodel", "compare", *TOKYO.split()]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, env={"PYTHONIOENCODING": "utf-8"}, check=False)

    assert answer.returncode == 0


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--requests", "0", "requests_per_month must be above 0 and at most 100,000,000,000,000 requests, got 0"),
        ("--requests", "-5", "got -5"),
        ("--requests", "nan", "requests_per_month must be above 0"),
        ("--requests", "inf", "requests_per_month must be above 0"),
        ("--requests", "many", "requests must be a number such as 10M, 250/s or 1.5M/day, got 'many'"),
        ("--memory-mb", "127", "--memory-mb must be 128 or more for Lambda, got 127"),
        ("--memory-mb", "big", "--memory-mb must be a number, 128 or more for Lambda, got 'big'"),
        ("--duration-ms", "0", "--duration-ms must be above 0 and at most 10,000,000,000 ms, got 0"),
        ("--duration-ms", "NaN", "got nan"),
        ("--region", "ap-norteast-1", "no prices for region 'ap-norteast-1'; did you mean 'ap-northeast-1'?"),
        ("--instance", "t3.medum", "no instance type 't3.medum' in ap-northeast-1; did you mean 't3.medium'?"),
        ("--count", "1.5", "count must be a whole number, 1 to 1,000,000 instances, got 1.5"),
        ("--count", "two", "--count must be a number, 1 to 1,000,000 instances, got 'two'"),
    ],
)
def test_bad_input_is_one_line_and_exit_status_2(option, value, said):
    answer = run(changed(option, value))

    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("Error: ")
    assert said in answer.stderr


@pytest.mark.parametrize("setting", ["--target-utilization", "--instance-rps", "--hours-per-month"])
def test_settings_too_small_to_mean_anything_are_refused(setting):
    answer = run(TOKYO.removesuffix(" --count 2") + f" {setting} 1e-308")

    assert answer.returncode == 2
    assert answer.stderr.startswith(f"Error: {setting} must be ")


def test_a_vanishing_load_still_fits_a_line():
    answer = run(changed("--requests", "1e-300"))

    assert answer.returncode == 0
    assert max(map(len, answer.stdout.splitlines())) < 200


def test_a_line_that_nothing_falls_into_quotes_its_first_price():
    answer = run(TOKYO + " --provisioned-concurrency 5")

    assert "Duration, on demand: $0.00" in answer.stdout
    assert answer.stdout.split("Duration, on demand")[1].split("\n")[2].strip().startswith("at $0.0000166667 per GB·s")


def test_a_missing_option_is_one_line_too():
    answer = run("--memory-mb 512")

    assert answer.returncode == 2
    assert answer.stderr.splitlines() == ["Error: Missing option '--region'."]


def asked_again(tmp_path, words, name="scenario.json"):
    path = tmp_path / name
    path.write_text(json.dumps(json.loads(run(words + " --json").stdout)["question"]), encoding="utf-8")
    return path


def test_a_scenario_file_asks_the_same_question(tmp_path):
    words = TOKYO.removesuffix(" --count 2") + " --traffic office_hours --autoscaling --free-tier --minimum 2"

    path = asked_again(tmp_path, words)

    assert run(f"--scenario {path}").stdout == run(words).stdout


def test_a_scenario_holds_the_whole_question(tmp_path):
    answer = run(f"--scenario {asked_again(tmp_path, TOKYO)} --memory-mb 512")

    assert answer.returncode == 2
    assert answer.stderr == "Error: --scenario holds the whole question: leave out --memory-mb\n"


def test_a_scenario_that_is_wrong_is_one_line(tmp_path):
    path = tmp_path / "wrong.json"
    for text in (b"{}", b"\xff\xfe\x00", b"[1]"):
        path.write_bytes(text)

        answer = run(f"--scenario {path}")

        assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
        assert answer.stderr.startswith("Error: scenario")


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    answer = run(f"--scenario {tmp_path / 'missing.json'}")

    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1


def test_what_lambda_cannot_do_is_part_of_the_answer():
    answer = run(changed("--duration-ms", "901000").replace("10M", "1000"))

    assert answer.stdout.startswith("Only EC2 2 × t3.medium can serve this load")
    assert "cannot serve this load: Duration: needs 901,000 ms, has 900,000 ms" in answer.stdout
