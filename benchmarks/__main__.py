"""``python -m benchmarks``: every figure once, best of some runs."""

from __future__ import annotations

from benchmarks import choices, comparisons, refresh, starts, uncertainty


def main() -> None:
    """Print one figure a line."""
    for module in (comparisons, choices, uncertainty, starts, refresh):
        for what, figure in module.rows():
            print(f"{what:<48} {figure}", flush=True)


if __name__ == "__main__":
    main()
