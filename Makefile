# The four commands; each works from a fresh clone. PYTHON=... chooses the Python that .venv is made with.
.PHONY: run test test-long check bench texts environment test-environment programs lint types imports schema

PYTHON ?=
export PYTHON

python := .venv/bin/python

run: environment
	@exec $(python) -m regapp.serve

test: programs
	@$(python) -m pytest $(ARGS)

# Random steps beside a model of the rule, for as long as it takes; EXAMPLES=n for more or fewer of them.
test-long: programs
	@LONG=1 $(python) -m pytest tests/services/allocation/test_line.py $(ARGS)

check: lint types imports schema

bench: test-environment
	@$(python) -m bench $(ARGS)

environment:
	@sh .ci/environment requirements.txt

test-environment:
	@sh .ci/environment tests/requirements.txt

programs: test-environment
	@sh tests/get-programs

lint: test-environment
	@$(python) -m ruff check --quiet
	@$(python) -m ruff format --check --quiet

types: test-environment
	@$(python) -m mypy --no-error-summary

imports: test-environment
	@told=$$(.venv/bin/lint-imports --no-logo) || { echo "$$told"; exit 1; }

# The migrations lead to what the models describe.
schema: test-environment
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export INSTANCE_PATH="$$folder" DATABASE_URL= && \
	$(python) -m flask --app wsgi db upgrade && \
	{ told=$$($(python) -m flask --app wsgi db check 2>&1) || { echo "$$told"; exit 1; }; }

# After a change of texts: brings the catalogues up to date; what is new in them is to be translated.
texts: test-environment
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT && \
	.venv/bin/pybabel --quiet extract -F regapp/translations/babel.cfg -k ngettext:1,2 \
		--no-location --sort-output --omit-header -o "$$pot" . && \
	for language in kk ru de; do \
		.venv/bin/pybabel --quiet update -i "$$pot" -d regapp/translations -l $$language --init-missing \
			--no-fuzzy-matching --ignore-obsolete --omit-header --width=110; \
	done
