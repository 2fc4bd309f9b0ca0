"""Pages are tests: every example in them runs, in order, and every link inside the house leads somewhere."""

from __future__ import annotations

import doctest
import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

PAGES = [
    *(page for page in (ROOT / "README.md",) if page.is_file()),
    *sorted(page for page in (ROOT / "docs").rglob("*.md") if "adr" not in page.relative_to(ROOT).parts),
]
LINKED = [
    *PAGES,
    *sorted((ROOT / "docs" / "adr").rglob("*.md")),
    *(page for page in (ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md") if page.is_file()),
]

FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<code>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL)

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\((?P<image>[^)\s]+)\)")

HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[tuple[int, str]]:
    """Line and code of every Python example."""
    text = page.read_text(encoding="utf-8")
    return [
        (text[: found.start("code")].count("\n"), found["code"])
        for found in FENCE.finditer(text)
        if found["language"] in ("python", "py")
    ]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_examples_of_a_page_run_in_order(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    written = ModuleType("page")
    monkeypatch.setitem(sys.modules, "page", written)
    names = vars(written)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)

    for line, code in blocks(page):
        if ">>>" in code:
            example = doctest.DocTestParser().get_doctest(code, names, page_name(page), str(page), line)
            assert runner.run(example, clear_globs=False).failed == 0
            names.update(example.globs)
        else:
            exec(compile("\n" * line + code, str(page), "exec"), names)  # noqa: S102 - our own pages


def anchors(page: Path) -> set[str]:
    """Headings as the addresses that a repository's web page gives them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    slugs = (
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-") for heading in HEADING.findall(text)
    )
    return set(slugs)


@pytest.mark.parametrize("page", LINKED, ids=page_name)
def test_links_inside_the_house_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))

    for found in LINK.finditer(text):
        target = found["target"] or found["image"]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page_name(page)} links to {target}, which is not there"
        assert not anchor or file.suffix != ".md" or anchor in anchors(file), (
            f"{page_name(page)} links to {target}: no such heading"
        )


def importable() -> list[str]:
    """Every module of the packages that exist; a ``__main__`` runs when imported, so it is left out."""
    paths = [path for top in ("costmodel", "pricing_data", "ui") for path in sorted((ROOT / top).rglob("*.py"))]
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]
    return [name for name in dotted if not name.endswith("__main__")]


@pytest.mark.parametrize("name", importable())
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)

    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)

    assert failed == 0


def test_there_are_examples_at_all() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [
        test
        for name in importable()
        for test in finder.find(sys.modules.get(name) or importlib.import_module(name))
        if test.examples
    ]

    assert len(found) >= 20
