# make quickstart: see the point in two minutes.   make test, make check: what CI runs.   make bench: against peers.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GRAPHMODEL := $(BIN)/graphmodel -c quickstart/catalogue.db

.PHONY: quickstart drawing test test-neo4j-2026 browser java consumers check format lint types layers docs docs-pictures bench bench-neo4j clean neo4j

quickstart: $(VENV)/installed drawing
	@mkdir -p quickstart
	$(GRAPHMODEL) import examples/university
	@printf '\nWhich services underpin which products, by type? A hole is a question.\n'
	$(GRAPHMODEL) underpinning --matrix types
	@printf '\nWhat breaks when single sign-on fails?\n'
	$(GRAPHMODEL) impact sso
	@printf '\nWhat has nobody covered?\n'
	$(GRAPHMODEL) gaps
	@printf '\nAll of it as a picture:\n'
	$(GRAPHMODEL) diagram -o quickstart/university.html --force
	@printf '\nOpen it in a browser: %s\n' '$(CURDIR)/quickstart/university.html'

test: $(VENV)/installed-test drawing browser java consumers
	$(BIN)/pytest -n auto --dist loadgroup $(PYTEST_ARGS)

# Pictures: the wheel brings Graphviz, but not a few libraries that a bare container lacks.
drawing: $(VENV)/installed
	@$(BIN)/python -c 'import pygraphviz' 2>/dev/null \
		|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -q -y \
			--no-install-recommends libglib2.0-0 libx11-6 libxext6 libxrender1 libexpat1; } \
		|| echo 'Graphviz cannot be loaded: install libglib2.0-0 libx11-6 libxext6 libxrender1 libexpat1' >&2

# Pages are tested in a real browser, which playwright drives but does not bring.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
		|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -q \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } \
		|| echo 'no Chromium: the tests of pages are skipped (install chromium)' >&2

# The Neo4j store is tested on a real server, which Maven fetches and Java (17 or newer) runs.
java:
	@{ command -v mvn && command -v java; } >/dev/null 2>&1 \
		|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -q \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends default-jre-headless maven; } \
		|| echo 'no Java or no Maven: the tests of Neo4j are skipped (install a JRE, 17 or newer, and maven)' >&2

# Mermaid and D2 read what is drawn for them.
consumers: tests/consumers/node_modules/.package-lock.json

tests/consumers/node_modules/.package-lock.json: tests/consumers/package-lock.json
	@command -v npm >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -q \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends npm; } \
		|| { echo 'no npm: the tests with Mermaid and D2 are skipped (install npm)' >&2; exit 0; } \
		&& npm ci --prefix tests/consumers --ignore-scripts --no-audit --no-fund --silent && touch $@

# The same on the newer line of Neo4j, which needs Java 25.
test-neo4j-2026: $(VENV)/installed-test java
	GRAPHMODEL_TEST_NEO4J_LINE=2026 $(BIN)/pytest -n auto --dist loadgroup \
		tests/neo4j tests/contract tests/parity $(PYTEST_ARGS)

# Only what needs a real Neo4j, which Maven fetches: needs Java 17 and mvn.
neo4j: $(VENV)/installed-test
	$(BIN)/pytest -n auto --dist loadgroup tests/neo4j tests/contract $(PYTEST_ARGS)

check: format lint types layers docs

format: $(VENV)/installed-test
	$(BIN)/ruff format --check .

lint: $(VENV)/installed-test
	$(BIN)/ruff check .

types: $(VENV)/installed-test
	$(BIN)/mypy

layers: $(VENV)/installed-test
	$(BIN)/lint-imports

docs: $(VENV)/installed-test
	$(BIN)/python docs/generate.py --check

docs-pictures: $(VENV)/installed drawing
	$(BIN)/python docs/pictures.py

bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.run

bench-neo4j: $(VENV)/installed-bench java
	$(BIN)/python -m benchmarks.neo4j

clean:
	rm -rf $(VENV) build dist quickstart benchmarks/data *.egg-info .pytest_cache .hypothesis .mypy_cache \
		.ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'graphmodel needs Python 3.11 or newer; name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; \
		then apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv; \
		else echo 'this Python cannot make virtual environments: install python3-venv' >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/installed
