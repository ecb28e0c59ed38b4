# make run    sets up, loads a demo and serves it on port 8000
# make test   sets up and passes every test
# make fuzz   posts 20,000 odd things to every form and tries every property on examples nobody saw; make test posts 3,000
# make bench  measures against floors: prints a table, writes bench.json, fails where a bar is missed
# make kill   kills issuing, imports and readings wherever they can be on PostgreSQL; make test does so at fewer points
# make load   shows how it answers 1, 8 and 32 clients at once
.PHONY: run test fuzz kill bench load lint screenshots messages clean
PORT ?= 8000
PY = .venv/bin/python

run:
	@scripts/setup run
	@PORT=$(PORT) scripts/run

test:
	@scripts/setup test
	@scripts/test

fuzz:
	@scripts/setup test
	@HYPOTHESIS_PROFILE="other examples" FUZZ_POSTS=$(or $(POSTS),20000) \
	  $(PY) -m pytest -q -n 2 --dist worksteal $$(grep -rl "^from hypothesis" tests --include="test_*.py")

kill:
	@scripts/setup test
	@KILL_EVERY=1 $(PY) -m pytest -q tests/projects/faults/test_killed.py tests/projects/faults/test_killed_tables.py -k postgresql

bench:
	@scripts/setup test
	@$(PY) -m tests.bench

load:
	@scripts/setup test
	@$(PY) -m tests.bench.load

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
