"""The page: the only code that imports streamlit, together with ``app.py``."""
