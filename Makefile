# make run    sets up, loads a demo and serves it on port 8000
# make test   sets up and passes every test
.PHONY: run test lint screenshots messages clean
PORT ?= 8000
PY = .venv/bin/python

run:
	@scripts/setup run
	@PORT=$(PORT) scripts/run

test:
	@scripts/setup test
	@scripts/test

lint:
	@scripts/setup test
	@scripts/lint

screenshots:
	@scripts/setup test
	@$(PY) scripts/screenshots.py

messages:
	$(PY) manage.py makemessages --locale zh_Hant --no-obsolete --no-wrap --ignore .venv --ignore tests --ignore var

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis locale/*/LC_MESSAGES/*.mo
