"""Run the command line of `pricing_data.cli`."""

from pricing_data.cli import main

main(prog_name="python -m pricing_data")
