"""Write ``docs/accuracy.md``: every published example beside the model's answer. ``python -m tools.accuracy``."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.published.adapter import ROUNDING, Value, values
from tests.published.examples import FAMILIES, Example, examples, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"

COVERED, PARTLY, ARITHMETIC, NOT_YET = "Reproduced", "In part", "Rate arithmetic", "Not yet"

KINDS = (COVERED, PARTLY, ARITHMETIC, NOT_YET)

INTRODUCTION = """\
# Accuracy

How close the model comes to {examples} worked examples that others published: AWS's pricing pages and calculator,
the unit tests of other tools, papers and articles. They hold {numbers} numbers:
{options} are made by the model as it stands, {spelt} by its rates alone, and {missing} wait for a part still to come.

**What is compared.** The model gets the source's own load and the source's own prices, some of them years old. So
this checks the arithmetic and the billing rules (a GB of 1,024 MB, durations rounded up, tiers, the free tier,
hours of the month), not today's prices. Amounts are in US dollars, for a month unless the unit says otherwise. What
stands around an option, such as a load balancer or a volume, is asked for beside it; where a source prices it by
itself, beside one instance that costs nothing.

**What "allowed" means.** Sources print rounded numbers: 2.73 stands for anything from 2.725 to 2.735. "Allowed" is
how far ours may be off and still count as the same number: mostly half of the last printed digit, more where a
source adds up rounded lines or says "about". The tests fail when a difference is larger.

**What the status says.**

- *reproduced*: the model makes the published number.
- *as recomputed*: the publication contradicts its own inputs. The reason is given, and ours is held to what its
  inputs make.
- *rate arithmetic*: an option, or a part of one, is still to come. Its line is spelt out in the example, factor by
  factor, and charged by the same rates, tiers and units as every option's.
- *not yet covered*: a part of the model is missing, and the status says which.

A reason is given once per example. "Quoted from memory" marks sources whose numbers could not be read again.

The examples are in `tests/published/`; `python -m tools.accuracy` writes this page.
"""


def page() -> str:
    """The whole page."""
    found = {family: [(example, values(example)) for example in examples(family)] for family in FAMILIES}
    words: Counter[str] = Counter()
    for example, made in chain.from_iterable(found.values()):
        for value in made:
            words[_kind(example, value)] += value.published.size
    introduction = INTRODUCTION.format(
        examples=sum(map(len, found.values())),
        numbers=sum(words.values()),
        options=words[COVERED],
        spelt=words[ARITHMETIC],
        missing=words[NOT_YET],
    )
    tables = [_summary(found), *(_section(family, pairs) for family, pairs in found.items())]
    return "\n".join([introduction, *("\n".join([*table, ""]) for table in tables)])


def kind(example: Example, made: Iterable[Value]) -> str:
    """How much of an example the model's options make."""
    kinds = {_kind(example, value) for value in made}
    return kinds.pop() if len(kinds) == 1 else PARTLY


def _kind(example: Example, value: Value) -> str:
    if value.ours is None:
        return NOT_YET
    return ARITHMETIC if value.spelt and "later" in example.facts else COVERED


def _summary(found: dict[str, list[tuple[Example, list[Value]]]]) -> Iterator[str]:
    yield "## In short\n"
    yield f"| | Examples | {' | '.join(KINDS)} | Wrong as published |"
    yield "|---|" + "---:|" * (len(KINDS) + 2)
    everything = [pair for family in found.values() for pair in family]
    for title, pairs in [*((heading(family), found[family]) for family in found), ("All", everything)]:
        kinds = Counter(kind(example, made) for example, made in pairs)
        wrong = sum("wrong" in example.facts for example, _ in pairs)
        yield _row(title, len(pairs), *(kinds[name] for name in KINDS), wrong)


def _section(family: str, pairs: list[tuple[Example, list[Value]]]) -> Iterator[str]:
    yield f"## {heading(family)}\n"
    yield "| Example | Source | Number | Published | Ours | Difference | Allowed | Status |"
    yield "|---|---|---|---:|---:|---:|---:|---|"
    for example, made in pairs:
        first = f"`{example.name}`<br>{example.facts['title']}", _source(example)
        for place, (value, status) in enumerate(zip(made, _statuses(example, made), strict=True)):
            yield _row(*(("", "") if place else first), *_cells(value), status)
    notes = [f"- `{example.name}`: {example.facts['note']}" for example, _ in pairs if "note" in example.facts]
    yield from ["", *notes] if notes else []


def _source(example: Example) -> str:
    facts = example.facts
    name = f"[{facts['source']}]({facts['url']})" if "url" in facts else facts["source"]
    memory = {"recalled": "quoted from memory", "partly recalled": "results quoted from memory"}
    return "; ".join([f"{name}, {facts['source_date']}", *([memory[facts["evidence"]]] if "evidence" in facts else [])])


def _cells(value: Value) -> tuple[str, ...]:
    published = _numbers(value.published)
    if value.recomputed is not None:
        published += f", recomputed {_numbers(value.recomputed)}"
    ours, gap = ("", "") if value.ours is None else (_numbers(value.ours), _gap(value.ours, value.expected))
    unit = "" if value.unit == "1" else f" [{value.unit}]"
    allowed = f"{_number(100 * value.rel)} %" if value.rel else _number(value.abs)
    return f"{value.label}{unit}", published, ours, gap, allowed


def _statuses(example: Example, made: Iterable[Value]) -> Iterator[str]:
    """One per number; a reason is given where it first applies."""
    told: set[str] = set()
    for value in made:
        said = [*_status(example, value)]
        yield "; ".join(word if not why or why in told else f"{word}: {why}" for word, why in said)
        told.update(why for _, why in said)


def _status(example: Example, value: Value) -> Iterator[tuple[str, str]]:
    """The words for one number, and the reason for each."""
    if value.ours is None:
        yield "not yet covered", value.missing
        return
    to_come = example.facts.get("later", "") if value.spelt else ""
    if value.recomputed is not None:
        yield "as recomputed", example.facts["wrong"]
    elif not to_come:
        yield "reproduced", ""
    if to_come:
        yield "rate arithmetic", f"to come: {to_come}"


def _gap(ours: np.ndarray, expected: np.ndarray) -> str:
    """The largest difference, without the rounding of floats."""
    gaps = (ours - expected).ravel()
    worst = int(np.abs(gaps).argmax())
    if abs(gaps[worst]) <= ROUNDING * abs(expected.ravel()[worst]):
        return "0"
    return ("+" if gaps[worst] > 0 else "−") + _number(float(f"{abs(gaps[worst]):.2g}"))


def _numbers(many: np.ndarray) -> str:
    return "; ".join(_number(one) for one in np.atleast_1d(many).tolist())


def _number(one: float) -> str:
    """Nine significant digits, never in powers of ten."""
    text = f"{Decimal(f'{one:.9g}'):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
