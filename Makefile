# `make demo` and `make test` need nothing but Python: they set up .venv themselves.

PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests
# The order of the tests, which SEED repeats.
ORDER := $(or $(SEED),$(shell date +%s))
OTHER_PYTHONS := 3.11 3.12 3.13

.PHONY: demo test coverage lint audit docs fuzz nightly corpus triage bench scale hostile mutants \
	survey test-other-pythons dist clean

# Two pips at once would write to one .venv.
.NOTPARALLEL:

demo: .venv/installed
	@echo "flake8 --isolated --select=CKP --exit-zero examples/"
	@$(BIN)/flake8 --isolated --select=CKP --exit-zero examples/
	@echo
	@echo "flake8-checkpoint-get contract --isolated examples/grad_scaler.py"
	@$(BIN)/flake8-checkpoint-get contract --isolated examples/grad_scaler.py
	@echo "flake8-checkpoint-get fix --isolated --diff --exit-zero examples/"
	@$(BIN)/flake8-checkpoint-get fix --isolated --diff --exit-zero examples/

test: .venv/installed-dev
	$(BIN)/pytest -n auto --randomly-seed=$(ORDER) $(TESTS)

# Programs that tests start run in folders of their own.
coverage: export COVERAGE_FILE := $(CURDIR)/.coverage
coverage: .venv/installed-dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto --randomly-seed=$(ORDER) $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/flake8
	$(BIN)/python -m docs.generate --check

docs: .venv/installed-dev
	$(BIN)/python -m docs.generate

# Of the environment: SECONDS, JOBS, SEED and TESTS, as in `make fuzz SECONDS=3600`.
fuzz: .venv/installed-dev
	$(BIN)/python -m tests.fuzz $(if $(SECONDS),--seconds=$(SECONDS)) $(if $(JOBS),--jobs=$(JOBS)) $(if $(SEED),--seed=$(SEED)) $(filter-out tests,$(TESTS))

nightly: dist corpus .venv/installed-dev .venv/installed-nightly
	$(BIN)/pytest -m nightly tests/nightly

corpus: .venv/installed-dev
	$(BIN)/python -m benchmarks.corpus

triage: corpus
	$(BIN)/python -m benchmarks.triage
	$(BIN)/python -m benchmarks.fixes
	$(BIN)/python -m benchmarks.contracts

bench: .venv/installed-dev .venv/installed-bench
	$(BIN)/python -m benchmarks.bench

scale: corpus .venv/installed-dev .venv/installed-bench
	$(BIN)/python -m benchmarks.scale

hostile: .venv/installed-dev
	$(BIN)/python -m benchmarks.hostile

mutants: .venv/installed-dev .venv/installed-mutants
	$(BIN)/python -m benchmarks.mutants

survey: corpus .venv/installed-dev
	$(BIN)/python -m benchmarks.survey

test-other-pythons:
	@./.ci/other-pythons $(OTHER_PYTHONS)

# A list of files left in *.egg-info would be taken over into the next distribution.
dist: .venv/installed-release
	rm -rf build dist *.egg-info
	$(BIN)/check-manifest
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist
	@./.ci/smoke-test $(BIN)/python dist/*

# Fails where something cannot be looked up, too.
audit: .venv/installed-dev .venv/installed-release
	$(BIN)/python -m pip freeze --disable-pip-version-check --exclude-editable > .venv/audited.txt
	$(BIN)/pip-audit --strict --disable-pip --no-deps --requirement .venv/audited.txt

clean:
	rm -rf .venv build dist *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON=python3.11, say."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/installed-%: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	touch $@ .venv/installed
