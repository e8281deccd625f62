# make install | run | test | lint | constraints | clean
#
# Settings: make run PORT=7861 LIBRARY=/path/to/library, make install PYTHON=python3.12

SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 7860
LIBRARY ?=
VENV := .venv
BIN := $(VENV)/bin
# torch is named here as well as in constraints.txt because pip installs it, before uv: of the two
# only pip reads pip's configuration, and so takes the build for CPUs where that offers one.
TORCH := $(shell grep '^torch==' constraints.txt)

.PHONY: install run test lint constraints clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Rapporteur needs Python 3.11 or newer. Install one and say which: make install PYTHON=python3.12' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo 'Python has no venv module here. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv '$(TORCH)'
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev]'
	@touch $@

run: install
	$(BIN)/rapporteur serve --sample --port $(PORT) $(if $(LIBRARY),--home '$(LIBRARY)')

test: install
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  command -v google-chrome >/dev/null || \
	  echo 'There is no Chromium here: the tests that drive the page in a browser are skipped.'
	$(BIN)/pytest -n auto --dist loadfile

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The CUDA packages that torch names for Linux are left out: where torch needs them, pip has brought
# them with torch; nothing else may.
constraints: install
	$(BIN)/uv pip compile --quiet --upgrade --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --all-extras pyproject.toml --constraints <(echo '$(TORCH)') \
	  | grep -vE '^(nvidia|cuda|triton)|^rapporteur' > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
