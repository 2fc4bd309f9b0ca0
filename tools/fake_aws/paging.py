"""Long lists in pages. A token names the question and the place, and is good for that question only."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from tools.fake_aws.answers import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def page(found: Sequence[T], token: str | None, size: int, question: object) -> tuple[Sequence[T], str | None]:
    """One page, and the token of the next if there is one; raises `Refused` for a token of another question."""
    start = place(token, question) if token else 0
    end = start + size
    return found[start:end], made(end, question) if end < len(found) else None


def made(at: int, question: object) -> str:
    """The token of the page that begins at ``at``."""
    return urlsafe_b64encode(f"{at}:{mark(question)}".encode()).decode()


def mark(question: object) -> str:
    """What tells one question from another."""
    return sha256(repr(question).encode()).hexdigest()[:16]


def place(token: str, question: object) -> int:
    """Where the page of a token begins."""
    try:
        at, _, asked = urlsafe_b64decode(token.encode()).decode().partition(":")
        if asked == mark(question):
            return int(at)
    except (ValueError, Error):
        pass
    raise Refused("InvalidNextTokenException", "The pagination token is invalid. Try again without a pagination token.")


def size(asked: object, largest: int) -> int:
    """Entries of a page; raises `Refused` for more than there may be."""
    if asked is None:
        return largest
    if not isinstance(asked, int) or not 1 <= asked <= largest:
        raise Refused("InvalidParameterException", f"MaxResults must be between 1 and {largest}")
    return asked
