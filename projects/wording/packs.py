"""The rule packs by their names."""

from django.utils.translation import get_language

from additionality.engine.rulepack import RulePack, UnknownPack, load_pack, pack_keys


def pack_title(pack: RulePack) -> str:
    """The title of a pack in the reader's language."""
    return pack.title["zh" if (get_language() or "").startswith("zh") else "en"]


def title_of_pack(key: str) -> str:
    """The title of the pack with this key; the key itself where this version has no such pack."""
    try:
        return pack_title(load_pack(key))
    except UnknownPack:
        return key


def packs() -> list[RulePack]:
    """Every pack, the default first."""
    return [load_pack(key) for key in pack_keys()]
