"""``python -m tools.fake_aws``: serve until Ctrl+C, and print what leads the refresh here."""

from __future__ import annotations

import argparse
import shlex
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from pricing_data import reader, store
from tools.fake_aws.faults import Fault, How, Kind, Wrong
from tools.fake_aws.server import FakeAws
from tools.fake_aws.world import World

PRICES = Path(__file__).parents[2] / "build" / "fake-prices"
"""Where prices of this AWS belong: never among true ones."""


def main() -> None:
    """Serve with the faults of the command line."""
    asked = arguments()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background ignores it
    world = World(folder=asked.folder, now=datetime.now(UTC))
    world.change(*(wrong(text) for text in asked.wrong))
    with FakeAws(world, asked.port) as aws:
        aws.faults = [fault(text) for text in asked.fault]
        with suppress(KeyboardInterrupt):
            for name, value in {**aws.environment, store.VARIABLE: str(PRICES)}.items():
                print(f"export {name}={shlex.quote(value)}")
            print("# then, for example: python -m pricing_data refresh --region eu-west-1 --source bulk", flush=True)
            Event().wait()
        print(f"# {len(aws.calls):,} calls answered")


def arguments() -> argparse.Namespace:
    """The command line."""
    kinds, ways = ", ".join(Kind), ", ".join(How)
    parser = argparse.ArgumentParser(prog="fake_aws", description="An AWS of our own, to try the price refresh on.")
    parser.add_argument("--port", type=int, default=4566, help="on 127.0.0.1; 0 is any that is free")
    parser.add_argument("--folder", type=Path, default=reader.SNAPSHOT, help="price folder that products are made of")
    parser.add_argument("--fault", action="append", default=[], help=f"KIND[:SHARE[:WHERE]], where KIND is {kinds}")
    parser.add_argument("--wrong", action="append", default=[], help=f"HOW:SERVICE[:USAGETYPE], where HOW is {ways}")
    return parser.parse_args()


def fault(text: str) -> Fault:
    """``throttled:0.5:GetProducts`` and the like."""
    kind, share, where = (*text.split(":", 2), "", "")[:3]
    return Fault(Kind(kind), float(share or 1), where=where)


def wrong(text: str) -> Wrong:
    """``zero:AWSLambda:Lambda-GB-Second`` and the like."""
    how, service, usagetype = (*text.split(":", 2), "", "")[:3]
    return Wrong(How(how), service, usagetype)


if __name__ == "__main__":
    main()
