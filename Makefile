# `make run` on a fresh machine: Python 3.11 or newer, git and make are enough. docs/operations/install.md says more.
# Everything installed comes from the lock files, into .venv; a second call takes seconds (stamps in .stamps).
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
BOOTSTRAP := $(PYTHON) -m tools.bootstrap
export BIHUAN_DATA_DIR ?= $(CURDIR)/data

.PHONY: help run test check lint bench dist sbom messages frontend dev clean
help:
	@echo "make run        start Bihuan with a sample district on http://localhost:$(PORT) (PORT=... to change)"
	@echo "make check      the quick tests, about a minute"
	@echo "make test       every test, browser journeys too, and the quick ones on PostgreSQL 15 where it is installed"
	@echo "make lint       format, style, types, import rules, migrations, stale pages"
	@echo "make bench      measure (benchmarks/)"
	@echo "make dist       wheel and sdist with everything inside, then a trial of the wheel in an empty environment"
	@echo "make sbom       list every part with its licence (CycloneDX, dist/bihuan.cdx.json)"
	@echo "make messages   compile the translations"

run:
	@$(BOOTSTRAP) run
	@exec $(BIN)/python -m bihuan.config.cli serve --demo --port $(PORT)

dev:
	@$(BOOTSTRAP) dev

frontend messages:
	@$(BOOTSTRAP) $@

check: dev
	@$(BIN)/python -m tools.run_tests quick

test: dev
	@$(BOOTSTRAP) browser
	@$(BIN)/python -m tools.run_tests all

lint: dev
	@$(BIN)/python -m tools.lint

bench: dev
	@$(BIN)/python benchmarks/run.py $(BENCH)

dist: dev
	@$(BIN)/python -m tools.make_dist

sbom: dev
	@$(BIN)/python -m tools.sbom

clean:
	rm -rf .stamps dist build bihuan/common/static/dist
