# Every task of the project, one target each. `make` alone lists them.
# Needs git, make and some Python 3 with pip; everything else is brought by deploy/bootstrap.

.DEFAULT_GOAL := help
.PHONY: help environment run serve demo test test-postgres test-browser test-frontend test-contract check messages clean

PORT ?= 8000
export PORT

manage := .venv/bin/python manage.py
pytest := .venv/bin/python -m pytest

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

environment:
	@deploy/bootstrap
	@mkdir -p var

run: environment ## the site with its demo on http://localhost:8000/ (PORT=, ADMIN_PASSWORD=)
	@PHAROS_ENV=local PUBLIC_URL=$${PUBLIC_URL:-http://localhost:$(PORT)} exec $(manage) start

serve: environment ## the same site as in production: granian, production settings, no debugging
	@exec deploy/serve

demo: environment ## load the demo content, or put it back as it was
	@$(manage) migrate --verbosity 0
	@$(manage) load_demo

test: environment ## the whole suite on SQLite
	@env -u DATABASE_URL $(pytest) -n auto $(ARGS)

test-postgres: environment ## the same suite on PostgreSQL (DATABASE_URL, else a throw-away server)
	@.venv/bin/python deploy/with_postgres.py $(pytest) -n auto $(ARGS)

test-browser: environment ## the pages in a real browser (Debian's chromium, or CHROMIUM=/path)
	@.ci/browser_tools
	@env -u DATABASE_URL $(pytest) -m browser tests/browser $(ARGS)

test-frontend: environment ## the example front end against a live server, in a real browser
	@.ci/browser_tools
	@.ci/frontend_tools
	@env -u DATABASE_URL $(pytest) -m frontend tests/frontend $(ARGS)

test-contract: environment ## the delivery API, by tools that know nothing but its document, and the guide's commands
	@.ci/need curl
	@.ci/need jq
	@env -u DATABASE_URL $(pytest) -m contract tests/contract $(ARGS)

check: environment ## lint, format, layers, types, migrations, settings, templates
	@.ci/check

# Runs where gettext is installed (apt-get install gettext); the site itself reads the compiled catalogs.
messages: environment ## collect the texts for translation into locale/, compile what is translated
	@$(manage) makemessages -l ru -l ar --no-location --no-wrap --no-obsolete $(foreach folder,.venv .tools var tests benchmarks examples node_modules,-i $(folder))
	@$(manage) compilemessages -i .venv -i .tools

clean: ## remove the environment, tools and caches (the data in var/ stays)
	rm -rf .venv .tools .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
