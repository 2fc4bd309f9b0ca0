"""The house: who may import whom, who alone knows a library, how large a thing may grow, and the public names."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import costmodel

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"units", "errors", "display", "latency", "roots", "erlang_recursion"}),
    frozenset({"ranges", "distributions", "rates", "instance_type", "scale", "notes", "steps", "erlang"}),
    frozenset({"traffic", "shapes", "samples", "measured"}),
    frozenset({"workload"}),
    frozenset({"memory_curve", "power_tuning", "growth"}),
    frozenset({"bill", "limits", "capacity", "verdict"}),
    frozenset({"option"}),
    frozenset({"extras", "request_path"}),
    frozenset({"options"}),
    frozenset({"pick", "document", "settings", "own_prices", "best_provisioned", "best_commitment"}),
    frozenset({"compare", "sweep", "scenario", "curve"}),
    frozenset(
        {
            "base_load",
            "best_memory",
            "service_table",
            "breakeven",
            "pieces",
            "winners",
            "leaders",
            "projection",
            "payback",
        }
    ),
    frozenset({"varied", "sensitivity", "uncertainty", "information"}),
    frozenset({"report", "reports"}),
    frozenset({"frames"}),
    frozenset({"charts"}),
    frozenset({"commands"}),
    frozenset({"__main__"}),
)
"""Modules of `costmodel`, lowest first: imports point downwards, or sideways without a circle."""

LAZY = frozenset(
    {
        ("costmodel.bill", "costmodel.frames"),
        ("costmodel.compare", "costmodel.frames"),
        ("costmodel.uncertainty", "costmodel.frames"),
        ("costmodel.uncertainty", "scipy.stats"),
    }
)
"""Imports inside a function that may point upwards: pandas loads when a table is asked for."""

KNOWS: dict[str, tuple[str, ...]] = {
    "pandas": ("costmodel.frames", "pricing_data", "ui"),
    "plotly": ("costmodel.charts", "ui"),
    "boto3": ("pricing_data",),
    "botocore": ("pricing_data",),
    "streamlit": ("ui", "app"),
    "scipy": ("costmodel.uncertainty",),
}
"""Who may import a library: nobody else."""

PRICES_MAY_USE = frozenset({"costmodel.rates", "costmodel.instance_type", "costmodel.errors"})

MEASURED = ("costmodel", "pricing_data", "ui", "tools")

MODULE_LINES, BODY_LINES = 200, 30

VAGUE = frozenset({"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py", "dict.py", "base.py"})


@dataclass(frozen=True)
class Module:
    """One source file."""

    path: Path

    @cached_property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def imports(self) -> Iterator[tuple[str, bool]]:
        """Every module imported when the program runs, and whether only inside a function."""
        yield from _imports(self.tree, lazy=False)


def _imports(node: ast.AST, *, lazy: bool) -> Iterator[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            yield from (found for other in child.orelse for found in _imports(other, lazy=lazy))
        elif isinstance(child, ast.Import):
            yield from ((alias.name, lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from ((name, lazy) for name in _from(child))
        else:
            inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, lazy=inside)


def _from(node: ast.ImportFrom) -> Iterator[str]:
    """``from package import module`` imports the module; ``from module import name`` the module it stands in."""
    assert node.level == 0, "imports name the whole path"
    for alias in node.names:
        path = ROOT.joinpath(*str(node.module).split("."), alias.name)
        yield f"{node.module}.{alias.name}" if path.is_dir() or path.with_suffix(".py").is_file() else str(node.module)


def modules(*tops: str) -> list[Module]:
    """Every source file of the folders that exist, and app.py."""
    found = [path for top in tops for path in sorted((ROOT / top).rglob("*.py"))]
    found += [path for path in (ROOT / "app.py",) if path.is_file() and "app" in tops]
    return [Module(path) for path in found]


EVERY = modules(*MEASURED, "app")
MODEL = [module for module in EVERY if module.name.startswith("costmodel.")]

over_every_module = pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)


def layer(name: str) -> int:
    """How high a module of `costmodel` stands."""
    part = name.split(".")[1]
    places = [height for height, names in enumerate(LAYERS) if part in names]
    assert places, f"{name} stands on no layer: give it one"
    return places[0]


# --- who imports whom --------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODEL, ids=lambda module: module.name)
def test_imports_of_the_model_point_downwards(module: Module) -> None:
    for name, lazy in module.imports():
        if name.startswith("costmodel.") and not (lazy and (module.name, name) in LAZY):
            assert layer(name) <= layer(module.name), f"{module.name} imports {name}, which stands above it"


def test_the_model_has_no_circles() -> None:
    graph = {module.name: {name for name, lazy in module.imports() if not lazy} for module in MODEL}
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " imports ".join((*above, name))
        if name in graph and name not in done:
            for other in graph[name]:
                walk(other, (*above, name))
            done.add(name)

    for name in graph:
        walk(name, ())


@over_every_module
def test_an_import_inside_a_function_is_one_of_the_agreed(module: Module) -> None:
    for name, lazy in module.imports():
        agreed = (module.name, name) in LAZY or (module.name == "pricing_data" and name == "pandas")
        in_the_model = module.name.startswith("costmodel") or name.startswith("costmodel")
        assert not lazy or agreed or not in_the_model, f"{module.name} imports {name} inside a function"


@over_every_module
def test_a_library_is_known_only_where_it_belongs(module: Module) -> None:
    for name, _ in module.imports():
        library = name.split(".")[0]
        if library in KNOWS:
            allowed = KNOWS[library]
            assert any(module.name == one or module.name.startswith(f"{one}.") for one in allowed), (
                f"{module.name} imports {name}"
            )


@over_every_module
def test_the_model_never_looks_for_prices_or_for_the_page(module: Module) -> None:
    if module.name.startswith("costmodel") and module.name != "costmodel.__main__":
        above = [
            name
            for name, _ in module.imports()
            if name.split(".")[0] in ("pricing_data", "ui", "app", "tools", "tests")
        ]
        assert above == []


@over_every_module
def test_prices_know_rates_instance_types_and_errors_only(module: Module) -> None:
    if module.name.startswith("pricing_data"):
        used = {
            name for name, _ in module.imports() if name.split(".")[0] in ("costmodel", "ui", "app", "tools", "tests")
        }
        assert used <= PRICES_MAY_USE


@over_every_module
def test_the_program_never_imports_its_tools_or_tests(module: Module) -> None:
    if not module.name.startswith("tools"):
        assert not [name for name, _ in module.imports() if name.split(".")[0] in ("tools", "tests", "benchmarks")]


ASKED = (
    "import costmodel as cm; from tests.books import PRICES as book; "
    "cm.compare(cm.Workload(1, 1, 128), [cm.Lambda()], book).explain()"
)


@pytest.mark.parametrize("statement", ["import costmodel", ASKED], ids=["import", "compare"])
def test_the_model_alone_loads_no_heavy_library(statement: str) -> None:
    ask = (
        f"import sys; {statement}; print(*sorted({{name.split('.')[0] for name in sys.modules}} & set({list(KNOWS)})))"
    )

    found = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.split() == []


# --- sizes and names ---------------------------------------------------------------------------------


@over_every_module
def test_a_module_fits_a_few_screens(module: Module) -> None:
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@over_every_module
def test_a_function_fits_half_a_screen(module: Module) -> None:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
            assert lines <= BODY_LINES, f"{module.name}.{node.name} has {lines} lines"


@over_every_module
def test_a_module_is_named_after_its_concept(module: Module) -> None:
    assert module.path.name not in VAGUE


@over_every_module
def test_a_module_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree) or not module.tree.body


def test_no_folder_is_called_pages() -> None:
    """Streamlit would turn it into navigation."""
    tops = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]

    assert [path for top in tops for path in (top, *top.rglob("pages")) if path.name == "pages"] == []


def test_every_layer_holds_modules_that_exist() -> None:
    known = {path.stem for path in (ROOT / "costmodel").iterdir()}

    assert sorted(name for names in LAYERS for name in names if name not in known) == []


# --- public names ------------------------------------------------------------------------------------


def test_public_names_are_sorted_and_exist() -> None:
    names = costmodel.__all__

    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert len(set(names)) == len(names)
    assert all(hasattr(costmodel, name) for name in names)


def test_what_the_package_imports_is_public() -> None:
    [tree] = [module.tree for module in EVERY if module.name == "costmodel"]

    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("costmodel")
        for alias in node.names
    }

    assert imported == set(costmodel.__all__)


@pytest.mark.parametrize("name", costmodel.__all__)
def test_every_public_name_says_what_it_is(name: str) -> None:
    documented = {
        target.id
        for module in MODEL
        for node, following in zip(module.tree.body, module.tree.body[1:], strict=False)
        if isinstance(following, ast.Expr)
        and isinstance(following.value, ast.Constant)
        and isinstance(following.value.value, str)
        for target in (
            [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
        )
        if isinstance(target, ast.Name)
    }
    thing = getattr(costmodel, name)

    own = thing.__doc__ if callable(thing) else None

    assert (own and not own.startswith(f"{name}(")) or name in documented
