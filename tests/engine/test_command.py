"""`manage.py assess`: streams, exit status, no environment, no database; the shipped examples print as shipped."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "cases"
WIND = EXAMPLES / "wind-large.json"
SOLAR = EXAMPLES / "solar-micro.json"
BROKEN = EXAMPLES / "malformed.json"
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def run(*arguments, stdin=b"", env=BARE):
    command = [sys.executable, str(ROOT / "manage.py"), "assess", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=env, cwd="/", timeout=60)


def one_line(file: Path) -> bytes:
    return json.dumps(json.loads(file.read_bytes()), ensure_ascii=False).encode() + b"\n"


def shipped(suffix):
    return sorted(EXAMPLES.glob(f"*{suffix}"))


def test_shipped_examples_print_as_shipped():
    results = shipped(".result.json")
    cases = [file.with_name(file.name.replace(".result.json", ".json")) for file in results]

    done = run(*cases)

    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert printed == [json.loads(file.read_bytes()) for file in results]
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_shipped_comparison_prints_as_shipped():
    (comparison,) = shipped(".comparison.json")

    done = run(comparison.with_name("solar-voluntary.json"), "--pack", "all")

    assert done.stdout == comparison.read_bytes()
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_case_is_assessed_under_another_pack_than_its_own():
    done = run(WIND, SOLAR, "--pack", "cdm")

    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["pack"]["key"] for result in results] == ["cdm", "cdm"]
    assert done.returncode == 0


def test_a_pack_that_does_not_exist_is_named_with_those_that_do():
    done = run(WIND, "--pack", "gold")

    assert done.returncode == 2
    assert (
        b"invalid choice: 'gold' (choose from 'tw-offset', 'cdm', 'tw-ver-2023', 'all')"
        in done.stderr
    )


def test_every_example_has_its_output():
    cases = {f.stem for f in shipped(".json") if f.name.count(".") == 1}
    outputs = {f.name.split(".")[0] for f in [*shipped(".result.json"), *shipped(".errors.txt")]}

    assert cases == outputs


def test_one_file_is_indented_utf_8_whatever_the_locale():
    done = run(WIND)

    assert done.stdout == WIND.with_name("wind-large.result.json").read_bytes()
    assert "外加性".encode() in done.stdout
    assert done.returncode == 0


def test_one_malformed_file_prints_problems_on_standard_error_only():
    done = run(BROKEN)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == BROKEN.with_name("malformed.errors.txt").read_bytes()


def test_several_files_are_one_line_each_in_order():
    done = run(WIND, BROKEN, EXAMPLES / "solar-micro.json")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    formats = [line["format"].split("/")[0] for line in lines]
    assert formats == [
        "additionality-assessment",
        "additionality-errors",
        "additionality-assessment",
    ]
    assert lines[1]["errors"][0].keys() == {"path", "message"}
    assert lines[2]["tier"] == "micro"
    assert (done.returncode, done.stderr) == (2, b"")


def test_standard_input_is_one_case_a_line():
    done = run("-", stdin=one_line(WIND) + b"\n" + b"{\n" + one_line(WIND).rstrip())

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("conclusion") for line in lines] == ["additional", None, "additional"]
    assert lines[1]["errors"][0]["path"] == "$"
    assert done.returncode == 2


def test_one_case_on_standard_input_is_still_one_line():
    done = run("-", stdin=one_line(WIND))

    assert done.stdout.count(b"\n") == 1
    assert done.returncode == 0


def test_empty_standard_input_prints_nothing():
    done = run("-")

    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("path", ["/nowhere/case.json", "/"], ids=["missing", "a folder"])
def test_a_file_that_cannot_be_read(path):
    alone, among = run(path), run(path, WIND)

    assert (alone.returncode, alone.stdout) == (2, b"")
    assert alone.stderr.decode().startswith(f"{path}: The file could not be read")
    assert alone.stderr.count(b"\n") == 1
    first, second = map(json.loads, among.stdout.splitlines())
    assert first["errors"][0]["path"] == path
    assert second["conclusion"] == "additional"
    assert among.returncode == 2


def test_a_reader_that_goes_away_is_no_error_to_see():
    command = f"'{sys.executable}' '{ROOT}/manage.py' assess - | head -c 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        input=one_line(WIND) * 200,
        capture_output=True,
        env=BARE,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == (b"{", b"")


def test_output_that_cannot_be_written_is_a_sentence():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "assess", str(WIND)],
            stdout=full, stderr=subprocess.PIPE, env=BARE, timeout=60,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == b"The result could not be written: No space left on device.\n"


def test_of_a_file_without_end_only_so_much_is_read():
    done = run("/dev/zero")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"$: The document is too large; expected at most 32000000 bytes.\n"


def test_no_heavy_library_is_loaded():
    probe = (
        "import sys; from additionality.engine import batch;"
        f"batch.assess_document(open({str(WIND)!r}, 'rb').read());"
        "heavy = {'numpy', 'weasyprint', 'matplotlib', 'django', 'jsonschema'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, cwd=ROOT, timeout=60)

    assert done.stdout == b"[]\n", done.stderr
