"""Compile the catalogues of ``ui/text``: ``python -m tools.text`` (or ``make text``) after editing a ``.po`` file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent.parent / "ui" / "text"


def compiled(catalogue: Path) -> bytes:
    """What gettext reads, made from what people write."""
    with catalogue.open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    binary = BytesIO()
    write_mo(binary, messages)
    return binary.getvalue()


def main() -> None:
    """Write every ``.mo`` beside its ``.po``."""
    for catalogue in sorted(CATALOGUES.rglob("*.po")):
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"compiled {catalogue.relative_to(CATALOGUES)}")


if __name__ == "__main__":
    main()
