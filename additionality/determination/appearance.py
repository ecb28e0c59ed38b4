"""What a reader sees in the signature field: who signed, when, which determination."""

import html
from datetime import datetime
from typing import Any

# The words of the signature are part of the document, not of a page: they stand here because
# this package knows no translations of the web application.
_WORDS = {
    "zh-Hant": {
        "signed": "電子簽章",
        "by": "簽署者",
        "at": "簽署時間（臺北）",
        "number": "判定書編號",
    },
    "en": {
        "signed": "Signed electronically",
        "by": "By",
        "at": "Time (Taipei)",
        "number": "Determination",
    },
}
_FONTS = '"Noto Sans CJK TC", "Noto Sans TC", sans-serif'


def as_pdf(
    *, name: str, moment: datetime, number: str, language: str, width: float, height: float
) -> bytes:
    """Draw the appearance on one page of `width` by `height` points, its fonts embedded.

    The text shrinks with the height of the field and wraps within its width.
    """
    from weasyprint import HTML

    words = _WORDS.get(language, _WORDS["en"])
    rows = [(words["by"], name), (words["at"], f"{moment:%Y-%m-%d %H:%M:%S}")]
    if number:
        rows.append((words["number"], number))
    lines = "".join(
        f"<p><span>{html.escape(label)}</span> {html.escape(value)}</p>" for label, value in rows
    )
    size = min(9.0, max(4.0, height / 8))
    page = f"""<html lang="{language}"><head><title>{words["signed"]}</title><style>
      @page {{ size: {width:.3f}pt {height:.3f}pt; margin: 0 }}
      body {{ margin: 0; padding: {size / 2:.2f}pt {size:.2f}pt; height: {height - size:.2f}pt;
              box-sizing: border-box; overflow: hidden; border-left: 2pt solid #0b5d5e;
              font: {size:.2f}pt/1.35 {_FONTS}; color: #1a1f24 }}
      p {{ margin: 0 }} b {{ color: #0b5d5e }} span {{ color: #4a545c }}
      </style></head><body><p><b>{words["signed"]}</b></p>{lines}</body></html>"""
    return bytes(HTML(string=page).write_pdf())


def stamp_style(pdf: bytes) -> Any:
    """Make of the first page of `pdf` a pyHanko stamp that fills the whole field."""
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    fill = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        margins=Margins(0, 0, 0, 0),
    )
    return StaticStampStyle(
        border_width=0,
        background=_page(pdf),
        background_layout=fill,
        background_opacity=1.0,
    )


def _page(pdf: bytes) -> Any:
    import io

    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class DrawnPage(PdfContent):
        def render(self) -> bytes:
            drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(pdf)))
            self.resources.xobject["/Drawn"] = drawn
            x1, y1, x2, y2 = (float(number) for number in drawn.get_object()["/BBox"])
            self.box = BoxConstraints(width=abs(x2 - x1), height=abs(y2 - y1))
            return b"/Drawn Do"

    return DrawnPage()
