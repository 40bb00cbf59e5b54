# Everything a developer does. `make help` lists the targets.

PYTHON ?= python3
VENV ?= .venv
BUILD ?= build
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

# Every warning of the compiler is an error here; setup.py by itself lets them pass.
export LEDE_WERROR := 1

PY := $(VENV)/bin/python
BIN := $(VENV)/bin
PIP := $(PY) -m pip --disable-pip-version-check --quiet
SYSTEM := PYTHON=$(PYTHON) tools/install_system.sh

C_SOURCES := $(sort $(shell find csrc -name '*.c'))
C_FILES := $(C_SOURCES) $(sort $(shell find csrc -name '*.h' -o -name '*.inc'))
C_TESTS := $(sort $(shell find tests/unit tests/fuzz benchmarks tools/tagger -name '*.[ch]' 2>/dev/null))
PY_DIRS := $(sort $(dir $(wildcard tools/*.py benchmarks/*.py)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Set-up and build ----

.PHONY: setup
setup: system-build  ## Install the missing system packages (as root or by sudo)

# Chained, so that no two of them ask for packages at once under make -j.
.PHONY: system-build system-test system-tables system-bench
system-build:
	@$(SYSTEM) build
system-test: system-build
	@$(SYSTEM) test
system-tables: system-test
	@$(SYSTEM) tables
system-bench: system-build
	@$(SYSTEM) bench

$(VENV)/.made: | system-build
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install 'setuptools>=77'
	@touch $@

# An editable install: the Python files are used where they lie, the extension is built beside them.
$(VENV)/.built: $(C_FILES) setup.py pyproject.toml | $(VENV)/.made
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

# lede itself is there already, so this adds what the extra names and nothing else.
$(VENV)/.with-%: pyproject.toml | $(VENV)/.built
	$(PIP) install 'lede[$*]'
	@touch $@

# One pip at a time in the environment.
$(VENV)/.with-lint $(VENV)/.with-engines: | $(VENV)/.with-test

.PHONY: build
build: $(VENV)/.built  ## Build the extension into .venv

.PHONY: demo
demo: build  ## Read the bundled article: sentences, names, and lede-demo.html
	$(PY) -m lede demo

# ---- Tests ----

.PHONY: test
test: system-test build $(VENV)/.with-test unit  ## Run the whole test suite
	$(PY) -m pytest -q

.PHONY: engines
engines: build $(VENV)/.with-test $(VENV)/.with-engines  ## Test the adapters of spaCy, Spark (with Java 17), Dask and Ray
	$(PY) -m pytest -q -rs tests/engines

UNIT := $(BUILD)/unit
SANITIZE := address,undefined
UNIT_FLAGS := -std=c11 -g -O1 -fno-omit-frame-pointer -pthread -Icsrc -Itests/unit \
    -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
    -Wall -Wextra -Wconversion -Wshadow -Werror $(shell pkg-config --cflags libutf8proc cmocka 2>/dev/null)
UNIT_LIBS = $(shell pkg-config --libs libutf8proc cmocka) -lm
# failing_memory.c takes the place of base/memory.c: it can make the n-th allocation fail.
UNIT_CORE := $(filter-out csrc/binding/% csrc/base/memory.c,$(C_SOURCES))
UNIT_SHARED := $(wildcard tests/unit/failing_memory.c tests/unit/support*.c)
UNIT_TESTS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
UNIT_RUNS := $(addprefix run-,$(UNIT_TESTS))

.PHONY: unit
unit: system-test  ## Run the C unit tests and replay the fuzz corpus under ASan and UBSan, threads under TSan
	@$(MAKE) --no-print-directory --output-sync $(IN_PARALLEL) run-units replay
	@$(MAKE) --no-print-directory tsan

IN_PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: run-units $(UNIT_RUNS)
run-units: $(UNIT_RUNS)
$(UNIT_RUNS): run-%: $(UNIT)/%
	$<

$(UNIT)/%.o: %.c
	@mkdir -p $(@D)
	@echo cc $<
	@$(CC) $(UNIT_FLAGS) -MMD -MP -c $< -o $@

# Made anew, so that the object of a deleted source does not stay in it.
$(UNIT)/liblede.a: $(UNIT_CORE:%.c=$(UNIT)/%.o)
	@rm -f $@
	@ar rcs $@ $^

$(addprefix $(UNIT)/,$(UNIT_TESTS)): $(UNIT)/%: $(UNIT)/tests/unit/%.o $(UNIT_SHARED:%.c=$(UNIT)/%.o) $(UNIT)/liblede.a
	@$(CC) $(UNIT_FLAGS) $^ $(UNIT_LIBS) -o $@

# The tests that start threads. Another sanitizer needs objects of its own.
THREADED := run-test_base run-test_engine

.PHONY: tsan
tsan: system-test  ## Run the C unit tests of threads and batches under TSan
	@$(MAKE) --no-print-directory --output-sync $(IN_PARALLEL) UNIT=$(BUILD)/tsan SANITIZE=thread $(THREADED)

.PHONY: portable
portable: system-test  ## Run the C unit tests with the vector code that other machines get
	@$(MAKE) --no-print-directory --output-sync $(IN_PARALLEL) UNIT=$(BUILD)/portable CC='$(CC) -DLEDE_PORTABLE' run-units

FUZZ_SECONDS ?= 10
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

# With clang, `-fsanitize=fuzzer` in place of standalone.c lets libFuzzer drive the same targets.
.PHONY: fuzz $(addprefix fuzz-,$(FUZZ_TARGETS))
fuzz: $(addprefix fuzz-,$(FUZZ_TARGETS))  ## Replay the fuzz corpus and change it at random for FUZZ_SECONDS
$(addprefix fuzz-,$(FUZZ_TARGETS)): fuzz-%: $(UNIT)/fuzz_%
	$< -t $(FUZZ_SECONDS) tests/fuzz/corpus/$*/*

# What the corpus once showed, without changes at random: seconds, and the targets stay in order.
.PHONY: replay $(addprefix replay-,$(FUZZ_TARGETS))
replay: $(addprefix replay-,$(FUZZ_TARGETS))
$(addprefix replay-,$(FUZZ_TARGETS)): replay-%: $(UNIT)/fuzz_%
	$< tests/fuzz/corpus/$*/*

$(addprefix $(UNIT)/fuzz_,$(FUZZ_TARGETS)): $(UNIT)/fuzz_%: $(UNIT)/tests/fuzz/fuzz_%.o \
    $(UNIT)/tests/fuzz/standalone.o $(UNIT_SHARED:%.c=$(UNIT)/%.o) $(UNIT)/liblede.a
	@$(CC) $(UNIT_FLAGS) $^ $(UNIT_LIBS) -o $@

.SECONDARY:
-include $(shell find $(UNIT) -name '*.d' 2>/dev/null)

# What takes too long for each change: matchers against the naive one, a hundred thousand times each.
.PHONY: nightly
nightly: build $(VENV)/.with-test  ## Try the matcher on 100,000 random dictionaries a property
	LEDE_EXAMPLES=100000 $(PY) -m pytest -q -o faulthandler_timeout=0 tests/property/test_matcher_properties.py

# ---- Lint and format ----

GENERATED := $(if $(wildcard tools/make_tables.py),lint-tables) $(if $(wildcard tools/build_names.py),lint-names)

.PHONY: lint lint-shape lint-c lint-python
lint: lint-shape lint-c lint-python $(GENERATED)  ## Check layers, lengths, format, types and generated files

# Before anything is built: a wrong include may not even compile.
lint-shape:
	$(PYTHON) tools/check_layers.py
	$(PYTHON) tools/check_functions.py

TIDY_FLAGS = -std=c11 -Icsrc -Itools/tagger $(shell pkg-config --cflags libutf8proc) -isystem \
    $(shell $(PY) -c 'import sysconfig; print(sysconfig.get_path("include"))')

lint-c: system-build $(VENV)/.with-lint
	$(BIN)/clang-format --dry-run -Werror $(filter-out %.inc,$(C_FILES)) $(C_TESTS)
	printf '%s\n' $(C_SOURCES) $(wildcard tools/tagger/*.c) | xargs -P $(JOBS) -I FILE $(BIN)/clang-tidy --quiet FILE -- $(TIDY_FLAGS)

lint-python: $(VENV)/.with-lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(PY) -m mypy python/lede $(PY_DIRS)
	$(PY) -m mypy.stubtest lede._core --allowlist tools/stubtest.allowlist

.PHONY: format
format: $(if $(wildcard $(BIN)/clang-format $(BIN)/ruff),,$(VENV)/.with-lint)  ## Format all C and Python
	$(BIN)/clang-format -i $(filter-out %.inc,$(C_FILES)) $(C_TESTS)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# ---- Generated files ----

.PHONY: tables
tables: system-tables  ## Generate csrc/unicode/tables from the Unicode 15.0 files
	$(PYTHON) tools/make_tables.py
	$(PYTHON) tools/make_mojibake.py

.PHONY: names
names: build  ## Compile tools/names and tools/cues into python/lede/data
	$(PY) tools/build_names.py

# Needs a list of people's names beside the repository (docs/names.md).
.PHONY: cities
cities: $(VENV)/.with-cities  ## Choose the cities of tools/names/cities.tsv from GeoNames
	$(PY) tools/list_cities.py

# Needs the data sets beside the repository (docs/sentences.md).
.PHONY: sentences
sentences: $(VENV)/.with-train  ## Train the model of sentences from ../shared/data/sentences
	$(PY) tools/train_sentences.py

# The trainer: the core's own features, so that training and use cannot drift apart. Without contraction
# wide registers give the same numbers as narrow ones.
TRAINER := $(BUILD)/tagger/tagger
TRAINER_SOURCES := $(sort $(wildcard tools/tagger/*.c)) $(filter-out csrc/binding/%,$(C_SOURCES))
$(TRAINER): $(TRAINER_SOURCES) $(C_FILES) $(wildcard tools/tagger/*.h) | system-build
	@mkdir -p $(@D)
	$(CC) -std=c11 -O3 -march=native -ffp-contract=off -pthread -Icsrc -Itools/tagger -Wall -Wextra -Wshadow \
	    $(shell pkg-config --cflags libutf8proc) $(TRAINER_SOURCES) \
	    $(shell pkg-config --libs libutf8proc) -lm -o $@

.PHONY: tagger
tagger: build $(TRAINER) $(VENV)/.with-train  ## Train python/lede/data/tagger.lede from ../shared/data
	$(PY) tools/train_tagger.py

# Generators must leave the committed files as they are.
.PHONY: lint-tables lint-names
lint-tables: system-tables
	+@if grep -qs 'Version 15\.0' /usr/share/unicode/ReadMe.txt; \
	then $(call unchanged_by,tables,csrc/unicode/tables); \
	else echo "make lint: unicode-data is not of Unicode 15.0 here, tables not checked" >&2; fi

lint-names: build
	+@$(call unchanged_by,names,python/lede/data)

# Runs a target and compares; the old time stamps are put back, so that nothing is built again.
unchanged_by = rm -rf $(BUILD)/before-$(1) && mkdir -p $(BUILD) && cp -rp $(2) $(BUILD)/before-$(1) && \
	$(MAKE) --no-print-directory $(1) && { diff -r $(BUILD)/before-$(1) $(2) || \
	{ echo "make $(1) changes $(2): commit what it writes" >&2; exit 1; }; } && \
	cp -rp $(BUILD)/before-$(1)/. $(2)

# ---- Accuracy ----

.PHONY: score
score: build  ## Score entities and names on the hand-labelled news of tests/news
	$(PY) tests/news/score_news.py

# ---- Benchmarks ----

.PHONY: bench
bench: build $(VENV)/.with-peers  ## Time lede beside its peers
	$(PY) benchmarks/run.py
	$(PY) benchmarks/kinds.py

.PHONY: bench-sentences
bench-sentences: build $(VENV)/.with-peers  ## Score and time splitters of sentences, and draw docs/sentences.svg
	$(PY) benchmarks/accuracy_sentences.py --picture docs/sentences.svg

# One at a time: a peer that does not install here is named, and the rest are still timed.
$(VENV)/.with-peers: pyproject.toml | $(VENV)/.built system-bench
	@$(PY) -c 'import re; from importlib.metadata import requires; \
	    [print(re.match(r"[\w.-]+", r)[0]) for r in requires("lede") if "extra == \"bench\"" in r]' | \
	while read -r peer; do $(PIP) install "$$peer" || echo "bench: no $$peer here" >&2; done
	@touch $@

# ---- Cleaning ----

.PHONY: clean
clean:  ## Remove everything built, the virtual environment too
	rm -rf $(VENV) $(BUILD) dist lede-demo.html python/lede.egg-info python/lede/_core*.so
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
