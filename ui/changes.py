"""In words: from which volume on another option is the cheaper one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel.display import percent
from costmodel.scale import compact
from ui.language import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costmodel import Crossing
    from costmodel.display import Say
    from ui.case import Case

TWO = 2


def of_pair(case: Case, say: Say) -> list[str]:
    """Where the answer changes on either side of the load, and from where on it stays."""
    answer = case.answer
    if not answer.pair:
        return []
    many = len(answer.comparison.bills) > len(answer.pair)
    between = say("Between {one} and {other}:").format(
        one=_name(answer.pair[0], say), other=_name(answer.pair[-1], say)
    )
    return [*([between] if many else []), *_pair(case, say)]


def _pair(case: Case, say: Say) -> list[str]:
    """Where the cheaper one of the two changes."""
    answer = case.answer
    if answer.crossings is None:
        return [say("The two cost so nearly the same, at so many fleet sizes, that the changes cannot be listed.")]
    return _around(answer.crossings, float(answer.comparison.workload.requests_per_month), say)


def of_all(found: Sequence[Crossing], load: float, say: Say) -> str:
    """The same of the cheapest of many options, over the volumes of a picture."""
    return say("Of all options, over the volumes drawn:") + " " + " ".join(_around(found, load, say))


def _around(found: Sequence[Crossing], load: float, say: Say) -> list[str]:
    below = [crossing for crossing in found if crossing.at <= load]
    above = [crossing for crossing in found if crossing.at > load]
    sentences = [_above(above, load, say)] if above else [say("A larger load does not change this.")]
    return sentences + ([_below(below[-1], load, say)] if below else [])


def _above(crossings: list[Crossing], load: float, say: Say) -> str:
    first, last = crossings[0], crossings[-1]
    sentence = say("From {at} requests a month, {times} times this load, it is {name}.")
    said = sentence.format(at=compact(first.at), times=compact(first.at / load), name=_name(first.after, say))
    if first is last:
        return said
    stays = (
        say("Then it changes {count} more times; from {at} on it stays {name}.")
        if len(crossings) > TWO
        else say("Then it changes once more; from {at} on it stays {name}.")
    )
    return said + " " + stays.format(count=len(crossings) - 1, at=compact(last.at), name=_name(last.after, say))


def _below(crossing: Crossing, load: float, say: Say) -> str:
    sentence = say("Below {at} requests a month, {share} of this load, it is {name}.")
    return sentence.format(at=compact(crossing.at), share=percent(crossing.at / load), name=_name(crossing.before, say))


def _name(option: str | None, say: Say) -> str:
    return literal(option) if option else say("neither")
