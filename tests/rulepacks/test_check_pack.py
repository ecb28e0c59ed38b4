"""`check_pack` tells an expert who does not program what is wrong, by line; the guide is enough to write a pack."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from additionality.engine import pack_vocabulary as vocabulary
from additionality.engine.pack_check import check_folder
from additionality.engine.rulepack import FOLDER, load_pack

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "rulepacks.md").read_text(encoding="utf-8")
MINE = Path(__file__).with_name("my_standard")


@pytest.fixture
def folder(tmp_path):
    """A fourth pack, written by the guide alone."""
    return Path(shutil.copytree(MINE, tmp_path / "my_standard"))


def edit(folder, old, new, name="pack.yaml"):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder, part, name="pack.yaml"):
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part in line)


def run(folder):
    command = [sys.executable, str(ROOT / "manage.py"), "check_pack", str(folder)]
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, capture_output=True, text=True, env=env, cwd="/", timeout=60, encoding="utf-8"
    )


def test_a_fourth_pack_written_by_the_guide_is_well(folder):
    done = run(folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "my-standard, edition 2026.1: pack.yaml can be read." in done.stdout
    assert (
        "Determinations are numbered in a row that begins with MY-STANDARD-2026-0001."
        in done.stdout
    )
    assert "6 of 6 golden cases come out as written." in done.stdout
    assert "Before a release: there are 6 golden cases; at least 25 are expected." in done.stdout
    assert re.search(r"SHA-256 of pack.yaml: [0-9a-f]{64}", done.stdout)


def test_an_edition_that_is_released_with_another_content_is_told(tmp_path):
    copied = Path(shutil.copytree(FOLDER / "tw_offset", tmp_path / "tw_offset"))
    assert check_folder(copied).problems == ()
    edit(copied, "# ", "# changed ")

    [problem] = check_folder(copied).problems
    line = line_of(copied, "edition:")
    assert problem.startswith(f"pack.yaml, line {line}, edition: edition 2024.1 of tw-offset is")
    assert "released already" in problem
    assert load_pack("tw-offset").sha256 in problem

    edit(copied, 'edition: "2024.1"', 'edition: "2027.1"')
    assert check_folder(copied).problems == ()


def test_problems_are_printed_with_their_lines_and_exit_status_1(folder):
    edit(folder, "tier: largest_reduction", "tier: largest_reductions")
    edit(folder, "status: decision", "status: guess")

    done = run(folder)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"pack.yaml, line {line_of(folder, 'tier: largest_reductions')}: methods > tier: expected one of: "
        'largest_reduction, any_of, by_type; found "largest_reductions". Was largest_reduction meant?',
        f"pack.yaml, line {line_of(folder, 'status: guess')}: parameters > tier.near_limit_share > values > "
        '2026-01-01 > status: expected one of: published, widely_known, decision; found "guess"',
    ]


def test_a_folder_that_is_not_there_is_exit_status_2(tmp_path):
    done = run(tmp_path / "nowhere")

    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be read: No such file or directory." in done.stderr


def problems(folder):
    return " ".join(check_folder(folder).problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            'value: "60000"',
            "value: 60000",
            'the number 60000 must be in quotation marks: "60000"',
            id="a number without marks",
        ),
        pytest.param(
            'value: "60000"',
            'value: "60,000"',
            'expected a number in quotation marks, found "60,000"',
            id="a thousands separator",
        ),
        pytest.param(
            "in_force_from: 2026-01-01",
            "in_force_from: 2026-02-30",
            "2026-02-30 is not a day that exists",
            id="a day that does not exist",
        ),
        pytest.param(
            "in_force_from: 2026-01-01",
            "in_force_from: 2025-12-31",
            "has no value on the day the pack comes into force",
            id="no value on the first day",
        ),
        pytest.param(
            "edition:", "key: x\nedition:", "the key 'key' is given twice", id="a key twice"
        ),
        pytest.param(
            "  zh: 我的標準\n", "", "title: the key 'zh' is missing", id="a missing language"
        ),
        pytest.param(
            "\nmethods:",
            "number_prefix: MY-2026\n\nmethods:",
            "number_prefix: expected at most 16 capitals and digits",
            id="a prefix that ends like a year",
        ),
        pytest.param(
            "key: my-standard",
            "key: my-standard-of-additionality",
            "number_prefix: is needed, because the key is too long",
            id="a long key without a prefix",
        ),
        pytest.param(
            "barriers: small_scale",
            "barrier: small_scale",
            "Was barriers meant?",
            id="a mistyped key",
        ),
        pytest.param(
            "[regulatory, barriers]",
            "[regulatory, bariers]",
            "Was barriers meant?",
            id="a mistyped analysis",
        ),
        pytest.param(
            "[regulatory, barriers]",
            "[regulatory, [barriers, regulatory]]",
            "expected 'choice' where, and only where",
            id="a group without a choice",
        ),
        pytest.param(
            "cite: my_guidance",
            "cite: my_guide",
            'no citation is called "my_guide"',
            id="an unknown citation",
        ),
        pytest.param(
            "  tier.small_from:",
            "  tier.small_form:",
            "Was tier.small_from meant?",
            id="a mistyped parameter",
        ),
        pytest.param(
            "  barriers_small: [my_guidance]\n",
            "",
            "the key 'barriers_small' is missing",
            id="a missing citation of a finding",
        ),
        pytest.param(
            "unit: tCO2e/yr", "unit: kg", 'expected "tCO2e/yr", found "kg"', id="another unit"
        ),
        pytest.param(
            "flags:",
            "gate: {excluded_by: [], must_be_answered: []}\nflags: [",
            "this is not readable YAML",
            id="not YAML",
        ),
        pytest.param(
            "analyses: [regulatory, barriers]",
            "analyses: [eligibility, regulatory, barriers]",
            "expected 'gate' where, and only where",
            id="a gate that is missing",
        ),
        pytest.param(
            "analyses: [regulatory, barriers]",
            "analyses: [first_of_its_kind, regulatory, barriers]",
            "'first_of_its_kind_replaces'",
            id="a step 0 that replaces nothing",
        ),
        pytest.param(
            "analyses: [regulatory, barriers]",
            "analyses: []",
            "tiers > large > required > 0: \"regulatory\" must stand under 'analyses' too, "
            "which names nothing",
            id="no analyses",
        ),
        pytest.param(
            "flags:",
            "gate: {excluded_by: [], must_be_answered: [rec_applied]}\nflags:",
            "gate > must_be_answered > 0: \"rec_applied\" must stand under 'excluded_by' too, "
            "which names nothing",
            id="a question of nothing that excludes",
        ),
    ],
)
def test_what_is_wrong_with_a_pack_is_said_in_plain_words(folder, old, new, said):
    edit(folder, old, new)

    assert said in problems(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0.02", "2", 'expected a fraction from 0 to 1, such as "0.20" for 20 %; found "2"'),
        (
            "0.02",
            "-0.02",
            'expected a fraction from 0 to 1, such as "0.20" for 20 %; found "-0.02"',
        ),
        ("10000", "-1", 'expected 0 or more tCO2e/yr; found "-1"'),
        ("3", "2.5", 'expected a whole number of calendar months; found "2.5"'),
        (
            "60000",
            "5000",
            'expected at least "10000", the value of tier.small_from on 2026-01-01; found "5000"',
        ),
    ],
)
def test_an_impossible_value_is_named_at_its_line(folder, old, new, said):
    edit(folder, f'value: "{old}"', f'value: "{new}"')

    [problem] = check_folder(folder).problems
    line = line_of(folder, f'value: "{new}"')
    assert problem.startswith(f"pack.yaml, line {line}")
    assert problem.endswith(said)


def test_limits_are_compared_on_every_day(folder):
    edit(
        folder,
        'clause: "No. 1", status: published}\n  tier.small_from',
        'clause: "No. 1", status: published}\n'
        '      2027-01-01: {value: "9999.5", cite: my_guidance, clause: "No. 1", status: published}\n'
        "  tier.small_from",
    )

    [problem] = check_folder(folder).problems
    assert f"line {line_of(folder, '9999.5')}" in problem
    assert 'at least "10000", the value of tier.small_from on 2027-01-01; found "9999.5"' in problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "tier: small,",
            "tier: large,",
            "tier should be large; it came out as small",
            id="a tier",
        ),
        pytest.param(
            "concerns: [just_below_tier_limit]",
            "concerns: []",
            "concerns should be nothing; it came out as [just_below_tier_limit]",
            id="concerns",
        ),
        pytest.param(
            "malformed: [assessed_on]",
            "malformed: [project.name]",
            "the case should be refused at [project.name]; it is refused at [assessed_on]",
            id="another refusal",
        ),
        pytest.param(
            "country: TW",
            "contry: TW",
            "the case should be judged; it is refused, because of [project.contry: The key is not part",
            id="a mistyped base",
        ),
        pytest.param(
            'change: {assessed_on: "2025-12-31"}',
            'change: {assessed_on: "2026-12-31"}',
            "the case should be refused at [assessed_on]; it is judged",
            id="no refusal",
        ),
        pytest.param(
            "malformed: [assessed_on]",
            "malformed: []",
            "expected under malformed the paths that are refused",
            id="a refusal of nothing",
        ),
        pytest.param(
            "expect: {tier: micro",
            "expect: {teir: micro",
            "expected under expect only: tier, tier_by,",
            id="a mistyped expectation",
        ),
        pytest.param(
            "remove: [barriers]",
            "remove: [barrier]",
            "a path leads nowhere in the base",
            id="a path to nothing",
        ),
    ],
)
def test_a_golden_case_that_comes_out_differently_says_how(folder, old, new, said):
    edit(folder, old, new, "cases.yaml")

    assert said in problems(folder)


def test_what_is_missing_before_a_release_is_advice(folder):
    (folder / "NOTES.md").unlink()
    renamed = folder.rename(folder.with_name("other"))

    report = check_folder(renamed)

    assert report.problems == ()
    assert [line.split(";")[0].split(",")[0] for line in report.advice] == [
        "the folder should be called my_standard",
        "NOTES.md is missing",
        "there are 6 golden cases",
    ]


def test_no_golden_cases_at_all_is_a_problem(folder):
    (folder / "cases.yaml").unlink()

    assert "cases.yaml is missing" in problems(folder)


def test_a_pack_of_the_project_is_well_and_has_nothing_left_to_do():
    report = check_folder(FOLDER / "tw_ver_2023")

    assert (report.problems, report.advice) == ((), ())


def test_the_guide_names_every_parameter_with_its_unit():
    rows = dict(re.findall(r"^\| `([\w.]+)` \| ([^|`]+) \|", GUIDE, re.MULTILINE))

    assert {name: rows.get(name, "").strip() for name in vocabulary.PARAMETERS} == {
        name: unit for name, (unit, _) in vocabulary.PARAMETERS.items()
    }


@pytest.mark.parametrize(
    "name",
    [
        *vocabulary.TIER_METHODS,
        *vocabulary.CHOICES,
        *vocabulary.BARRIER_METHODS,
        *vocabulary.ANALYSES,
        *vocabulary.EXCLUSIONS,
        *vocabulary.STATUSES,
        *(key for keys in vocabulary.CITED_BY.values() for key in keys),
    ],
)
def test_the_guide_names_everything_a_pack_can_choose(name):
    assert re.search(rf"\b{name}\b", GUIDE)
