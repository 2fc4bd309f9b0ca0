"""The commands of ``python -m costmodel``, one module each; prices come in from where the program starts."""
