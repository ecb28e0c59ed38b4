"""A small determination to test with: valid by default, every part replaceable."""

import functools
import hashlib
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from additionality.determination.attachments import Attachment
from additionality.determination.development_key import make_development_key
from additionality.determination.record import build_record, record_attachments
from additionality.determination.render import to_pdf
from additionality.determination.sign import sign
from additionality.determination.signers import Signer, load_signer

DATED = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
PACK = "key: sample\nedition: '1'\n"
PACK_SHA256 = hashlib.sha256(PACK.encode()).hexdigest()
CSS = b"""@page { size: A4; margin: 20mm; @bottom-left { content: "AD-2026-0001" } }
body { font: 11pt "Noto Sans CJK TC" } table { width: 100% }
#signature-place { width: 90mm; height: 24mm }"""
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>Benchmark</title>
<text x="4" y="24" font-family="Noto Sans CJK TC"
font-size="14">\xe5\x9f\xba\xe6\xba\x96\xe5\x80\xbc 8.25 %</text></svg>"""
RESOURCES = {"determination.css": CSS, "irr.svg": SVG}


def make_html(
    body: str = "", *, head: str = "", place: str = '<div id="signature-place"></div>'
) -> str:
    return f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">
<title>外加性判定書 AD-2026-0001</title>
<link rel="stylesheet" href="determination.css">{head}</head>
<body><h1>外加性判定書</h1><p>濱海風場具外加性。</p>{place}
<table><thead><tr><th>年度</th><th>減量</th></tr></thead>
<tbody><tr><th>2027</th><td>61,000</td></tr></tbody></table>
<img src="irr.svg" alt="內部報酬率與基準值">{body}</body></html>"""


def make_case(**changes: Any) -> dict[str, Any]:
    return {
        "format": "additionality-case/1",
        "pack": "sample",
        "project": {"name": "濱海風場"},
    } | changes


def make_assessment(**changes: Any) -> dict[str, Any]:
    return {
        "format": "additionality-assessment/1",
        "pack": {"key": "sample", "edition": "1", "sha256": PACK_SHA256},
        "tier": "micro",
        "findings": [],
        "conclusion": "additional",
    } | changes


def make_record(**changes: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "number": "AD-2026-0001",
        "issued_on": date(2026, 11, 21),
        "decision": "approved",
        "reasons": ["The analyses required were passed."],
        "case": make_case(),
        "assessment": make_assessment(),
        "pack_files": {"pack.yaml": PACK},
        "submission": {"number": 1},
        "review_history": [{"move": "approve", "by": "Reviewer"}],
        "evidence": [{"id": "E1", "sha256": "00"}],
        "language": "zh-Hant",
    }
    return build_record(**(parts | changes))


def make_pdf(
    html: str | None = None, attachments: list[Attachment] | None = None, **changes: Any
) -> bytes:
    return to_pdf(
        html or make_html(),
        attachments=record_attachments(make_record()) if attachments is None else attachments,
        dated=changes.get("dated", DATED),
        resources=changes.get("resources", RESOURCES),
    )


@functools.cache
def key_directory() -> Path:
    directory = Path(tempfile.mkdtemp(prefix="determination-key-"))
    make_development_key(directory)
    return directory


def make_signer(directory: Path | None = None) -> Signer:
    directory = directory or key_directory()
    return load_signer(directory / "signer.key", directory / "signer.pem", directory / "chain.pem")


def root_pem() -> bytes:
    return (key_directory() / "root.pem").read_bytes()


def make_signed(pdf: bytes | None = None, signer: Signer | None = None, **changes: Any) -> bytes:
    return sign(
        pdf or plain_pdf(),
        signer=signer or make_signer(),
        reason="外加性判定",
        number="AD-2026-0001",
        **changes,
    )


@functools.cache
def plain_pdf() -> bytes:
    return make_pdf()


@functools.cache
def signed_pdf() -> bytes:
    return make_signed()
