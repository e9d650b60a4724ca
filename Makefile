# make run     JupyterLab with the Remote IDE panel, here and now
# make test    every check and every test, with the real programs
# make check   types, lint and unit tests, about four minutes
# make bench   what is fast, measured
# make pictures  those of the documentation, taken anew
# make format  let prettier, eslint, stylelint and ruff rewrite the files
# make clean   remove what was built and installed
#
# Each installs what it needs, once, into .venv, node_modules and .cache. CONTRIBUTING.md says more.
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh
umask := umask 022;
STAMPS := .cache/stamps
INSTALL := -m pip install -qq --disable-pip-version-check
export npm_config_fund := false
export npm_config_audit := false
export npm_config_update_notifier := false
export npm_config_loglevel := error
SOURCES := $(shell find src style schema -type f -not -path '*/__tests__/*' 2>/dev/null)

.PHONY: help run test check bench pictures format clean all-environments here-test
help:
	@sed -n '1,/^$$/s/^# //p' Makefile | head -9

# -- the commands --------------------------------------------------------------------------------------------------
run: $(STAMPS)/system $(STAMPS)/node $(STAMPS)/python $(STAMPS)/build $(STAMPS)/code-server
	@exec .venv/bin/python scripts/demo.py

test:
	@scripts/in-reach.sh $(MAKE) --no-print-directory here-test

# Two at a time: each has one processor to do.
here-test:
	@$(MAKE) --no-print-directory -j2 all-environments
	@.venv/bin/python scripts/test.py all

check: $(STAMPS)/node $(STAMPS)/python
	@.venv/bin/python scripts/test.py check

bench: $(STAMPS)/system $(STAMPS)/node $(STAMPS)/python $(STAMPS)/build $(STAMPS)/code-server
	@.venv/bin/python bench/run.py

pictures: $(STAMPS)/system $(STAMPS)/node $(STAMPS)/python $(STAMPS)/build $(STAMPS)/code-server
	@npx playwright test --config ui-tests/playwright.config.ts --project=pictures
	@FIRST_SCREEN=docs/developers/first-screen.md npx playwright test --config ui-tests/playwright.config.ts --project=hub hub/layout.spec.ts -g "first screen"

format: $(STAMPS)/node $(STAMPS)/python
	@npx prettier --write --log-level warn .
	@npx eslint --fix .
	@npx stylelint --fix "src/**/*.css"
	@.venv/bin/ruff check --quiet --fix . && .venv/bin/ruff format --quiet .

clean:
	rm -rf .venv node_modules .cache lib dist build coverage test-results playwright-report *.tsbuildinfo *.egg-info
	rm -rf jupyterlab_remote_ide/labextension jupyterlab_remote_ide/pages/build ui-tests/test-results ui-tests/playwright-report

# -- what they need, each once -------------------------------------------------------------------------------------
# What takes long first, so that nothing long is left to do alone at the end.
all-environments: $(STAMPS)/system $(STAMPS)/node $(STAMPS)/python $(STAMPS)/pythons $(STAMPS)/code-server \
	$(STAMPS)/pgadmin $(STAMPS)/jsp44 $(STAMPS)/jsp46 $(STAMPS)/lab42 \
	$(STAMPS)/hub5 $(STAMPS)/mcp

# What .venv is made with; before all that is made side by side, since apt-get does not share.
$(STAMPS)/basic: | $(STAMPS)
	@scripts/install-system-packages.sh basic
	@touch $@

$(STAMPS)/system: scripts/install-system-packages.sh | $(STAMPS)/basic
	@echo "[1/12] System packages"
	@scripts/install-system-packages.sh all
	@touch $@

$(STAMPS)/node: package-lock.json | $(STAMPS)
	@echo "[2/12] Node packages (a minute when none is there)"
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' || \
	  { echo "Node 20.19 or newer is needed"; exit 1; }
	@$(umask) node scripts/same-lock.mjs || npm ci >.cache/npm-ci.log 2>&1 || { tail -n 20 .cache/npm-ci.log; exit 1; }
	@touch $@

.venv/bin/python: | $(STAMPS)/basic
	@$(umask) "$$(scripts/python.sh)" -m venv .venv

