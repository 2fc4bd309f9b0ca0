# One word per habit. A fresh machine needs Python 3.11 or newer and make; the first `make run` or
# `make test` creates .venv and puts the hashed requirements into it, and later ones find it ready.

PYTHON = python3 python3.14 python3.13 python3.12 python3.11
HOST = localhost
PORT = 8501
FROM =
UPGRADE =
ARGS =

VENV := .venv
PY := $(VENV)/bin/python
MADE := $(VENV)/.made
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
UV := $(PY) -m uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# Modules are run by name (`python -m`), so a moved or copied folder keeps working.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check golden prices fake-aws bench text lock clean

help: ## list these words
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^#]*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## serve the page: PORT=8501, HOST=localhost
	@case "$${CI:-}$$(uname -s)$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" in \
	  Darwin*|Linux?*) headless=false ;; \
	  *) headless=true ;; \
	esac; \
	echo "Lambda or EC2: http://$(HOST):$(PORT) (Ctrl+C stops it)"; \
	exec $(PY) -m streamlit run app.py --server.address=$(HOST) --server.port=$(PORT) \
	  --server.headless=$$headless --logger.hideWelcomeMessage=true $(ARGS)

test: $(DEV) ## run every test: ARGS="-k tiers" for some, ARGS="-m remote" for those that need the network
	@$(PY) tests/e2e/browser.py
	@$(PY) -m pytest -n auto $(ARGS)

check: $(DEV) ## lint, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict

golden: $(DEV) ## rewrite tests/golden; the diff is the review
	$(PY) -m pytest tests/test_golden.py --golden-update

prices: $(RUN) ## verify the embedded prices: FROM=folder rebuilds them from price list files first
	$(if $(FROM),$(PY) -m tools.snapshot "$(FROM)")
	$(PY) -m pricing_data verify

fake-aws: $(RUN) ## serve an AWS of our own on loopback, to try the price refresh on: ARGS="--port 4566 --fault throttled:0.5"
	@$(PY) -m tools.fake_aws $(ARGS)

bench: $(DEV) ## print every performance figure
	$(PY) -m benchmarks $(ARGS)

text: $(DEV) ## compile the page's translations
	$(PY) -m tools.text

lock: $(MADE) ## remake the hashed requirements from the .in files: UPGRADE=1 takes newer versions
	@{ $(installer); } || { echo "uv could not be installed; it writes the hashed requirements." >&2; exit 1; }
	$(LOCK) requirements-installer.in --output-file requirements-installer.txt
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove .venv and everything else that was generated
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment -------------------------------------------------------------------------

# uv is put there once. It installs in seconds; where it cannot be had, pip does the same in about a minute.
installer = $(UV) --version >/dev/null 2>&1 \
  || $(PY) -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r requirements-installer.txt >/dev/null 2>&1

install = { { $(installer); } && $(UV) pip install --quiet --python $(PY) --require-hashes -r $(1); } \
  || { echo "uv could not do it; pip takes about a minute ..."; \
       $(PY) -m pip install --quiet --no-input --disable-pip-version-check --no-compile --require-hashes -r $(1); }

$(MADE):
	@for python in $(PYTHON); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or newer is needed, and $(firstword $(PYTHON)) is $$($(firstword $(PYTHON)) --version 2>/dev/null || echo missing): name one with PYTHON=/path/to/python3" >&2; exit 1; \
	elif ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "$$python has no venv module: install it (Debian, Ubuntu: apt-get install python3-venv) or name another Python with PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$("$$python" --version) ..."; \
	"$$python" -m venv --clear $(VENV)
	@touch $@

$(RUN): requirements.txt $(MADE)
	@echo "Installing what the page needs (once) ..."
	@$(call install,requirements.txt)
	@touch $@

# The dev list contains the run list, version for version: one environment serves both.
$(DEV): requirements-dev.txt requirements.txt $(MADE)
	@echo "Installing what the page and the tests need (once) ..."
	@$(call install,requirements-dev.txt)
	@touch $(RUN) $@
