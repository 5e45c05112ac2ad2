# One command for a person and for CI. Needs python3 (3.11 or newer) with its venv module, or uv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# make chat KNOWLEDGE=DIR talks to a knowledge base of your own.
CHAT_OPTIONS := $(if $(KNOWLEDGE),--knowledge "$(KNOWLEDGE)")

.PHONY: install chat test check format bench soak storm pictures clean help

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

install: $(VENV)/.installed  ## make .venv ready

# constraints.txt pins everything there is, so it serves as the list of what to install, without any resolving.
$(VENV)/.installed: constraints.txt
	@echo "Setting up $(VENV) (once; takes about a minute) ..." >&2
ifneq ($(UV),)
	@test -x $(BIN)/python || uv venv --quiet $(VENV)
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install --quiet -r constraints.txt
else
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r constraints.txt
endif
	@$(BIN)/python run_bot.py knowledge index >/dev/null || true
	@touch $@

chat: install  ## chat in the terminal; KNOWLEDGE=DIR for a knowledge base of your own
	@$(BIN)/python run_bot.py $(CHAT_OPTIONS) chat

test: install  ## run all the tests
	@$(BIN)/python -m pytest -q

check: install  ## lint, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts it right" >&2; exit 1; }
	@$(BIN)/mypy

format: install  ## lay out the code and mend what can be mended
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

bench: install  ## run the benchmarks, printed as ratios
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.desk
	@$(BIN)/python -m benchmarks.events
	@$(BIN)/python -m benchmarks.knowledge_check
	@$(BIN)/python -m benchmarks.ranking
	@$(BIN)/python -m benchmarks.telegram
	@$(BIN)/python -m benchmarks.databases

soak: install  ## half an hour of traffic, to see whether memory grows; MINUTES=10 for less
	@$(BIN)/python -m benchmarks.soak $(MINUTES)

storm: install  ## throw 100,000 senseless texts at the bot (a few minutes)
	@$(BIN)/python -m benchmarks.storm

pictures: install  ## make the pictures of docs/events.md anew (needs chromium)
	@$(BIN)/python -m tests.pictures

clean:  ## remove .venv and caches; what the bot has stored in var/ stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
