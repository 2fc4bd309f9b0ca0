"""A file of measured traffic: uploaded, read, and told what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import streamlit as st

from costmodel.display import quantity
from costmodel.errors import InvalidWorkload
from costmodel.measured import Measured, read_traffic
from ui.inputs import week
from ui.inputs.basics import PER, REQUESTS
from ui.words import number_words, plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from ui.form import Form

MOST_MB = 20
"""Largest file that is read: a minute's counts of a year are about 15. [MB]"""

ENCODINGS = ("utf-8-sig", "cp932")
"""What spreadsheets write: UTF-8, or Shift_JIS in Japan."""

MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""

HOME = {"ja": "Asia/Tokyo"}
"""The time zone proposed to readers of a language."""


def show(form: Form, week_key: str, within_key: str) -> None:
    """The upload, its time zone, what was read, and an offer to take its volume."""
    say = form.say
    file = st.file_uploader(
        say("CSV or CloudWatch JSON"), type=["csv", "json", "txt", "tsv"], key="traffic_file", max_upload_size=MOST_MB,
        help=say("Times and counts, one row each; or the output of aws cloudwatch get-metric-data."),
    )  # fmt: skip
    zones = sorted(available_timezones() | {"UTC"})
    st.session_state.setdefault("tz", HOME.get(str(st.session_state["lang"]), "UTC"))
    zone = st.selectbox(
        say("Time zone"), zones, key="tz", help=say("The clock of your users, by which the week is cut into hours.")
    )
    if file is None:
        if st.session_state[week_key]:
            st.caption(say("The week comes from the link, the scenario file, or a file read before."))
        return
    try:
        measured = _read(file, str(zone), week_key, within_key)
    except InvalidWorkload as error:
        st.session_state[week_key] = ""
        form.tell(error)
        return
    _tell(measured, form)


def _read(file: UploadedFile, zone: str, week_key: str, within_key: str) -> Measured:
    """What a file says; a new one becomes the week that counts."""
    asked = (file.file_id, zone)
    before, measured = st.session_state.get("measured", (None, None))
    if before == asked and isinstance(measured, Measured):
        return measured
    measured = read_traffic(_text(file.getvalue()), zone)
    st.session_state["measured"] = (asked, measured)
    st.session_state[week_key] = week.keep(measured.profile)
    st.session_state[within_key] = number_words(round(measured.profile.within_hour, 3))
    return measured


def _text(data: bytes) -> str:
    """The text of a file; raises `InvalidWorkload` for what is none."""
    for encoding in ("utf-16",) if data.startswith(MARKS) else ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidWorkload("Your own file", "bytes", "a text file in UTF-8")


def _tell(measured: Measured, form: Form) -> None:
    """Period, interval, volume and remarks."""
    say = form.say
    sentence = say("Read: {first} to {last} ({zone}), {samples} counts, one every {minutes} minutes.")
    st.caption(sentence.format(
        first=f"{measured.first:%Y-%m-%d %H:%M}", last=f"{measured.last:%Y-%m-%d %H:%M}", zone=measured.timezone,
        samples=quantity(measured.samples), minutes=quantity(measured.interval_s / 60),
    ))  # fmt: skip
    for note in measured.notes:
        st.caption(plain(note.explain(say)))
    volume = measured.requests_per_month(float(st.session_state["hours"]))
    said = say("Take its volume: {volume} requests a month").format(volume=quantity(round(volume)))
    st.button(said, key="take_volume", on_click=_take, args=(volume,), icon=":material/input:")


def _take(volume: float) -> None:
    st.session_state[REQUESTS.key] = number_words(round(volume) or volume)
    st.session_state[PER.key] = "month"
