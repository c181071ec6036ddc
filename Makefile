# make quickstart: see the point in two minutes.   make test, make check: what CI runs.   make test-fast: in two minutes.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GRAPHMODEL := $(BIN)/graphmodel -c quickstart/catalogue.db
DIAGRAM := quickstart/university.html

.DELETE_ON_ERROR:
.PHONY: quickstart drawing test test-fast test-matrix machine test-neo4j-2026 java consumers check format lint types \
	layers docs docs-pictures bench fuzz fuzz-sheets truths hostile bench-neo4j bench-pages bench-sheets bench-pictures bench-rules bench-resilience clean neo4j

quickstart: $(VENV)/installed drawing
	@mkdir -p quickstart
	$(GRAPHMODEL) import examples/university
	@printf '\nWhich services underpin which products, by type? A hole is a question.\n'
	$(GRAPHMODEL) underpinning --matrix types
	@printf '\nWhat breaks when single sign-on fails?\n'
	$(GRAPHMODEL) impact sso
	@printf '\nWhat has nobody covered?\n'
	$(GRAPHMODEL) gaps --limit 20
	@printf '\nAll of it as a diagram:\n'
	@rm -f $(DIAGRAM)
	$(GRAPHMODEL) diagram -o $(DIAGRAM) --force || $(GRAPHMODEL) diagram -o $(DIAGRAM:.html=.mmd) --force
	@if test -s $(DIAGRAM); then printf '\nOpen it in a browser: %s\n' '$(CURDIR)/$(DIAGRAM)'; \
	else printf '\nAs text for an editor that shows Mermaid: %s\n' '$(CURDIR)/$(DIAGRAM:.html=.mmd)'; fi

test: $(VENV)/installed-test machine consumers
	$(BIN)/pytest -n auto --dist loadgroup $(PYTEST_ARGS)

# Without a server, a browser, Java and npm, and without what is slow.
test-fast: $(VENV)/installed-test
	$(BIN)/pytest --fast -n auto $(PYTEST_ARGS)

# The same with each Python that is found, and once with the lowest versions that setup.cfg allows.
test-matrix: $(VENV)/installed-matrix
	$(BIN)/python tools/matrix.py $(PYTHONS)

# The wheel brings Graphviz, but not a few libraries that a bare system lacks.
drawing: $(VENV)/installed
	@CI= tools/need $(BIN)/python graphviz

# Pages are tested in a browser, the Neo4j store on a server that Maven fetches, Mermaid and D2 with npm's
# packages, completion in bash, zsh and fish.
machine: $(VENV)/installed-test
	@tools/need $(BIN)/python graphviz browser java npm shells

java: $(VENV)/installed-test
	@tools/need $(BIN)/python java

consumers: tests/consumers/node_modules/.package-lock.json

tests/consumers/node_modules/.package-lock.json: tests/consumers/package-lock.json | machine
	@if command -v npm >/dev/null; then \
		npm ci --prefix tests/consumers --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null && touch $@; fi

# The same on the newer line of Neo4j, which needs Java 25.
test-neo4j-2026: $(VENV)/installed-test java
	GRAPHMODEL_TEST_NEO4J_LINE=2026 $(BIN)/pytest -n auto --dist loadgroup \
		tests/neo4j tests/contract tests/parity $(PYTEST_ARGS)

# Only what needs a real Neo4j.
neo4j: $(VENV)/installed-test java
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
	@$(BIN)/python -m benchmarks.run $(if $(BEFORE),--before $(BEFORE))

fuzz: $(VENV)/installed-test
	nice -n 19 $(BIN)/python -m benchmarks.fuzz

# A million cases for all that reads sheets.
fuzz-sheets: $(VENV)/installed-test
	nice -n 19 $(BIN)/python -m benchmarks.fuzz sheets --total 1000000 --jobs 2

# Sheets of random catalogues: what suggest makes of them.
truths: $(VENV)/installed-test
	nice -n 19 $(BIN)/python -m benchmarks.truths --cases 5000

hostile: $(VENV)/installed-test
	nice -n 19 $(BIN)/python -m benchmarks.hostile_files

bench-sheets: $(VENV)/installed-bench
	@$(BIN)/python -m benchmarks.sheets

bench-rules: $(VENV)/installed-test
	@$(BIN)/python -m benchmarks.rules $(CATALOGUES)

bench-pages: $(VENV)/installed-test
	@$(BIN)/python -m benchmarks.pages

bench-pictures: $(VENV)/installed drawing
	@$(BIN)/python -m benchmarks.pictures

bench-resilience: $(VENV)/installed-bench
	@$(BIN)/python -m benchmarks.resilience

bench-neo4j: $(VENV)/installed-bench java
	$(BIN)/python -m benchmarks.neo4j

clean:
	rm -rf $(VENV) .matrix build dist quickstart benchmarks/data *.egg-info .pytest_cache .hypothesis .mypy_cache \
		.ruff_cache .import_linter_cache

$(VENV)/bin/python:
	tools/venv $(PYTHON) $(VENV)

$(VENV)/installed: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[drawing]'
	@touch $@

$(VENV)/installed-test: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-matrix: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[matrix]'
	@touch $@ $(VENV)/installed $(VENV)/installed-test

$(VENV)/installed-bench: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/installed
