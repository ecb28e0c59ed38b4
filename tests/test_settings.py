"""Configuration: a bad value stops the start with a sentence, production refuses what is unsafe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from additionality.determination.development_key import make_development_key
from additionality.environment import BadSetting, Environment
from projects.operations.figures import SHARED

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "ADDITIONALITY_MODE": "production",
    "SECRET_KEY": "x" * 60,
    "BASE_URL": "https://additionality.example",
    "EMAIL_HOST": "mail.example",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process with only these variables."""
    return subprocess.run(
        [sys.executable, "-c", "import additionality.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_starts_without_any_variable():
    assert start().returncode == 0


def test_production_answers_the_hosts_it_is_told():
    assert start(**PRODUCTION, ALLOWED_HOSTS="a.example, .b.example, [::1]").returncode == 0


def test_production_starts_with_what_it_needs():
    assert start(**PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"DEBUG": "yes"}, "DEBUG is on", id="debug in production"),
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY is missing or short", id="default secret"),
        pytest.param({"SECRET_KEY": "x" * 49}, "SECRET_KEY is missing or short", id="short secret"),
        pytest.param({"BASE_URL": ""}, "BASE_URL is ''", id="no address"),
        pytest.param({"BASE_URL": "http://a.example"}, "expects https", id="plain http"),
        pytest.param({"BASE_URL": "http://["}, "BASE_URL is 'http://['", id="open bracket"),
        pytest.param({"EMAIL_HOST": ""}, "EMAIL_HOST is missing", id="no mail server"),
        pytest.param({"ADDITIONALITY_MODE": "live"}, "expected one of", id="unknown mode"),
        pytest.param({"DEBUG": "perhaps"}, "expected yes or no", id="neither yes nor no"),
        pytest.param({"DATA_DIR": "var"}, "absolute path", id="relative folder"),
        pytest.param({"EVIDENCE_LIMIT_MB": "0"}, "from 1 to 500", id="limit below"),
        pytest.param({"EVIDENCE_LIMIT_MB": "501"}, "from 1 to 500", id="limit above"),
        pytest.param({"EVIDENCE_LIMIT_MB": "２０"}, "from 1 to 500", id="full-width digits"),
        pytest.param({"DATABASE_URL": "mysql://a/b"}, "expected SQLite or PostgreSQL", id="mysql"),
        pytest.param({"ALLOWED_HOSTS": ","}, "ALLOWED_HOSTS is ','", id="no host"),
        pytest.param({"ALLOWED_HOSTS": "https://a.example"}, "expected host names", id="address"),
        pytest.param({"ALLOWED_HOSTS": "a.example:443"}, "expected host names", id="port"),
        pytest.param({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read", id="no url"),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(changes: dict[str, str], sentence: str):
    stopped = start(**PRODUCTION | changes)

    assert stopped.returncode == 1
    assert sentence in stopped.stderr.splitlines()[-1]


def test_what_a_server_has_loaded_the_collector_passes_over():
    counted = subprocess.run(
        [sys.executable, "-c", "import gc, additionality.wsgi as w; print(gc.get_freeze_count(), *gc.get_threshold())"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "additionality.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip

    frozen, first, *_others = (int(number) for number in counted.stdout.split())
    assert frozen > 50_000
    assert first == 20_000


@pytest.mark.parametrize("module", ["additionality.wsgi", "additionality.serving"])
def test_a_server_prints_the_sentence_alone(module: str):
    stopped = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "nonsense"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert stopped.returncode in (1, 3)
    assert stopped.stderr.startswith("DATABASE_URL cannot be read")
    assert len(stopped.stderr.splitlines()) == 1


def test_a_command_prints_the_sentence_alone():
    stopped = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEBUG": "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr == "DEBUG is 'perhaps'; expected yes or no.\n"


@pytest.mark.parametrize(("query", "seconds"), [("", "5"), ("?connect_timeout=9", "9")])
def test_a_postgresql_that_is_gone_holds_nobody_up(query: str, seconds: str):
    told = "from additionality.settings import DATABASE; print(DATABASE['OPTIONS'])"
    options = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"postgres://a:b@c/d{query}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert re.fullmatch(rf"{{'connect_timeout': '?{seconds}'?}}\n", options)


@pytest.mark.parametrize("limit", ["1", "500"])
def test_limits_themselves_are_allowed(limit: str):
    assert Environment({"N": limit}).number("N", 20, low=1, high=500) == int(limit)


def test_an_empty_variable_counts_as_not_set():
    assert Environment({"N": "  "}).text("N", "default") == "default"


def test_a_flag_is_read_in_any_case():
    assert Environment({"F": "YES"}).flag("F", default=False)
    with pytest.raises(BadSetting, match="expected yes or no"):
        Environment({"F": "2"}).flag("F", default=False)


def test_numbers_given_already_are_numbers():
    given = "TW-2026-0007, TW-VER-2026-10000"
    assert Environment({"N": given}).determinations("N") == ["TW-2026-0007", "TW-VER-2026-10000"]
    assert Environment({}).determinations("N") == []
    for wrong in ("7", "TW-2026-7", "TW-2026-\uff10\uff10\uff10\uff17", "tw-2026-0007"):
        with pytest.raises(BadSetting, match="such as TW-2026-0007"):
            Environment({"N": wrong}).determinations("N")


def test_production_refuses_the_development_key(tmp_path: Path):
    make_development_key(tmp_path)

    stopped = start(**PRODUCTION, SIGNING_DIR=str(tmp_path))

    assert stopped.returncode == 1
    assert "holds the development key" in stopped.stderr.splitlines()[-1]


def test_the_database_is_made_where_nothing_is_yet(tmp_path: Path):
    folder = tmp_path / "not" / "there"

    made = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 0, made.stderr
    assert (folder / "additionality.sqlite3").is_file()


#: The modules that look at the environment: the reader of the settings, those who tell Django which
#: settings and Prometheus which folder, and those who pass a few variables on to processes.
LOOKING = {
    "additionality/environment.py",
    "additionality/wsgi.py",
    "additionality/serving.py",
    "additionality/determination/limited.py",
    "projects/operations/figures.py",
    "projects/tables/limited.py",
}


def test_every_variable_is_documented_and_nothing_else():
    """Read by the settings, by the server, or by the script that serves on this machine."""
    page = (ROOT / "docs/configuration.md").read_text()
    rows = re.findall(r"^\| (`[^|]+`) \|", page, re.M)
    settings = (ROOT / "additionality/settings.py").read_text()
    read = set(re.findall(r'environment\.\w+\(\s*"(\w+)"', settings))
    read |= set(re.findall(r"\$\{(\w+):-", (ROOT / "scripts/run").read_text()))

    assert {"SECRET_KEY", "PORT"} <= read
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == read | {SHARED}


def test_nothing_else_looks_at_the_environment():
    modules = [*(ROOT / "additionality").rglob("*.py"), *(ROOT / "projects").rglob("*.py")]
    looking = {one for one in modules if re.search(r"os\.environ|getenv", one.read_text())}

    assert {str(one.relative_to(ROOT)) for one in looking} == LOOKING


def test_every_direct_dependency_has_its_line_and_an_exact_version():
    lines = (ROOT / "requirements.in").read_text() + (ROOT / "requirements-test.in").read_text()
    wanted = [line for line in lines.splitlines() if line and line[0].isalpha()]
    documented = (ROOT / "docs/dependencies.md").read_text().lower()

    for line in wanted:
        name, _, version = line.partition("==")
        assert version, line
        name = re.sub(r"\[.*\]", "", name).lower()
        assert name in documented or (name.startswith("types-") and "types-*" in documented), name


def test_every_file_named_by_the_documents_is_there():
    """Links, pictures and the paths of commands; a stranger types them as they stand."""
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")):
        text = document.read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
        commands = re.findall(r"(?<![\w/.])docs/[\w./-]+\.\w+", text)
        missing = [link for link in links if not (document.parent / link).exists()]
        missing += [path for path in commands if not (ROOT / path).exists()]
        assert missing == [], document.name
