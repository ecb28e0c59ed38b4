"""What a browser posts at the workbench."""

from projects.models import Case


def search(case: Case, **changes: str) -> dict[str, str]:
    """The search for the wind farm of the example case."""
    values = {
        "do": "search", "draft_version": str(case.draft_version), "country": "TW", "region": "",
        "measure": "technology_switch", "energy_source": "wind", "output": "electricity",
        "least": "17", "most": "51", "unit": "MW", "started_before": "2026-01-15",
    }  # fmt: skip
    return values | changes
