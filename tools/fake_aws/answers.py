"""What goes back over the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.fake_aws.terms import Json

AMZ_JSON = "application/x-amz-json-1.1"

CHUNK = 1 << 16
"""[byte]"""


@dataclass(frozen=True)
class Request:
    """What was asked: by whom, what, and with what."""

    what: str
    """Name of the operation, or the path of a file."""
    body: Any
    region: str
    """The one that the request was signed for; empty when it was not signed."""


@dataclass(frozen=True)
class Answer:
    """Status, type and content; a path is a file that is sent as it is."""

    status: int
    kind: str
    content: bytes | Path

    @property
    def length(self) -> int:
        """[byte]"""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def chunks(self, limit: int) -> Iterator[bytes]:
        """The first ``limit`` bytes, in pieces."""
        if isinstance(self.content, bytes):
            yield from (self.content[at : min(at + CHUNK, limit)] for at in range(0, limit, CHUNK))
            return
        with self.content.open("rb") as file:
            while limit > 0 and (piece := file.read(min(CHUNK, limit))):
                limit -= len(piece)
                yield piece


class Refused(Exception):
    """An error that AWS answers with."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        self.code, self.message, self.status = code, message, status
        super().__init__(message)


def document(value: Json, kind: str = "application/json") -> Answer:
    """A JSON document."""
    return Answer(200, kind, json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def refusal(error: Refused, *, xml: bool) -> Answer:
    """An error in the words of AWS JSON 1.1, or of EC2."""
    if not xml:
        said = {"__type": error.code, "message": error.message, "Message": error.message}
        return Answer(error.status, AMZ_JSON, json.dumps(said).encode())
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>{error.code}</Code>'
        f"<Message>{error.message}</Message></Error></Errors><RequestID>fake</RequestID></Response>"
    )
    return Answer(error.status, "text/xml;charset=UTF-8", text.encode())
