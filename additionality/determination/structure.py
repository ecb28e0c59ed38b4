"""What a PDF needs before it is signed: a tagged signature field, table scopes, clean lists.

Signing must not touch the tags, so the field is there, empty and tagged, before the signature.
WeasyPrint can place and tag a form field but knows no signature fields: it is given a check box,
which becomes the signature field here. So the field stands in the reading order where the page
has it.
"""

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf
    import pydyf  # type: ignore[import-untyped]
    from weasyprint import HTML
    from weasyprint.document import Document

FIELD = "Determination"
PLACE = "signature-place"
FIELD_LABEL = "Signature of the determination 判定書簽章"
SIGNATURE_CSS = f"""
#{PLACE} {{ position: relative }}
#{PLACE} > input {{
  appearance: auto; position: absolute; top: 0; left: 0; right: 0; bottom: 0;
  box-sizing: border-box; width: 100%; height: 100%;
  margin: 0; padding: 0; border: 0; background: none
}}
"""
_PRINT_AND_LOCKED = 4 | 128
_NOT_IN_A_SIGNATURE_FIELD = ("/AP", "/AS", "/V", "/MK", "/Border", "/DA", "/Ff")


def add_signature_input(parsed: "HTML") -> None:
    """Put the future signature field into the parsed page; at the end if it has no place."""
    from xml.etree.ElementTree import SubElement

    import cssselect2  # type: ignore[import-untyped]

    root = parsed.etree_element
    place = next((one for one in root.iter() if one.get("id") == PLACE), None)
    if place is None:
        body = root.find("body")
        place = SubElement(root if body is None else body, "div", {"id": PLACE})
        place.set("style", "width: 90mm; height: 24mm; margin-top: 6mm")
    SubElement(place, "input", {"type": "checkbox", "name": FIELD, "title": FIELD_LABEL})
    parsed.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)


def add_scopes(document: "Document", pdf: "pydyf.PDF") -> None:
    """Say of each header cell whether it heads a column or a row, before WeasyPrint writes the PDF."""
    import pydyf

    kinds = {one.reference: one for one in pdf.objects if isinstance(one, pydyf.Dictionary)}
    for cell in kinds.values():
        if cell.get("S") != "/TH" or "A" not in cell:
            continue
        row = kinds[cell["P"]]
        has_data = any(_kind_of(kid, kinds) == "/TD" for kid in row.get("K", ()))
        heads_row = has_data and kinds[row["P"]].get("S") != "/THead"
        cell["A"]["Scope"] = "/Row" if heads_row else "/Column"


def _kind_of(kid: Any, kinds: dict[Any, Any]) -> str:
    element = kinds.get(kid) if isinstance(kid, bytes) else kid
    return str(element.get("S", "")) if isinstance(element, dict) else ""


def prepare(pdf: bytes) -> bytes:
    """Finish what WeasyPrint wrote; deterministic, without object streams.

    Object streams make the validation of a signature ten times slower.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _make_signature_field(opened)
        _list_each_attachment_once(opened)
        written = io.BytesIO()
        opened.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return written.getvalue()


def _make_signature_field(pdf: "pikepdf.Pdf") -> None:
    import pikepdf

    form = pdf.Root.AcroForm
    for field in form.Fields:
        for key in _NOT_IN_A_SIGNATURE_FIELD:
            if key in field:
                del field[key]
        field.FT = pikepdf.Name.Sig
        field.T = pikepdf.String(FIELD)
        field.TU = pikepdf.String(FIELD_LABEL)
        field.F = _PRINT_AND_LOCKED
        x1, y1, x2, y2 = (float(number) for number in field.Rect)
        box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        field.Rect = pikepdf.Array([round(number, 3) for number in box])
    for key in ("/NeedAppearances", "/DR"):  # the first is forbidden by PDF/A
        if key in form:
            del form[key]
    form.SigFlags = 0


def _list_each_attachment_once(pdf: "pikepdf.Pdf") -> None:
    """WeasyPrint 70 lists each associated file twice in /AF."""
    import pikepdf

    if "/AF" in pdf.Root:
        once = {one.objgen: one for one in pdf.Root.AF}
        pdf.Root.AF = pikepdf.Array(once.values())
