"""How alike two names, companies, technologies and places are. Pure, symmetric, and the same on every machine.

Names are compared by the pairs of neighbouring characters they share (Sørensen and Dice), which forgives a typing
error and works for Chinese as for Latin letters.
"""

import re
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from unicodedata import normalize

EARTH_KM = 6371.0088  # mean radius, IUGG
_NOT_WORDS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
#: The legal form of a company: the same company is written with and without it.
_LEGAL_FORM = re.compile(
    r"( (co|company|corp|corporation|inc|incorporated|ltd|limited|llc|lp|plc|gmbh|ag|sa|bv|pte|pty))+$"
    r"|(股份有限公司|有限公司|股份公司|公司)$"
)
_NUMBER = re.compile(r"[0-9]+|\b(?:i{1,3}|iv|v)\b|[一二三四五六七八九十](?=[期號区區])")
_VALUE = dict(zip("一二三四五六七八九", "123456789", strict=True)) | {
    "十": "10", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5",
}  # fmt: skip
#: Words of a technology, by what they are a technology of; compared within the normalised text.
TECHNOLOGIES = {
    "wind": ("wind", "風力", "風電", "風場"),
    "solar": ("solar", "photovoltaic", "pv", "太陽", "光電"),
    "hydro": ("hydro", "water power", "水力"),
    "geothermal": ("geothermal", "地熱"),
    "marine": ("tidal", "wave power", "marine", "潮汐", "海洋能"),
    "biomass": ("biomass", "生質"),
    "biogas": ("biogas", "methane", "anaerobic", "沼氣", "甲烷"),
    "landfill": ("landfill", "掩埋"),
    "efficiency": ("efficiency", "節能", "效率"),
    "forest": ("forest", "造林", "森林"),
}


def key_of(text: str) -> str:
    """`text` for comparing: one width, one case, 台 as 臺, words parted by single spaces."""
    folded = normalize("NFKC", text).casefold().replace("台", "臺")
    return _NOT_WORDS.sub(" ", folded).strip()


def company_key(text: str) -> str:
    """The name of a company without its legal form; the whole name where nothing else is left."""
    key = key_of(text)
    return _LEGAL_FORM.sub("", f" {key}").strip() or key


def words_of(text: str) -> set[str]:
    """The words by which a name is found: Latin words, and pairs of neighbouring Chinese characters."""
    return {word[:40] for word in _words(key_of(text))}


def _words(key: str) -> Iterator[str]:
    for run in _HAN.findall(key):
        yield from (run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    yield from (word for word in _HAN.sub(" ", key).split() if len(word) > 1)


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same) for two keys; 0 where either is empty."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def name_likeness(one: str, other: str) -> float:
    """The likeness of the keys of two names; 0 where both are numbered, and differently.

    "Wind farm 1" and "Wind farm 2" are two projects, however alike they read.
    """
    numbers, others = _numbers(one), _numbers(other)
    return 0.0 if numbers and others and numbers != others else likeness(one, other)


def _numbers(key: str) -> set[str]:
    """The numbers in a name: digits, small Roman numerals, and Chinese ones that count stages."""
    return {_VALUE.get(one, one.lstrip("0")) for one in _NUMBER.findall(key)}


def _pairs(key: str) -> set[str]:
    text = key.replace(" ", "")
    return {text[i : i + 2] for i in range(len(text) - 1)}


def technologies_of(text: str) -> set[str]:
    """What a description of a technology speaks of; empty where none is recognised."""
    key = f" {key_of(text)} "
    return {
        name
        for name, words in TECHNOLOGIES.items()
        if any((f" {word}" if word.isascii() else word) in key for word in words)
    }


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two places given by latitude and longitude in degrees."""
    (lat, lon), (lat2, lon2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
