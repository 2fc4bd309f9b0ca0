"""Both languages are complete: every sentence the page can say has its translation."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

import pricing_data
from costmodel import charts, compare
from costmodel.curve import curve_points
from costmodel.extras import EXTRAS
from costmodel.extras.database import REMEDIES
from costmodel.options.carrying import ROOM
from costmodel.options.commitment import PLANS, YEARS, Commitment
from costmodel.pick import pick
from costmodel.report import answer
from costmodel.samples import answers, clock, periods, series, table
from costmodel.winners import winners
from tests.questions import QUESTIONS, given
from tools.text import CATALOGUES, compiled
from ui import faults, inputs, limits, refreshing, views
from ui.fields import Choice, Field
from ui.inputs import traffic
from ui.language import LANGUAGES
from ui.question import fleet_of, scenario_of, side
from ui.views import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costmodel.display import Say
    from costmodel.scenario import Scenario

ROOT = Path(__file__).parent.parent

SOURCES = [ROOT / "app.py", *ROOT.glob("ui/**/*.py"), *ROOT.glob("costmodel/**/*.py")]

OTHERS = sorted(set(LANGUAGES) - {"en"})

PARTS = {"Line": 1, "Constraint": None, "Limit": None, "Dimension": None, "Note": 1}
"""What the model makes out of texts that are said later, and how many of its texts are."""

ERRORS = ("InvalidOption", "InvalidWorkload", "InvalidQuestion")

TOLD = (answers, clock, periods, series, table)
"""Modules whose constants say what a file of traffic must be."""


def catalogue(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "page.po"


def messages(language: str) -> dict[str, str]:
    with catalogue(language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def calls(sources: Iterable[Path] = SOURCES) -> Iterator[tuple[str, list[str]]]:
    """Name and plain texts of every call in the code."""
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call):
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                yield getattr(node.func, "id", ""), [text for text in texts if isinstance(text, str)]


def said_in_code() -> set[str]:
    """Every text given to ``say`` as it stands."""
    return {texts[0] for name, texts in calls() if name == "say" and texts}


def named_in_code() -> set[str]:
    """Names of lines, factors, constraints, limits and measures, with their units and remedies, and remarks."""
    found = {text for name, texts in calls() if name in PARTS for text in texts[: PARTS[name]]}
    found |= {texts[0] for name, texts in calls() if name == "Factor" and texts[1:] and texts[-1] == "1"}
    titles = {Commitment(plan, years).title for plan in PLANS for years in YEARS}
    extras = {str(getattr(kind, "name", "")) for kind in EXTRAS if isinstance(getattr(kind, "name", ""), str)}
    extras |= {*REMEDIES.values(), *ROOM.values()}
    return {text for text in found | titles | extras if text and not text.startswith("http")}


def told_of_errors() -> set[str]:
    """What an input must be, where the page or a file of traffic says so in words."""
    found = {
        value for module in TOLD for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }
    return found | {texts[-1] for name, texts in calls(ROOT.glob("ui/**/*.py")) if name in ERRORS and texts}


def asked() -> set[str]:
    """Titles, labels, hints, words and ranges of the inputs."""
    said: set[str] = set()

    def recorder(text: str) -> str:
        said.add(text)
        return text

    for one in inputs.INPUTS:
        if one is not traffic.WEEK:
            said |= {one.label, one.help}
        if isinstance(one, Field):
            one.allowed.words(recorder)
            said.add(one.empty)
        if isinstance(one, Choice):
            said |= set(one.words.values())
    for words in (views.TITLES, limits.BEYOND, candidates.ARCHITECTURES, faults.SENTENCES, refreshing.RESULTS):
        said |= set(words.values())
    said |= {title for title, _, _ in inputs.GROUPS.values()} | set(limits.BEYOND)
    return {text for text in said | set(refreshing.SOURCES.values()) if text and not text.isdecimal()}


def said_of(scenario: Scenario) -> set[str]:
    """Everything that the bills, limits, reasons and pictures of a question say, and nothing that is a name."""
    said: set[str] = set()

    def recorder(text: str) -> str:
        said.add(text)
        return text

    book = scenario.prices(pricing_data.load(scenario.region))
    found = answer(scenario, book).comparison
    found.verdict(recorder)
    for one in found.bills.values():
        for line in one.lines:
            said.add(line.name.removeprefix("Lambda: "))
            line.formula(recorder)
            line.reasons(recorder)
            line.charge(recorder)
    for every in found.limits.values():
        for limit in every:
            said.add(limit.name)
            limit.explain(recorder)
    draw(scenario, recorder)
    return said - {option.name for option in scenario.options}


def draw(scenario: Scenario, say: Say) -> None:
    """Every picture of a question."""
    book = scenario.prices(pricing_data.load(scenario.region))
    found = answer(scenario, book)
    points = curve_points(scenario.workload, scenario.options, book, 1e5, 1e10)
    over = compare(scenario.workload.vary(requests_per_month=points), scenario.options, book)
    charts.cost_curve(over, found.comparison, found.crossings or (), say)
    charts.week_picture(scenario.workload, tuple(side(one).option for one in scenario.options), book, say)
    fleet, _ = fleet_of(scenario) or pytest.fail("no fleet")
    if fleet.count is None:
        charts.candidates_picture(pick(scenario.workload, book, fleet, families=("t3", "m6")), "m6i.large", say)
    grid = winners(
        scenario.workload, scenario.options, book, requests_per_month=[1e5, 1e8, 1e11], duration_ms=[1, 1e3, 9e5]
    )
    charts.winners_map(grid, scenario.workload, say)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("collect", [said_in_code, named_in_code, asked, told_of_errors])
def test_every_sentence_is_translated(language, collect):
    known = messages(language)

    missing = {text for text in collect() if not known.get(text)}

    assert collect()
    assert not missing


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_sentence_of_an_answer_is_translated(language, name):
    known = messages(language)

    said = said_of(scenario_of(given(**QUESTIONS[name])))

    assert not {text for text in said if not known.get(text)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_is_still_said(language):
    said = said_in_code() | named_in_code() | asked() | told_of_errors()
    sources = "\n".join(source.read_text() for source in SOURCES)

    stale = {text for text in messages(language) if text not in said and text not in sources}

    assert not stale


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_the_same(language):
    def holes(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differ = [key for key, text in messages(language).items() if holes(key) != holes(text)]

    assert not differ


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_the_written_one(language):
    assert catalogue(language).with_suffix(".mo").read_bytes() == compiled(catalogue(language))


def test_the_collectors_see_what_they_should():
    assert "{name}: needs {needs} {unit}, has {allows} {unit} ({remedy})" in said_in_code()
    assert {"Requests", "Duration", "CPU", "vCPU", "Compute Savings Plan, 3 years"} <= named_in_code()
    assert {"Memory (MB)", "for Lambda", "{low} to {high}", "Office hours", "Buying EC2"} <= asked()
