"""Public files of AWS over HTTP: with time limits, in pieces, and never a cut file taken for a whole one."""

from __future__ import annotations

import json
import os
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from pricing_data.aws import faults
from pricing_data.aws.editions import BULK
from pricing_data.aws.faults import IncompletePage, NoNetwork, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pricing_data.aws.source import Progress

T = TypeVar("T")

CHUNK = 1 << 18
"""Bytes read at a time. [byte]"""

TIMEOUT_S = 20
"""Longest silence. [s]"""

TRIES = 3
"""Tries of one file, each from its beginning."""

SMALL = 32 << 20
"""Largest index that is read in one piece. [byte]"""


def base(address: str = "") -> str:
    """Where the files are: ``address``, or ``COSTMODEL_BULK_URL``, or AWS."""
    return (address or os.environ.get("COSTMODEL_BULK_URL") or BULK).rstrip("/") + "/"


def document(url: str) -> dict[str, Any]:
    """A small JSON file; raises a `pricing_data.aws.faults.RefreshError`."""

    def read() -> dict[str, Any]:
        content = b"".join(chunks(url, lambda *_: None, url, SMALL))
        found = parsed(content, url)
        if not isinstance(found, dict):
            raise IncompletePage(f"{plain(url)} is not the file it should be")
        return found

    return whole(read)


def parsed(content: bytes, url: str) -> Any:  # noqa: ANN401  JSON
    """JSON that is whole."""
    try:
        return json.loads(content)
    except ValueError as error:
        raise IncompletePage(f"{plain(url)} was cut short: {error}") from error


def whole(read: Callable[[], T]) -> T:
    """What ``read`` returns; a file that is cut, or an AWS that fails, is tried again from the beginning."""
    for _ in range(TRIES - 1):
        try:
            return read()
        except (IncompletePage, Unavailable):
            continue
    return read()


def chunks(url: str, progress: Progress, what: str, limit: int | None = None) -> Iterator[bytes]:
    """The pieces of a file; raises `IncompletePage` at its end unless every byte came."""
    if urlsplit(url).scheme not in ("https", "http"):
        raise Unavailable(f"{plain(url)} is not an address of the web")
    request = Request(url, headers={"Accept-Encoding": "identity", "User-Agent": "lambda-or-ec2"})  # noqa: S310  above
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310  checked above
            yield from counted(answer, progress, what, limit)
    except (OSError, HTTPException) as error:
        raise unread(error, url) from error


def counted(answer: Any, progress: Progress, what: str, limit: int | None) -> Iterator[bytes]:  # noqa: ANN401  HTTPResponse
    """Every piece of an answer, and at the end whether they are all."""
    length = answer.headers.get("Content-Length")
    total = int(length) if length and length.isdigit() else None
    done = 0
    progress(what, 0, total)
    while piece := answer.read(CHUNK):
        done += len(piece)
        if limit and done > limit:
            raise IncompletePage(f"{what} is larger than {limit:,} bytes")
        yield piece
        progress(what, done, total)
    if total is not None and done != total:
        raise IncompletePage(f"{what} was cut short: {done:,} of {total:,} bytes came")


def unread(error: Exception, url: str) -> faults.RefreshError:
    """The refresh error of a file that could not be read."""
    found = faults.explained(error)
    if isinstance(found, NoNetwork):
        return found
    kind = IncompletePage if isinstance(found, IncompletePage) else Unavailable
    return kind(f"{plain(url)} could not be read: {' '.join(str(error).split()) or type(error).__name__}")


def beside(root: str, path: str) -> str:
    """The address of ``path``, which AWS writes from the root of its host."""
    return path if urlsplit(path).scheme else urljoin(root, path.lstrip("/"))


def plain(url: str) -> str:
    """An address as it may be shown: what follows a question mark may be a signature."""
    return url.partition("?")[0]
