"""Both languages are complete: every sentence the page can say has its translation."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from tools.text import CATALOGUES, compiled
from ui import questions
from ui.fields import Field
from ui.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent

SOURCES = [ROOT / "app.py", *ROOT.glob("ui/*.py"), *ROOT.glob("costmodel/**/*.py")]

OTHERS = sorted(set(LANGUAGES) - {"en"})


def catalogue(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "page.po"


def messages(language: str) -> dict[str, str]:
    with catalogue(language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def calls() -> Iterator[tuple[str, list[str]]]:
    """Name and plain texts of every call in the code."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call):
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                yield getattr(node.func, "id", ""), [text for text in texts if isinstance(text, str)]


def said_in_code() -> set[str]:
    """Every text given to ``say`` as it stands."""
    return {texts[0] for name, texts in calls() if name == "say" and texts}


def named_in_code() -> set[str]:
    """Names of lines, constraints and limits, with their units and remedies."""
    lines = {texts[0] for name, texts in calls() if name == "Line" and texts}
    return lines | {text for name, texts in calls() if name in {"Constraint", "Limit"} for text in texts}


def asked() -> set[str]:
    """Labels, hints and ranges of the fields."""
    fields = [value for value in vars(questions).values() if isinstance(value, Field)]
    said: set[str] = set()

    def recorder(text: str) -> str:
        said.add(text)
        return text

    for field in fields:
        field.allowed.words(recorder)
    return said | {field.label for field in fields} | {field.help for field in fields} | set(questions.PERIODS)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("collect", [said_in_code, named_in_code, asked])
def test_every_sentence_is_translated(language, collect):
    known = messages(language)

    missing = {text for text in collect() if not known.get(text)}

    assert collect()
    assert not missing


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_is_still_said(language):
    said = said_in_code() | named_in_code() | asked()
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
    assert {"Requests", "Duration", "CPU", "vCPU"} <= named_in_code()
    assert {"Memory (MB)", "for Lambda", "{low} to {high}"} <= asked()
