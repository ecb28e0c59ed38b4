"""matplotlib's SVG made into a picture that stands alone, with its text alternative.

It then needs nothing from elsewhere and no style sheet: a page that forbids styles shows it as it
is. The same drawing gives the same bytes.
"""

import re
from xml.etree import ElementTree

FONTS = (
    "'Noto Sans CJK TC', 'Noto Sans TC', 'Microsoft JhengHei', 'PingFang TC', 'DejaVu Sans', "
    "sans-serif"
)
SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_UNTURNED = re.compile(r"rotate\(-?0 ")


def finished(svg: bytes, title: str, description: str) -> bytes:
    """Close a drawing: `title` names it, `description` says in words what it shows."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by matplotlib a moment ago
    _leave_out(root)
    for one in root.iter():
        _plain(one)
    _, _, width, height = root.attrib["viewBox"].split()
    root.attrib.clear()
    root.attrib |= {
        "xmlns": SVG,
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-label": title,
        "font-family": FONTS,
        "stroke-linejoin": "round",
    }
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        said = ElementTree.Element(tag)
        said.text = words
        root.insert(place, said)
    return ElementTree.tostring(root, encoding="unicode").encode()


def _leave_out(root: ElementTree.Element) -> None:
    """Leave out who drew it and the style sheet, whose one rule is an attribute of the root."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)


def _plain(one: ElementTree.Element) -> None:
    """Turn style declarations into attributes, and prefixed names into plain ones."""
    one.tag = one.tag.removeprefix(f"{{{SVG}}}")
    for declaration in one.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() and name.strip() != "font-family":
            one.set(name.strip(), value.strip())
    if _UNTURNED.match(one.get("transform", "")):
        del one.attrib["transform"]
    if _XLINK_HREF in one.attrib:
        one.set("href", one.attrib.pop(_XLINK_HREF))
