"""The files of docs/deploy agree with the application and with each other."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from projects import whole_body

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def test_every_file_is_used_by_the_page():
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    used = set(re.findall(r"docs/deploy/([\w.@*-]+)", page)) | {"root.cnf"}  # named in words

    unused = {
        one.name for one in DEPLOY.iterdir() if not any(one.match(pattern) for pattern in used)
    }
    assert unused == set()


def test_the_example_of_settings_holds_known_variables():
    lines = (DEPLOY / "environment").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if not line.startswith("#")]
    documented = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in documented] == []


def test_the_proxy_lets_through_what_the_application_refuses_in_words():
    found = re.findall(
        r"^ *client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text(), re.M
    )

    assert [int(most) * whole_body.MIB for most in found] == [whole_body.MOST]
    assert whole_body.MOST > settings.DATA_SET_LIMIT_MB * whole_body.MIB


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_as_hardened_as_the_others(unit: Path):
    def forbidden(of: Path) -> list[str]:
        text = of.read_text()
        return text[text.index("NoNewPrivileges") :].partition("\n\n")[0].splitlines()

    assert len(UNITS) == 3
    assert len(forbidden(unit)) > 15
    assert forbidden(unit) == forbidden(UNITS[0])
