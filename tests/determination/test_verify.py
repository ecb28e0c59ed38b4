"""Verification: what is good is called good, and nothing else is; and every file gets an answer."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.sign.fields import MDPPerm

from additionality.determination.attachments import Attachment
from additionality.determination.limited import verify_limited
from additionality.determination.recompute import NotPossible
from additionality.determination.record import RecordError, record_attachments
from additionality.determination.verify import MAX_BYTES, RootUnusable, Verification, verify
from tests.determination import attacks
from tests.determination.samples import (
    PACK_SHA256,
    make_assessment,
    make_pdf,
    make_record,
    make_signed,
    make_signer,
    plain_pdf,
    root_pem,
    signed_pdf,
)

KEYS = [
    "intact",
    "covers_whole_document",
    "trusted",
    "signed_by",
    "signed_at",
    "timestamp",
    "level",
    "recomputed",
    "recomputed_conclusion",
    "pack_released",
    "conclusion",
    "decision",
    "determination",
]


def check(pdf: bytes, **changes) -> Verification:
    """Verify with an engine that always finds what the sample says."""
    options = {
        "root_pem": root_pem(),
        "released": [PACK_SHA256],
        "again": lambda case, pack: make_assessment(),
    }
    return verify(pdf, **(options | changes))


def signed_with(attachments: list[Attachment]) -> bytes:
    return make_signed(make_pdf(attachments=attachments))


def test_a_determination_is_good():
    found = check(signed_pdf())

    assert found.good
    assert found.exit_status == 0
    assert found.problems == ()


def test_the_answers_have_the_published_keys_and_values():
    answers = check(make_signed(signed_at=datetime(2026, 11, 21, 4, tzinfo=UTC))).to_dict()

    assert list(answers) == KEYS
    assert answers["signed_by"] == make_signer().name
    assert answers["signed_at"] == "2026-11-21T12:00:00+08:00"
    assert (answers["timestamp"], answers["level"]) == ("none", "B-B")
    assert (answers["conclusion"], answers["decision"]) == ("additional", "approved")
    assert answers["determination"] == "AD-2026-0001"
    assert answers["pack_released"] is True


# Changed after signing


def signed_ranges(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", pdf)
    return tuple(map(int, found.groups()))


@pytest.mark.parametrize("part", range(40))
def test_a_flipped_bit_in_signed_content_is_never_good(part):
    pdf = signed_pdf()
    _, length, second, rest = signed_ranges(pdf)
    positions = [*range(8, length, length // 30), *range(second, second + rest, rest // 10)]
    changed = check(attacks.flipped(pdf, positions[part % len(positions)]))

    assert not changed.intact
    assert changed.exit_status == 1


@pytest.mark.parametrize("part", range(30))
def test_a_flipped_bit_in_the_signature_container_is_never_good(part):
    pdf = signed_pdf()
    _, length, second, _ = signed_ranges(pdf)
    position = length + 1 + (second - length - 2) * part // 30
    changed = check(attacks.flipped(pdf, position, bit=32 if pdf[position] >= 97 else 1))

    assert not changed.good
    assert changed.exit_status == 1


def streams(pdf: bytes) -> list[int]:
    return [found.end() for found in re.finditer(rb"stream\n", pdf)]


def unpacked(pdf: bytes, position: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(pdf[position:])
    except zlib.error:
        return b""


def test_a_flipped_bit_in_an_attachment_is_reported():
    pdf = signed_pdf()
    record = next(one for one in record_attachments(make_record()) if one.name == "case.json")
    position = next(at for at in streams(pdf) if unpacked(pdf, at) == record.data)

    changed = check(attacks.flipped(pdf, position + 20))

    assert not changed.intact
    assert changed.exit_status == 1


@pytest.mark.parametrize(
    "attack",
    [attacks.with_an_annotation, attacks.with_an_empty_revision, attacks.with_a_second_signature],
)
def test_what_is_appended_is_not_covered(attack):
    changed = check(attack(signed_pdf()))

    assert changed.intact
    assert not changed.covers_whole_document
    assert changed.exit_status == 1


@pytest.mark.parametrize("appended", [b"\n", b"x", b"%%EOF\n", b"\0" * 100])
def test_a_single_byte_behind_the_end_is_not_covered(appended):
    assert not check(signed_pdf() + appended).covers_whole_document


def test_a_second_signature_of_a_stranger_is_not_good():
    changed = check(attacks.with_a_second_signature(signed_pdf(), attacks.stranger()))

    assert "further_signature" in changed.problems
    assert not changed.good


def test_attachments_are_read_from_the_signed_revision_only():
    changed = check(
        attacks.with_a_changed_attachment(signed_pdf(), "determination.json", b'{"format": "x"}')
    )

    assert changed.recomputed == "identical"
    assert changed.determination == "AD-2026-0001"
    assert not changed.covers_whole_document


# Signed by somebody else, or in another way


def test_a_stranger_with_our_names_is_not_trusted():
    changed = check(make_signed(signer=attacks.stranger()))

    assert changed.intact
    assert not changed.trusted
    assert changed.exit_status == 1


def test_trust_follows_the_root_given():
    signer, root = attacks.issued()

    assert check(make_signed(signer=signer), root_pem=root).trusted
    assert not check(make_signed(signer=signer)).trusted


def test_an_authority_in_between_travels_with_the_signature():
    signer, root = attacks.issued(is_between=True)
    without = replace(signer, chain=signer.chain[-1:])

    assert check(make_signed(signer=signer), root_pem=root).trusted
    assert not check(make_signed(signer=without), root_pem=root).trusted


@pytest.mark.parametrize(
    ("days", "problem"),
    [((-20, -1), "certificate_expired"), ((1, 20), "certificate_not_yet_valid")],
)
def test_a_certificate_outside_its_time_is_not_trusted(days, problem):
    """B-B proves no time: what counts is the day of the verification."""
    signer, root = attacks.issued(days=days)
    found = check(make_signed(signer=signer), root_pem=root)

    assert found.intact
    assert not found.trusted
    assert problem in found.problems


def test_after_the_certificate_has_expired_the_signature_is_not_trusted_any_more():
    later = datetime.now(UTC) + timedelta(days=365 * 6)
    found = check(signed_pdf(), now=later)

    assert found.intact
    assert not found.trusted


def test_a_certificate_for_other_uses_is_not_trusted():
    signer, root = attacks.issued(usage="digital_signature")

    assert not check(make_signed(signer=signer), root_pem=root).trusted


def test_a_certificate_for_other_purposes_is_not_trusted():
    signer, root = attacks.issued(purpose="1.3.6.1.5.5.7.3.1")  # TLS servers

    assert not check(make_signed(signer=signer), root_pem=root).trusted


@pytest.mark.parametrize(
    "how",
    [
        {"certify": False},
        {"permissions": MDPPerm.FILL_FORMS},
        {"permissions": MDPPerm.ANNOTATE},
        {"field": "Other"},
    ],
    ids=["not certifying", "allowing forms", "allowing notes", "in another field"],
)
def test_our_key_used_otherwise_is_not_trusted(how):
    found = check(attacks.signed_otherwise(plain_pdf(), **how))

    assert found.intact
    assert not found.trusted
    assert "not_certified_in_our_field" in found.problems


# Time-stamps


def test_a_time_stamped_signature_is_b_t():
    stamper, root = attacks.time_stamper()
    found = check(attacks.signed_with_time_stamp(plain_pdf(), stamper), root_pem=root_pem() + root)

    assert (found.timestamp, found.level) == ("valid", "B-T")
    assert found.good


def test_a_time_stamp_of_a_stranger_proves_nothing():
    stamper, _ = attacks.time_stamper()
    found = check(attacks.signed_with_time_stamp(plain_pdf(), stamper))

    assert (found.timestamp, found.level) == ("invalid", "B-B")
    assert found.trusted


def test_a_time_stamp_over_the_document_may_follow():
    stamper, root = attacks.time_stamper()
    pdf = attacks.with_a_document_time_stamp(signed_pdf(), stamper)
    found = check(pdf, root_pem=root_pem() + root)

    assert found.covers_whole_document
    assert (found.timestamp, found.level) == ("valid", "B-T")
    assert found.good
    assert not check(pdf + b"x", root_pem=root_pem() + root).covers_whole_document
    annotated = attacks.with_an_annotation(pdf)
    assert not check(annotated, root_pem=root_pem() + root).covers_whole_document


# Done again


def test_another_result_is_different():
    found = check(
        signed_pdf(), again=lambda case, pack: make_assessment(conclusion="not_additional")
    )

    assert found.recomputed == "different"
    assert found.conclusion == "additional"
    assert found.to_dict()["recomputed_conclusion"] == "not_additional"
    assert found.exit_status == 1


def test_the_case_handed_to_the_engine_is_the_one_attached():
    seen = []

    def again(case, pack):
        seen.append((case, dict(pack)))
        return make_assessment()

    check(signed_pdf(), again=again)

    (attached,) = (one for one in record_attachments(make_record()) if one.name == "case.json")
    assert seen == [(attached.data, make_assessment()["pack"])]


def test_an_unknown_pack_makes_it_not_possible():
    found = check(signed_pdf(), again=_unknown_pack, released=[])

    assert (found.recomputed, found.recomputed_reason) == ("not_possible", "pack_unknown")
    assert found.to_dict()["recomputed_reason"] == "pack_unknown"
    assert "recomputed_conclusion" not in found.to_dict()
    assert found.pack_released is False


def _unknown_pack(case, pack):
    raise NotPossible("pack_unknown")


def test_an_engine_that_fails_gives_an_answer():
    found = check(signed_pdf(), again=lambda case, pack: 1 / 0)

    assert (found.recomputed, found.recomputed_reason) == ("not_possible", "engine_failed")


def replaced(name: str, data: bytes | None) -> list[Attachment]:
    files = [one for one in record_attachments(make_record()) if one.name != name]
    if data is not None:
        files.append(Attachment(name, data, "", "application/json"))
    return files


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("determination.json", None, "no_attachments"),
        ("determination.json", b"", "attachment_malformed"),
        ("determination.json", b"[]", "attachment_malformed"),
        ("determination.json", b"{", "attachment_malformed"),
        (
            "determination.json",
            b'{"format":"additionality-determination/1"}',
            "attachment_malformed",
        ),
        ("determination.json", b'{"a":1,"a":2}', "attachment_malformed"),
        ("determination.json", b"[" * 50_000, "attachment_malformed"),
        ("determination.json", b"\xff\xfe", "attachment_malformed"),
        ("case.json", None, "attachments_disagree"),
        ("case.json", b"{}", "attachments_disagree"),
        ("assessment.json", b"{}", "attachments_disagree"),
        ("pack.yaml", b"key: other", "attachments_disagree"),
        ("pack.yaml", None, "attachments_disagree"),
        ("more.json", b"{}", "attachments_disagree"),
    ],
)
def test_signed_nonsense_is_not_recomputed(name, data, reason):
    found = check(signed_with(replaced(name, data)))

    assert found.intact
    assert (found.recomputed, found.recomputed_reason) == ("not_possible", reason)
    assert found.exit_status == 1


def test_no_attachments_at_all():
    found = check(signed_with([]))

    assert (found.recomputed, found.recomputed_reason) == ("not_possible", "no_attachments")
    assert found.exit_status == 1


def test_two_attachments_of_one_name_are_not_read(monkeypatch):
    import io

    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain_pdf())) as pdf:
        names = pdf.Root.Names.EmbeddedFiles.Names
        names.append(names[0])
        names.append(names[1])
        pdf.save(target)
    found = check(make_signed(target.getvalue()))

    assert (found.recomputed, found.recomputed_reason) == ("not_possible", "attachment_twice")


def test_rules_that_do_not_match_their_hash_are_not_believed():
    record = make_record(pack_files={"pack.yaml": "key: other\n"})
    found = check(signed_with(record_attachments(record)))

    assert found.recomputed_reason == "attachments_disagree"


def test_an_approval_of_what_is_not_additional_is_not_written():
    with pytest.raises(RecordError, match="Only a project found additional"):
        make_record(assessment=make_assessment(conclusion="inconclusive"))
    assert (
        make_record(assessment=make_assessment(conclusion="inconclusive"), decision="refused")[
            "decision"
        ]
        == "refused"
    )


# No determination at all


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", "empty"),
        (b"hello", "not_a_pdf"),
        (b"\0" * 1000, "not_a_pdf"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"x" * 10_000, "damaged"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", "damaged"),
        (signed_pdf()[:2000], "damaged"),
    ],
    ids=["empty", "text", "zeros", "head only", "junk", "points to itself", "cut at the start"],
)
def test_what_is_no_pdf_is_called_so(pdf, reason):
    found = check(pdf)

    assert found.unreadable == reason
    assert found.exit_status == 2


def test_a_hundred_megabytes_of_junk_are_not_even_looked_at():
    assert check(b"%PDF-" + bytes(100_000_000)).unreadable == "too_large"
    assert check(b"%PDF-1.7\n" + b"1 0 obj\n" * (MAX_BYTES // 8 - 10)).unreadable == "damaged"


def test_an_encrypted_pdf_is_called_so():
    assert check(attacks.encrypted(plain_pdf())).unreadable == "encrypted"


def test_a_pdf_that_is_no_determination_is_called_so():
    from weasyprint import HTML

    found = check(HTML(string="<p>x").write_pdf())

    assert found.unreadable == "not_a_determination"
    assert found.exit_status == 2


def test_an_unsigned_determination_is_not_good():
    found = check(plain_pdf())

    assert found.exit_status == 1
    assert (found.intact, found.trusted, found.level) == (False, False, None)
    assert found.problems == ("not_signed",)


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.99, 0.9999])
def test_a_truncated_determination_is_not_good(kept):
    pdf = signed_pdf()

    assert check(pdf[: int(len(pdf) * kept)]).exit_status in (1, 2)


def test_a_root_that_is_none_is_refused():
    with pytest.raises(RootUnusable):
        check(signed_pdf(), root_pem=b"nonsense")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_done_to_the_bytes_there_is_an_answer_and_it_is_not_good(data):
    pdf = bytearray(signed_pdf())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(pdf) - 1))
        size = data.draw(st.integers(0, 60))
        pdf[start : start + size] = data.draw(st.binary(max_size=60))
    changed = bytes(pdf)

    assert check(changed).good is (changed == signed_pdf())


# In a process of its own


def test_the_limited_process_gives_the_same_answers():
    found = verify_limited(signed_pdf(), root_pem=root_pem())

    assert found == verify(signed_pdf(), root_pem=root_pem())
    assert found.trusted


def test_a_file_that_takes_too_long_is_given_up():
    assert verify_limited(signed_pdf(), root_pem=root_pem(), seconds=0.002).unreadable == "too_slow"


def test_a_file_that_needs_too_much_memory_is_given_up():
    found = verify_limited(signed_pdf(), root_pem=root_pem(), memory=60_000_000)

    assert found.unreadable == "too_large"
