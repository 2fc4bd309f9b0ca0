"""A package, so that a `tests` folder that some library leaves behind is not taken for it."""
