# Two commands: `make verify` runs the verification, `make test` the tests. Both set up all they need first.
PYTHON  ?= python3
PROFILE ?= quick
JOBS    ?= 2
SEED    ?= 1
COUNT   ?= 300
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready

.PHONY: verify test lint bench bench-peers derivations notebooks docs formal mutants clean

verify: $(READY)
	$(BIN)/verifier run --profile $(PROFILE) --jobs $(JOBS) --report results

test: $(READY) lint
	$(BIN)/python -m pytest -n $(JOBS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m benchmarks.step
	$(BIN)/python -m benchmarks.certify
	$(BIN)/python -m benchmarks.budgets

# Compares with other people's tools, in an environment of its own: nothing else needs them.
bench-peers: $(VENV)-peers/.ready
	$(VENV)-peers/bin/python -m benchmarks.peers_recovery
	$(VENV)-peers/bin/python -m benchmarks.peers_descent

# Made anew: the catalogue and the proofs that `list` and `show` print, the table of claims, the cited lemmas, the rooms.
derivations: $(READY)
	$(BIN)/python -m verifier.claim.catalogue
	$(BIN)/python -m verifier.claim.derivation_store
	$(BIN)/python -m verifier.upkeep.claims_table
	$(BIN)/python -m verifier.upkeep.cited_lemmas
	$(BIN)/python -m verifier.upkeep.rooms
	$(BIN)/python -m verifier.upkeep.kernel_listing

# The reference of every public function and the pages of docs/, formulas typeset: build/api/index.html needs no network.
docs: $(VENV)/.docs
	$(BIN)/python -m verifier.upkeep.reference build/api

# Checks the theorems of formal/ with Rocq, prints them with their axioms, and compares with the record.
formal:
	$(PYTHON) formal/check.py

# Tries small changes of the source, drawn by a seed, against the tests: hours; docs/mutants.md has what came of it.
mutants: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[mutants]'
	$(BIN)/python -m verifier.upkeep.mutation_run --seed $(SEED) --count $(COUNT) --jobs $(JOBS)

# Runs every notebook again, in place: on the same machine not a byte changes.
notebooks: $(READY)
	$(BIN)/python -m verifier.notebook.execution

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

$(VENV)/.docs: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[docs]'
	@touch $@

$(VENV)-peers/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[peers]'
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-peers results .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
