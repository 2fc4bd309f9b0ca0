"""What is common to both sides: entered once, counted on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costmodel import InvalidOption
from costmodel.extras import EXTRAS, CacheNodes, Database, DynamoDb, OtherCosts
from costmodel.extras.database import SETTINGS
from costmodel.extras.shared import UNITS_PER_REQUEST
from costmodel.ranges import Range
from ui.fields import Choice, Field, Text
from ui.form import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costmodel import Extra
    from costmodel.rates import PriceBook
    from ui.form import Form, Given

TITLE = "Common to both"

NONE = "none"

SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
"""Smallest first; after them come the multiples of the last."""

DATABASE = Choice("db", "Database", {NONE: "None"}, NONE, "An RDS class, without its storage.", open=True)

ENGINE = Choice("db_engine", "Engine", {"mysql": "MySQL", "postgresql": "PostgreSQL"}, "mysql")

DEPLOYMENT = Choice("db_zones", "Deployment", {"single_az": "Single-AZ", "multi_az": "Multi-AZ"}, "single_az")

PER_ENVIRONMENT = Field(
    "db_env", "Connections per Lambda environment", "1", SETTINGS["connections_per_environment"],
    "Held by each environment that is busy at the peak.", setting="connections_per_environment",
)  # fmt: skip

POOL = Field(
    "db_pool", "Connections per EC2 instance", "20", SETTINGS["pool"],
    "The pools of all its processes: an assumption, set your own.", setting="pool",
)  # fmt: skip

RELIEF = Choice(
    "db_relief", "When connections run out",
    {NONE: "Say that it cannot work", "proxy": "Add RDS Proxy", "bigger": "Take a larger class of the family"}, NONE,
    "Applied on the side that needs it, and only there.",
)  # fmt: skip

MOST = Field(
    "db_max", "Connections the database takes", "", Range(1, 1e6, unit="connections"),
    "max_connections of your parameter group. Left empty: estimated from the memory of the class.", optional=True,
    empty="estimated", setting="max_connections",
)  # fmt: skip

READS = Field(
    "reads", "DynamoDB reads per request", "0", UNITS_PER_REQUEST,
    "Read request units: one for each 4 KB strongly consistent, half of one eventually consistent.",
    setting="reads_per_request",
)  # fmt: skip

WRITES = Field(
    "writes", "DynamoDB writes per request", "0", UNITS_PER_REQUEST, "Write request units: one for each 1 KB.",
    setting="writes_per_request",
)  # fmt: skip

CACHE_TYPE = Choice("node", "Cache node", {NONE: "None"}, NONE, "ElastiCache nodes that run all month.", open=True)

CACHE_ENGINE = Choice(
    "node_engine", "Cache engine", {"valkey": "Valkey", "redis": "Redis OSS", "memcached": "Memcached"}, "valkey"
)

NODES = Field(
    "nodes", "Number of cache nodes", "1", Range(1, 1e6, unit="nodes"), "Primaries and replicas together.", whole=True
)

OTHER = Field(
    "other", "Other costs (USD a month)", "0", Range(0, 1e12, unit="USD a month"),
    "What this calculator does not know, such as a support plan.", setting="usd_per_month",
)  # fmt: skip

WHAT = Text("other_for", "What for", "everything else")

TAKEN = frozenset(name for kind in EXTRAS if isinstance(name := getattr(kind, "name", None), str))
"""Names of everything else around an option: no two may be alike."""

INPUTS = (
    DATABASE, ENGINE, DEPLOYMENT, PER_ENVIRONMENT, POOL, RELIEF, MOST, READS, WRITES, CACHE_TYPE, CACHE_ENGINE, NODES,
    OTHER, WHAT,
)  # fmt: skip


def show(form: Form, prices: PriceBook) -> None:
    """Database, tables, cache, anything else."""
    given = form.given
    form.choice(DATABASE, _named(prices, f"rds.{given.choice(ENGINE)}.{given.choice(DEPLOYMENT)}."))
    if given.choice(DATABASE) != NONE:
        form.choice(ENGINE)
        form.choice(DEPLOYMENT)
        form.numbers(PER_ENVIRONMENT, POOL, MOST)
        form.choice(RELIEF)
        form.built(_database)
    form.numbers(READS, WRITES)
    form.choice(CACHE_TYPE, _named(prices, f"elasticache.{given.choice(CACHE_ENGINE)}."))
    if given.choice(CACHE_TYPE) != NONE:
        form.choice(CACHE_ENGINE)
        form.number(NODES)
    form.number(OTHER)
    if str(given.values[OTHER.key]).strip() not in ("", "0"):
        form.text(WHAT)
        form.built(_other)


def build(given: Given) -> tuple[Extra, ...]:
    """Everything that is on; raises `InvalidInput`."""
    return (*_database(given), *_table(given), *_cache(given), *_other(given))


def _database(given: Given) -> tuple[Extra, ...]:
    if given.choice(DATABASE) == NONE:
        return ()
    relief, most = given.choice(RELIEF), given.maybe(MOST)
    if relief == "bigger" and most is not None:
        raise InvalidOption("max_connections", most, "left out with a larger class: each class has its own")
    return (Database(
        given.choice(DATABASE), given.choice(ENGINE), given.choice(DEPLOYMENT), given.number(PER_ENVIRONMENT),
        given.number(POOL), None if relief == NONE else relief, most,
    ),)  # fmt: skip


def _table(given: Given) -> tuple[Extra, ...]:
    reads, writes = given.number(READS), given.number(WRITES)
    return (DynamoDb(reads, writes),) if reads or writes else ()


def _cache(given: Given) -> tuple[Extra, ...]:
    if given.choice(CACHE_TYPE) == NONE:
        return ()
    return (CacheNodes(given.choice(CACHE_TYPE), given.count(NODES), given.choice(CACHE_ENGINE)),)


def _other(given: Given) -> tuple[Extra, ...]:
    amount, what = given.number(OTHER), given.text(WHAT).strip() or WHAT.default
    if what in TAKEN:
        raise InvalidOption(WHAT.label, what, "another name: this one is taken")
    return (OtherCosts(amount, what),) if amount else ()


def _named(prices: PriceBook, start: str) -> list[str]:
    """What has a price whose key starts so, by family and size."""
    return sorted((key.removeprefix(start) for key in prices.rates if key.startswith(start)), key=_by_size)


def _by_size(name: str) -> tuple[str, float, str]:
    """Sort names as people do: by family, then by size.

    >>> sorted(["db.m5.xlarge", "db.m5.12xlarge", "db.m5.large", "db.m5.2xlarge"], key=_by_size)
    ['db.m5.large', 'db.m5.xlarge', 'db.m5.2xlarge', 'db.m5.12xlarge']
    """
    family, _, size = name.rpartition(".")
    times = size.removesuffix("xlarge")
    return family, len(SIZES) + float(times) if times.isdecimal() else SIZES.index(size) if size in SIZES else 0, name


def values(extras: Iterable[Extra]) -> dict[str, object]:
    """The inputs that make these."""
    said: dict[str, object] = {}
    for one in extras:
        if isinstance(one, Database):
            numbers = {PER_ENVIRONMENT: one.connections_per_environment, POOL: one.pool, MOST: one.max_connections}
            said |= {DATABASE.key: one.instance_class, ENGINE.key: one.engine, DEPLOYMENT.key: one.deployment}
            said |= {RELIEF.key: one.relief or NONE, **written(numbers)}
        if isinstance(one, DynamoDb):
            said |= written({READS: one.reads_per_request, WRITES: one.writes_per_request})
        if isinstance(one, CacheNodes):
            said |= {CACHE_TYPE.key: one.node_type, CACHE_ENGINE.key: one.engine, **written({NODES: one.count})}
        if isinstance(one, OtherCosts):
            said |= {WHAT.key: one.what, **written({OTHER: one.usd_per_month})}
    return said
