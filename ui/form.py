"""A form: what was typed stays as it is, and what is wrong with it is said right below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from costmodel import CostModelError
from ui.fields import number
from ui.language import error_text
from ui.words import number_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from costmodel.display import Say
    from costmodel.rates import Num
    from ui.fields import Choice, Field, Switch, Text

T = TypeVar("T")

DRAWN = "drawn"
"""Where a session keeps the keys of the inputs that were drawn."""

MOST_TEXT = 4_000
"""Longest text of several lines. [character]"""


def written(numbers: Mapping[Field, Num | None]) -> dict[str, object]:
    """Numbers as their fields hold them; None leaves a field empty, or at its default where it cannot be."""
    return {
        field.key: number_words(float(value)) if value is not None else "" if field.optional else field.default
        for field, value in numbers.items()
    }


class Given:
    """What every input holds, read as the program needs it."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self.values = values

    def maybe(self, field: Field) -> float | None:
        """The number of a field, None where it is left empty; raises `InvalidInput` naming its label."""
        return number(field, str(self.values[field.key] or ""))

    def number(self, field: Field) -> float:
        """The number of a field that is never empty."""
        found = self.maybe(field)
        return float(field.default) if found is None else found

    def count(self, field: Field) -> int:
        """The whole number of a field that is never empty."""
        return int(self.number(field))

    def choice(self, choice: Choice) -> str:
        """The key of the chosen word."""
        return str(self.values[choice.key] or choice.default)

    def on(self, switch: Switch) -> bool:
        """Whether it is on."""
        return bool(self.values[switch.key])

    def text(self, text: Text) -> str:
        """What was written."""
        return str(self.values[text.key] or "")


def keep_hidden(keys: Iterable[str]) -> None:
    """Say the value of every input that was not drawn last time once more, and begin a new list of what is drawn.

    A browser asks only for what was said in the run that draws an input; it would show one that comes back empty, and
    send that with the next change.
    """
    drawn = st.session_state.get(DRAWN, frozenset())
    for key in keys:
        if key not in drawn and key in st.session_state:
            st.session_state[key] = st.session_state[key]
    st.session_state[DRAWN] = set()


class Form:
    """Draws inputs, and remembers whether one of them cannot be right."""

    def __init__(self, say: Say, labels: Mapping[str, str]) -> None:
        self.say, self.labels = say, labels
        self.shown: set[str] = st.session_state[DRAWN]
        """Keys of the inputs drawn in this run, by any form."""
        self.wrong = False
        self.waits = False
        """Whether a file is still to come."""
        self.told: list[str] = []
        """What is wrong, in the order of the inputs; some of them may be folded away."""
        self.noted: list[str] = []
        """What is left out of the answer, and why."""
        self.given = Given(st.session_state)

    def number(self, field: Field) -> None:
        """A number to type."""
        say = self.say
        self.shown.add(field.key)
        hint = say(field.empty) if field.optional else None
        text = st.text_input(say(field.label), key=field.key, help=say(field.help), max_chars=40, placeholder=hint)
        try:
            number(field, text or "")
        except CostModelError as error:
            self.tell(error)

    def numbers(self, *fields: Field) -> None:
        """Several numbers, one below the other."""
        for field in fields:
            self.number(field)

    def choice(self, choice: Choice, options: Sequence[str] = (), word: Callable[[str], str] | None = None) -> None:
        """A choice; one that is not among the options stays chosen, and the answer says what is wrong with it."""
        say, wanted = self.say, str(st.session_state[choice.key])
        self.shown.add(choice.key)
        known = [*choice.words, *options]
        known = known if wanted in known else [wanted, *known]

        def shown(value: str) -> str:
            return say(choice.words[value]) if value in choice.words else (word or str)(value)

        st.selectbox(
            say(choice.label), known, key=choice.key, format_func=shown, help=say(choice.help) if choice.help else None,
        )  # fmt: skip

    def switch(self, switch: Switch) -> bool:
        """On or off."""
        say = self.say
        self.shown.add(switch.key)
        return st.toggle(say(switch.label), key=switch.key, help=say(switch.help) if switch.help else None)

    def text(self, text: Text) -> None:
        """Words of one's own."""
        say = self.say
        self.shown.add(text.key)
        label, hint = say(text.label), say(text.help) if text.help else None
        if text.lines:
            st.text_area(label, key=text.key, help=hint, max_chars=MOST_TEXT, height=100)
        else:
            st.text_input(label, key=text.key, help=hint, max_chars=60)

    def built(self, build: Callable[[Given], T]) -> T | None:
        """What a group of inputs makes; None, with the reason below the group, where they do not go together."""
        try:
            return build(self.given)
        except CostModelError as error:
            self.tell(error)
            return None

    def note(self, said: str) -> None:
        """What is left out of the answer, right here and before the answer."""
        self.noted.append(said)
        st.info(said, icon=":material/info:")

    def tell(self, error: CostModelError) -> None:
        """What is wrong, right here, unless it was said before."""
        self.wrong, said = True, error_text(error, self.say, self.labels)
        if said not in self.told:
            self.told.append(said)
            st.error(said, icon=":material/error:")
