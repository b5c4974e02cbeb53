# Two commands do everything:  make demo  ·  make check
# Whatever they write stays in this checkout: .venv/ and .cache/.

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.installed
DEV := .venv/.developed
PEER := .cache/pandas/.installed
SEED := samples/xiangcheng-2024.txt

export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export XDG_CACHE_HOME := $(CURDIR)/.cache
export TMPDIR := $(CURDIR)/.cache/tmp
# pip asks rustc for its version, and rustup makes a folder to answer
export RUSTUP_HOME := $(CURDIR)/.cache/rustup
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis
unexport PYTHONPATH PYTHONHOME PYTHONPYCACHEPREFIX PYTHONDONTWRITEBYTECODE
$(shell mkdir -p "$(CURDIR)/.cache/tmp")

.PHONY: demo check setup index samples accuracy fuzz cluster kills moves bench bench-audit clean

demo: $(RUN)  ## install, then lint the sample
	$(BIN)/indicator-lint check $(SEED) --fail-level never

check: $(DEV)  ## what CI runs: formatter, linter, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup -q

setup: $(DEV)  ## everything for development

index: $(RUN)  ## rules/README.md from the rule pages, docs/configuration.md from the keys
	$(BIN)/indicator-lint rule --output-format md > .cache/index.md
	cp .cache/index.md rules/README.md
	$(BIN)/indicator-lint config schema --output-format md > .cache/configuration.md
	cp .cache/configuration.md docs/configuration.md

samples: $(DEV)  ## the sample workbooks and document from the sample text
	$(BIN)/python samples/build.py

accuracy: $(DEV)  ## recall and precision on the labelled tables, then on correct tables spoilt at random: make accuracy COUNT=1000 DRAW=7
	@for sample in $(SEED) $(SEED:.txt=-stacked.xlsx) $(SEED:.txt=-sheets.xlsx) $(SEED:.txt=.docx); do \
		$(BIN)/indicator-lint check $$sample --fail-level never --output-format json > .cache/findings.json && \
		echo "== $$sample" && \
		$(BIN)/python tests/gold/score.py .cache/findings.json tests/gold/seed_findings.csv || exit 1; \
	done
	@$(BIN)/indicator-lint check tests/gold/dirty_rows.csv --fail-level never --output-format json > .cache/findings.json
	@echo "== tests/gold/dirty_rows.csv"
	@$(BIN)/python tests/gold/score.py .cache/findings.json tests/gold/dirty_labels.csv
	@echo "== tests/gold/clean_rows.csv (every finding is a false alarm)"
	@$(BIN)/indicator-lint check tests/gold/clean_rows.csv --fail-level never --statistics
	@echo "== tests/clean and tests/gold/clean_rows.csv: false alarms, and what is found where they are spoilt at random"
	@$(BIN)/python tests/accuracy.py $(if $(COUNT),--count $(COUNT)) $(if $(DRAW),--seed $(DRAW))

fuzz: $(DEV)  ## thousands of spoilt files for every reader: make fuzz FORMATS="xlsx csv" FROM=3000 COUNT=9000 SECONDS=600
	$(BIN)/python tests/fuzz.py $(FORMATS) $(if $(FROM),--from $(FROM)) $(if $(COUNT),--count $(COUNT)) $(if $(SECONDS),--seconds $(SECONDS))

cluster: $(DEV)  ## a Dask cluster whose workers are killed in the middle gives the same audit: make cluster WORKERS=3 KILL=2
	$(BIN)/python tests/cluster.py $(if $(WORKERS),--workers $(WORKERS)) $(if $(KILL),--kill $(KILL))

kills: $(DEV)  ## runs of fix and writers of a catalog killed at random moments; the old state or the new one must be left: make kills COUNT=500
	$(BIN)/python tests/kills.py $(if $(COUNT),--count $(COUNT)) $(if $(DRAW),--seed $(DRAW))
	$(BIN)/python tests/catalog_kills.py $(if $(COUNT),--count $(COUNT)) $(if $(DRAW),--seed $(DRAW))

moves: $(DEV)  ## tables edited at random hundreds of times: what was in the baseline is known again, nothing new hides: make moves COUNT=500
	MOVES=$(or $(COUNT),200) $(BIN)/pytest -q -n auto tests/baseline -k any_edit

bench: $(DEV) $(PEER)  ## cold start, throughput and reading beside the peers (pandas lives apart: installed beside us it slows us)
	$(BIN)/python benchmarks/run.py --pandas-python $(dir $(PEER))bin/python

bench-audit: $(DEV)  ## audits of 500, 1,000 and 5,000 workbooks, one process and two, peers on the same files: half an hour
	$(BIN)/python benchmarks/audit.py

clean:  ## forget the environment and every cache
	rm -rf .venv .cache

# A stamp older than pyproject.toml means another environment: begin anew.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新版本，找到的是：$$($(PYTHON) --version 2>&1)。可指定：make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
endef

$(RUN): pyproject.toml
	$(environment)
	$(BIN)/python -m pip install --quiet --editable .
	@$(BIN)/python -m compileall -q src  # pip does this for packages; where Python may not write, ours would be compiled at every start
	@touch $@

$(PEER):
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet 'pandera[pandas]'
	@touch $@

$(DEV): pyproject.toml
	@test $(RUN) -nt pyproject.toml || $(MAKE) --no-print-directory $(RUN)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