$(STAMPS)/python: scripts/requirements.txt pyproject.toml | .venv/bin/python $(STAMPS)
	@echo "[3/12] Python packages (a minute when none is there)"
	@$(umask) .venv/bin/python $(INSTALL) -r scripts/requirements.txt
	@# An earlier run's link would lead pip's copies into the checkout.
	@rm -rf .venv/share/jupyter/labextensions/jupyterlab-remote-ide jupyterlab_remote_ide/labextension/install.json
	@$(umask) mkdir -p jupyterlab_remote_ide/labextension
	@$(umask) SKIP_JUPYTER_BUILDER=1 .venv/bin/python $(INSTALL) --no-build-isolation --no-deps -e .
	@rm -rf .venv/share/jupyter/labextensions/jupyterlab-remote-ide
	@ln -s ../../../../jupyterlab_remote_ide/labextension .venv/share/jupyter/labextensions/jupyterlab-remote-ide
	@touch $@

$(STAMPS)/build: $(SOURCES) scripts/build-pages.mjs package.json rspack.config.cjs tsconfig.json $(STAMPS)/node $(STAMPS)/python | $(STAMPS)
	@echo "[4/12] The frontend"
	@$(umask) npm run --silent build >.cache/build.log 2>&1 || { tail -n 30 .cache/build.log; exit 1; }
	@touch $@

$(STAMPS)/code-server: scripts/install-code-server.sh $(STAMPS)/system $(STAMPS)/node | $(STAMPS)
	@echo "[5/12] code-server (a minute when it is not there)"
	@scripts/install-code-server.sh
	@touch $@

# The oldest jupyter-server-proxy that we support.
$(STAMPS)/jsp44: scripts/requirements-jsp44.txt | $(STAMPS)/basic
	@echo "[6/12] jupyter-server-proxy 4.4.0"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/jsp44
	@$(umask) .cache/envs/jsp44/bin/python $(INSTALL) -r scripts/requirements-jsp44.txt
	@touch $@

# The newest one alone: what we are compared with.
$(STAMPS)/jsp46: scripts/requirements-jsp46.txt | $(STAMPS)/basic
	@echo "[7/12] jupyter-server-proxy 4.6.0"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/jsp46
	@$(umask) .cache/envs/jsp46/bin/python $(INSTALL) -r scripts/requirements-jsp46.txt
	@touch $@

# A large program that sites put behind jupyter-server-proxy.
$(STAMPS)/pgadmin: scripts/requirements-pgadmin.txt | $(STAMPS)/basic
	@echo "[10/12] pgAdmin (half a minute)"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/pgadmin
	@$(umask) .cache/envs/pgadmin/bin/python $(INSTALL) -r scripts/requirements-pgadmin.txt
	@touch $@

# The oldest JupyterLab that we support; the wheel comes with the test.
$(STAMPS)/lab42: scripts/requirements-lab42.txt | $(STAMPS)/basic
	@echo "[8/12] JupyterLab 4.2.7"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/lab42
	@$(umask) .cache/envs/lab42/bin/python $(INSTALL) -r scripts/requirements-lab42.txt
	@touch $@

# The JupyterHub before the newest, for hubs and for servers; the wheel comes with the test.
$(STAMPS)/hub5: scripts/requirements-hub5.txt | $(STAMPS)/basic
	@echo "[11/12] JupyterHub 5.5.4"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/hub5
	@$(umask) .cache/envs/hub5/bin/python $(INSTALL) -r scripts/requirements-hub5.txt
	@touch $@

# What AI agents start.
$(STAMPS)/mcp: scripts/requirements-mcp.txt | $(STAMPS)/basic
	@echo "[12/12] jupyter-mcp-server (half a minute)"
	@$(umask) "$$(scripts/python.sh)" -m venv .cache/envs/mcp
	@$(umask) .cache/envs/mcp/bin/python $(INSTALL) -r scripts/requirements-mcp.txt
	@touch $@

# The other Pythons that we support, as far as this machine has them.
$(STAMPS)/pythons: scripts/pythons.sh scripts/requirements-pythons.txt $(STAMPS)/python | $(STAMPS)
	@echo "[9/12] Other Pythons (half a minute each)"
	@$(umask) scripts/pythons.sh
	@touch $@

$(STAMPS):
	@mkdir -p $@
