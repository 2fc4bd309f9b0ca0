"""The filters of GetProducts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.fake_aws.answers import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tools.fake_aws.terms import Json

LARGEST = 50
"""Filters of one call."""

KINDS: Mapping[str, Callable[[str, str], bool]] = {
    "TERM_MATCH": lambda text, wanted: text == wanted,
    "EQUALS": lambda text, wanted: text == wanted,
    "CONTAINS": lambda text, wanted: wanted in text,
    "ANY_OF": lambda text, wanted: text in wanted.split(","),
    "NONE_OF": lambda text, wanted: text not in wanted.split(","),
}

PLACES = ("regionCode", "fromRegionCode", "location", "fromLocation")


def attributes(product: Json) -> dict[str, str]:
    """Everything a filter may name."""
    one = product["product"]
    return {"productFamily": one["productFamily"], "sku": one["sku"], **one["attributes"]}


def checked(filters: Sequence[Mapping[str, str]]) -> None:
    """Raise `Refused` for what AWS would not accept."""
    if len(filters) > LARGEST:
        raise Refused("InvalidParameterException", f"at most {LARGEST} filters are allowed")
    for one in filters:
        if one.get("Type") not in KINDS or not one.get("Field") or "Value" not in one:
            raise Refused("InvalidParameterException", f"not a filter: {one}")


def matching(products: Iterable[Json], filters: Sequence[Mapping[str, str]]) -> list[Json]:
    """The products that every filter lets through. A product without the attribute is let through by none."""
    tests = [(one["Field"], KINDS[one["Type"]], one["Value"]) for one in filters]
    found = []
    for product in products:
        said = attributes(product)
        if all(field in said and passes(said[field], wanted) for field, passes, wanted in tests):
            found.append(product)
    return found


def regions(filters: Sequence[Mapping[str, str]], names: Mapping[str, str]) -> list[str]:
    """Regions that can hold what is asked for: all where no filter names a place."""
    wanted = [one["Value"] for one in filters if one["Field"] in PLACES and one["Type"] in ("TERM_MATCH", "EQUALS")]
    if not wanted:
        return list(names)
    return [code for code, name in names.items() if {code, name} & set(wanted)]
