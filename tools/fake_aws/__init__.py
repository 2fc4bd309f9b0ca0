"""An AWS of our own on loopback, so that the price refresh can be tried and tested without an account.

It speaks what the refresh speaks: the Pricing API, the bulk price list files, Savings Plans and Spot history. Its
products are the embedded prices in AWS's own shape, with all that makes the real lists hard to read: tiers in any
order, units that differ by region, prefixes of usage types, free-tier SKUs, and products that only look like the
ones asked for. `faults` makes it fail in the ways the real one does.
"""
