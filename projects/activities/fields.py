"""What an activity of a data set has, and the words in which tables of the world say it."""

from collections.abc import Mapping
from decimal import Decimal

#: The fields that a column of a table can be read as, in the order in which they are asked.
NAMES = (
    "name", "capacity", "unit", "started", "energy_source", "technology", "country", "region",
    "output", "measure", "carbon_status", "latitude", "longitude",
)  # fmt: skip
#: Fields that can be given one value for all rows.
FIXED = ("unit", "energy_source", "technology", "country", "output", "measure", "carbon_status")
#: Fields whose cells are read by a list: from what the table says to what the case file says.
LISTED = ("energy_source", "country", "measure", "carbon_status")

ENERGY_SOURCES = (
    "wind", "solar", "hydro", "geothermal", "marine", "biomass", "biogas", "waste", "coal", "gas",
    "oil", "nuclear", "grid", "other", "none",
)  # fmt: skip
MEASURES = (
    "technology_switch", "fuel_switch", "methane_destruction", "methane_avoidance", "other",
)  # fmt: skip
CARBON_STATES = ("none", "registered", "submitted", "in_validation")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "energy_source": ENERGY_SOURCES,
    "measure": MEASURES,
    "carbon_status": CARBON_STATES,
}

#: What registers write for an energy source; the keys are in lower case.
SOURCES_SAID: Mapping[str, str] = {
    "sun": "solar", "solar pv": "solar", "photovoltaic": "solar", "太陽能": "solar", "太陽光電": "solar",
    "onshore wind": "wind", "offshore wind": "wind", "風力": "wind", "風能": "wind",
    "hydropower": "hydro", "hydroelectric": "hydro", "water": "hydro", "水力": "hydro",
    "wave and tidal": "marine", "tidal": "marine", "wave": "marine", "海洋能": "marine",
    "地熱": "geothermal", "生質能": "biomass", "沼氣": "biogas", "landfill gas": "biogas",
    "municipal solid waste": "waste", "廢棄物": "waste", "垃圾": "waste",
    "hard coal": "coal", "lignite": "coal", "燃煤": "coal", "煤": "coal",
    "natural gas": "gas", "lng": "gas", "天然氣": "gas", "燃氣": "gas",
    "heavy fuel oil": "oil", "fuel oil": "oil", "diesel": "oil", "petcoke": "oil", "燃油": "oil",
    "uranium": "nuclear", "核能": "nuclear", "cogeneration": "other", "storage": "other",
}  # fmt: skip
SAID: Mapping[str, Mapping[str, str]] = {"energy_source": SOURCES_SAID}

#: A unit as tables write it (lower case, no spaces): the unit of the case file, and its size in it.
UNITS_SAID: Mapping[str, tuple[str, Decimal]] = {
    "mw": ("MW", Decimal(1)), "mwe": ("MW", Decimal(1)), "mwp": ("MW", Decimal(1)),
    "百萬瓦": ("MW", Decimal(1)), "gw": ("MW", Decimal(1000)), "gwe": ("MW", Decimal(1000)),
    "kw": ("kW", Decimal(1)), "kwe": ("kW", Decimal(1)), "kwp": ("kW", Decimal(1)),
    "瓩": ("kW", Decimal(1)), "千瓦": ("kW", Decimal(1)), "w": ("kW", Decimal("0.001")),
    "mwth": ("MWth", Decimal(1)), "t/d": ("t/d", Decimal(1)), "tpd": ("t/d", Decimal(1)),
    "t/day": ("t/d", Decimal(1)), "公噸/日": ("t/d", Decimal(1)), "t/h": ("t/h", Decimal(1)),
    "t/yr": ("t/yr", Decimal(1)), "t/a": ("t/yr", Decimal(1)), "t/year": ("t/yr", Decimal(1)),
    "kt/yr": ("t/yr", Decimal(1000)), "m3/d": ("m3/d", Decimal(1)), "m³/d": ("m3/d", Decimal(1)),
}  # fmt: skip
#: Units of the case file that measure the same: the one that sizes are stored in, and the factor.
BASES: Mapping[str, tuple[str, Decimal]] = {
    "MW": ("kW", Decimal(1000)), "kW": ("kW", Decimal(1)), "MWth": ("MWth", Decimal(1)),
    "t/d": ("t/d", Decimal(1)), "t/h": ("t/d", Decimal(24)), "t/yr": ("t/yr", Decimal(1)),
    "m3/d": ("m3/d", Decimal(1)),
}  # fmt: skip

#: Headings by which a column is suggested for a field; the first that a table has is taken.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "plant name", "plant", "名稱", "電廠名稱", "設施名稱", "電廠"),
    "capacity": ("capacity (mw)", "capacity_mw", "capacity (kw)", "capacity_kw", "capacity", "裝置容量", "裝置容量(mw)",
                 "裝置容量(kw)", "裝置容量(瓩)", "容量"),
    "unit": ("unit", "capacity unit", "單位"),
    "started": ("commissioning date", "commissioning_year", "commissioning year", "start", "start year", "started",
                "year", "商轉日期", "商轉年", "啟用年", "運轉年"),
    "energy_source": ("primary_fuel", "primary fuel", "fuel", "energy source", "energy_source", "能源別", "燃料",
                      "能源"),
    "technology": ("generator technology", "technology", "技術", "發電技術"),
    "country": ("country", "country_long", "國家"),
    "region": ("region", "province", "state", "county", "縣市", "municipality"),
    "output": ("output", "product", "產品"),
    "measure": ("measure",),
    "carbon_status": ("carbon status", "carbon_status", "cdm status"),
    "latitude": ("latitude", "lat", "緯度"),
    "longitude": ("longitude", "lon", "lng", "經度"),
}  # fmt: skip


def folded(text: str) -> str:
    """A word for comparing: in lower case, with single spaces."""
    return " ".join(text.split()).casefold()
