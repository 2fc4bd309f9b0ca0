"""A bulk price list as a stream: first the products, then their terms, never the whole file at once.

The file is one JSON object, ``{head…, "products": {sku: …}, "terms": {"OnDemand": {sku: …}, "Reserved": {sku: …}}}``.
It is cut before every key that is a SKU or names a section, and only pieces that are asked for become objects:
of the terms of all operating systems and purchases that is one in hundreds. Keys are told apart by their spelling
(SKUs have capitals and digits, sections a capital first, fields a small letter) and by the brace behind them;
inside a JSON string a quotation mark is escaped, so they cannot stand there.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pricing_data.aws.faults import BadPriceList, IncompletePage

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

KEY = re.compile(rb'"(products|terms|[A-Z0-9]{10,}|[A-Z][a-z][A-Za-z]*)"\s*:\s*\{')
"""A SKU (16 capitals and digits) or a section. The keys inside a product or a term have small letters or dots."""

LONGEST_KEY = 256
"""Bytes that a key with the spaces behind it may have. [byte]"""

LONGEST_ENTRY = 1 << 22
"""More than any product or its terms have. [byte]"""

Entry = tuple[str, str, Any]
"""Section (``head``, ``products``, ``OnDemand``, ``Reserved``), key, value."""


class Piece:
    """The bytes from one key to the next."""

    def __init__(self, section: str, opening: bytes, *, asked: bool) -> None:
        self.section, self.opening, self._asked = section, opening, asked
        self._parts: list[bytes] = []
        self._size = 0

    def grown(self, part: bytes) -> None:
        """Take more bytes."""
        self._parts.append(part)
        self._size += len(part)
        if self._size > LONGEST_ENTRY:
            raise BadPriceList("", "the price list does not have its products and terms where they should be")

    def entries(self, *, last: bool) -> Iterator[Entry]:
        """What the bytes say, if it was asked for; ``last`` of its section, which ends with a brace of its own."""
        if self._asked:
            text = b"".join(self._parts).rstrip(b" \t\r\n,")
            before, behind = (b"", b"}") if self.section == "head" else (b"{", b"" if last else b"}")
            found = json.loads(before + text + behind)
            yield from ((self.section, key, value) for key, value in found.items())

    def final(self) -> Iterator[Entry]:
        """What the last bytes of the file say; raises when the file does not end here."""
        document = json.loads(self.opening + b"".join(self._parts))
        found = document.get("products") if self.section == "products" else document["terms"].get(self.section, {})
        yield from ((self.section, key, value) for key, value in found.items() if self._asked)


def entries(pieces: Iterable[bytes], asked: Container[str]) -> Iterator[Entry]:
    """The head, every product, and the terms of SKUs that are ``asked`` for by then, in the file's order.

    Raises `IncompletePage` when the file is cut, or is not such a file.
    """
    try:
        yield from _entries(pieces, asked)
    except (ValueError, KeyError, AttributeError) as error:
        raise IncompletePage(f"the price list was cut short, or is not one: {error}") from error


def _entries(pieces: Iterable[bytes], asked: Container[str]) -> Iterator[Entry]:
    now = Piece("head", b"", asked=True)
    rest = b""
    for some in pieces:
        rest += some
        at = 0
        for key in KEY.finditer(rest):
            now.grown(rest[at : key.start()])
            name = key[1].decode()
            sku = name == name.upper()
            yield from now.entries(last=not sku)
            now = _sku(now, key[0], asked=now.section == "products" or name in asked) if sku else _section(name)
            at = key.end()
        held = max(at, len(rest) - LONGEST_KEY)
        now.grown(rest[at:held])
        rest = rest[held:]
    now.grown(rest)
    if now.section == "head":
        raise IncompletePage("the price list ends before its products: it was cut short")
    yield from now.final()


def _sku(before: Piece, key: bytes, *, asked: bool) -> Piece:
    piece = Piece(before.section, before.opening, asked=asked)
    piece.grown(key)
    return piece


def _section(name: str) -> Piece:
    opening = {"products": '{"products":{', "terms": '{"terms":{'}.get(name, f'{{"terms":{{"{name}":{{')
    return Piece(name, opening.encode(), asked=False)
