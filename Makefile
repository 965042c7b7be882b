# One door for commands. `make demo` and `make test` set up everything they need, once.
SHELL := /bin/bash
VENV := .venv
RUN := $(VENV)/bin/
export LC_ALL := C.UTF-8
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/bytecode

.PHONY: help demo test tests test-ha test-updates walks lint bench growth screens report-pages soak installers test-installers setup setup-demo locks clean

help:            ## list the commands
	@grep -hE '^[a-z-]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 20

demo: setup-demo ## rate at a kiosk, deliver to a central server, count: the main job
	@$(RUN)python -m tests.demo $(DEMO_OPTIONS)

test: setup      ## everything that must pass
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint tests

tests:
	$(RUN)python -m pytest -q -n $(WORKERS) --dist loadgroup --no-loadscope-reorder $(TESTS)

# One more than CI has processors: a journey mostly waits for its kiosk.
WORKERS ?= 3

test-ha: setup   ## a cluster on this machine: its leader is killed while kiosks deliver; needs root and four minutes
	@build_spec/setup.sh ha
	$(RUN)python -m pytest -q -s tests/ha --override-ini 'norecursedirs=.*'

walks: setup     ## through Chromium: a citizen from a kiosk's screen, each role from sign-in to its main answer; four minutes
	$(RUN)python -m pytest -q tests/walks --override-ini 'norecursedirs=.*'

test-updates: setup ## releases with real processes: fetched, tried, rolled back, cut off at each step
	$(RUN)python -m pytest -q tests/updates --override-ini 'norecursedirs=.*'

lint: setup      ## types, style, import direction, QML
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)lint-imports
	$(RUN)python -m build_spec.lint_qml

bench: setup     ## side by side with peers and with the limit: build/bench/report.md; FULL=yes for the large sizes
	@$(RUN)python -m tests.benchmarks $(if $(FULL),--full) $(ROWS)

growth: setup    ## what else takes how long: keys, letters, bytes of strangers, pages of ten thousand kiosks
	$(RUN)python -m pytest -q -s tests/benchmarks --override-ini 'norecursedirs=.*'

screens: setup   ## draw every page of the kiosk on every screen, to look at: build/screens
	HAILONG_TRUE_COLOURS=yes $(RUN)python -m pytest -q tests/screens

report-pages: setup ## open a half-year report as others do, to look at: build/report
	@build_spec/setup.sh pages
	$(RUN)python -m pytest -q tests/pages --override-ini 'norecursedirs=.*'

soak: setup      ## search for what breaks, for SOAK_MINUTES (60): any order of mishaps, bytes of strangers
	$(RUN)python -m tests.soak $(SOAK_MINUTES)

SOAK_MINUTES ?= 60

installers: setup ## programs that need no Python, Debian packages and an installer for Windows, in dist/; both are tried
	@build_spec/setup.sh installers
	build/tools/bin/python -m build_spec.installers
	$(RUN)python -m pytest -q -s tests/frozen --override-ini 'norecursedirs=.*'

test-installers: setup ## install the packages of dist/ in a fresh Debian and under wine, make a journey there, upgrade, remove; needs root
	@build_spec/setup.sh installers
	$(RUN)python -m pytest -q -s tests/packaging --override-ini 'norecursedirs=.*'

setup-demo:
	@build_spec/setup.sh demo

setup:
	@build_spec/setup.sh development

locks:           ## pin every dependency again
	uv pip compile -q pyproject.toml --extra development $(LOCK) -o build_spec/locks/development.txt
	uv pip compile -q pyproject.toml --extra kiosk -c build_spec/locks/development.txt $(LOCK) -o build_spec/locks/kiosk.txt
	uv pip compile -q pyproject.toml --extra central -c build_spec/locks/development.txt $(LOCK) -o build_spec/locks/central.txt
	echo 'kinto[postgresql]' | uv pip compile -q - $(LOCK) -o build_spec/locks/kinto.txt
	uv pip compile -q pyproject.toml --extra build -c build_spec/locks/development.txt $(LOCK) -o build_spec/locks/build.txt
	uv pip compile -q pyproject.toml --extra kiosk --extra central --extra installers -c build_spec/locks/development.txt $(LOCK) -o build_spec/locks/installers.txt
	uv pip compile -q pyproject.toml --extra kiosk --extra installers -c build_spec/locks/development.txt --python-platform x86_64-pc-windows-msvc $(filter-out --universal,$(LOCK)) -o build_spec/locks/windows.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make locks" 

clean:           ## remove what the commands made
	rm -rf .venv build dist
