"""The builder of `pricing_data/snapshot`: ``python -m tools.snapshot FOLDER``.

``FOLDER`` holds the collected price data. Not imported when the program runs. The same folder gives
the same bytes. Digits are copied, never computed, but for Spot prices; a price that is 0 or missing is left out.
"""
