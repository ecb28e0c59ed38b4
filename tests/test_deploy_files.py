"""The files of docs/deploy agree with the application and with each other."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from lxml import html

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


def test_what_the_proxy_answers_by_itself_is_said_in_both_languages():
    conf = (DEPLOY / "nginx.conf").read_text()
    pages = {page for _, page in re.findall(r"error_page ([\d ]+) /([\w.]+);", conf)}

    assert pages == {page.name for page in DEPLOY.glob("*.html")}
    assert f"root /opt/additionality/{DEPLOY.relative_to(ROOT)};" in conf
    for name in pages:
        page = html.fromstring((DEPLOY / name).read_bytes())
        said = {one.get("lang"): one.xpath("string(.//h1)") for one in page.xpath("//*[@lang]")}
        assert set(said) == {"en", "zh-Hant"}
        assert all(said.values())
        assert not page.xpath("//script | //@src | //@href | //@style")
        style = sha256(page.xpath("string(//style)").encode()).digest()
        assert f"style-src 'sha256-{b64encode(style).decode()}'" in conf


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_as_hardened_as_the_others(unit: Path):
    def forbidden(of: Path) -> list[str]:
        text = of.read_text()
        return text[text.index("NoNewPrivileges") :].partition("\n\n")[0].splitlines()

    assert len(UNITS) == 3
    assert len(forbidden(unit)) > 15
    assert forbidden(unit) == forbidden(UNITS[0])
