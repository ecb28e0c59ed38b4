"""The counties and cities of Taiwan by the names they are written with: a look-up, no judgement.

Codes are those of ISO 3166-2:TW. Names are the official ones in Chinese and English, with those of Hanyu,
Tongyong and Wade-Giles spelling and others in use. A name that is not here is not known: it may be a
place within any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from unicodedata import combining, normalize

#: Code -> its names: letters only, and Chinese characters without 縣 or 市.
_NAMES: Mapping[str, str] = {
    "TPE": "taipei taibei 臺北",
    "NWT": "newtaipei xinbei sinbei hsinpei 新北",
    "TAO": "taoyuan 桃園",
    "TXG": "taichung taizhong taijhong 臺中",
    "TNN": "tainan 臺南",
    "KHH": "kaohsiung gaoxiong gaosyong 高雄",
    "KEE": "keelung jilong chilung 基隆",
    "HSZ": "hsinchu xinzhu sinjhu 新竹",
    "HSQ": "hsinchu xinzhu sinjhu 新竹",
    "CYI": "chiayi jiayi chiai 嘉義",
    "CYQ": "chiayi jiayi chiai 嘉義",
    "MIA": "miaoli 苗栗",
    "CHA": "changhua zhanghua jhanghua 彰化",
    "NAN": "nantou 南投",
    "YUN": "yunlin 雲林",
    "PIF": "pingtung pingdong 屏東",
    "ILA": "yilan ilan 宜蘭",
    "HUA": "hualien hualian hwalien 花蓮",
    "TTT": "taitung taidong 臺東",
    "PEN": "penghu pescadores 澎湖",
    "KIN": "kinmen jinmen chinmen quemoy 金門",
    "LIE": "lienchiang lianjiang matsu mazu 連江 馬祖",
}
#: The county and the city of one name, by what stands behind it. 臺北縣 is what New Taipei was called.
_BY_SUFFIX: Mapping[tuple[frozenset[str], str], frozenset[str]] = {
    (frozenset({"HSZ", "HSQ"}), "city"): frozenset({"HSZ"}),
    (frozenset({"HSZ", "HSQ"}), "county"): frozenset({"HSQ"}),
    (frozenset({"CYI", "CYQ"}), "city"): frozenset({"CYI"}),
    (frozenset({"CYI", "CYQ"}), "county"): frozenset({"CYQ"}),
    (frozenset({"TPE"}), "county"): frozenset({"NWT"}),
    (frozenset({"TPE"}), "both"): frozenset({"TPE", "NWT"}),
}
_SUFFIX = {"縣市": "both", "縣": "county", "市": "city", "hsien": "county", "shih": "city"}
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SCRIPTS = re.compile(rf"[{_HAN}]+|[^{_HAN}]+")
_LATIN_NAME = re.compile(r"(?P<name>.+?)(\s+(?P<suffix>county|hsien|city|shih))?")
#: A township or district may follow; what joins two names must not be taken for a part of its name.
_HAN_NAME = re.compile(
    r"(?P<name>..)((?P<suffix>縣市|縣|市)|(?P<of>[縣市])[^及與暨和或][^及與暨或]{0,2}[鄉鎮區])?"
)


def counties_named(name: str) -> frozenset[str]:
    """The codes a name may mean: two for "Hsinchu", none where it is not known.

    In either script, or in both ("Miaoli 苗栗縣"); "TW-MIA" is a code, "MIA" alone is not.
    """
    text = " ".join(normalize("NFKC", name).replace("台", "臺").casefold().split())
    if text.startswith("tw-") and text[3:].upper() in _NAMES:
        return frozenset({text[3:].upper()})
    parts = [part.strip() for part in _SCRIPTS.findall(text.removeprefix("tw-"))]
    found = [_in_one_script(part) for part in parts if part]
    return frozenset().union(*found) if all(found) else frozenset()


def _in_one_script(name: str) -> frozenset[str]:
    match = _HAN_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name)
    if match is None:
        return frozenset()
    parts = match.groupdict()
    suffix = parts["suffix"] or parts.get("of") or ""
    codes = _codes().get(_letters(parts["name"]), frozenset())
    return _BY_SUFFIX.get((codes, _SUFFIX.get(suffix, suffix)), codes)


def _letters(name: str) -> str:
    """A name without accents, apostrophes, hyphens and spaces: "T'ai-pei" is "taipei"."""
    kept = (sign for sign in normalize("NFKD", name) if not combining(sign))
    return "".join(sign for sign in kept if sign.isalpha())


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for code, names in _NAMES.items():
        for name in names.split():
            found[name] = found.get(name, frozenset()) | {code}
    return found
