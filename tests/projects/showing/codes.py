"""The published codes as `docs/codes.md` lists them, and details such as the engine gives."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")

#: An example of every detail a concern can have, by its key.
DETAIL = {
    "answers": ["rec_applied", "older_than_3_years"],
    "value": "59500.5",
    "limit": "60000",
    "capacity_kw": "4999",
    "limit_kw": "5000",
    "saved_gwh": "19.5",
    "limit_gwh": "20",
    "period_most": "10",
    "entry": "grid_solar",
    "gaps": ["energy_source", "evidence"],
    "least": "10",
    "most": "20",
    "megawatts": "34",
    "output": "1000",
    "years": "3",
    "period": "5",
    "operating_years": "10",
    "life": "25",
    "first": "decision_date",
    "first_date": "2026-03-16",
    "second": "start_date",
    "second_date": "2026-01-15",
    "start_date": "2026-01-15",
    "due": "2026-07-15",
    "notified_on": "2026-08-01",
    "decision_date": "2025-03-01",
    "said_to_comply": ["A1"],
    "said_to_break_law": ["A1"],
    "alternatives": ["A1"],
    "laws": ["Water Act"],
    "lines": ["Turbines"],
    "line": "Turbines",
    "break_even": [{"line": "Turbines", "change": "-0.073500"}],
    "range": "0.05",
    "used": "0.1",
    "points": "0.25",
    "with_credits": "0.096059",
    "benchmark": "0.082500",
    "indicator": "0.034602",
    "yearly_ratio": "0.915432",
    "implied_rate": "0.092380",
    "amount": "1250000",
    "stated": "650",
    "sales": "100",
    "project_sales": "2500",
    "book_value": "500.000000",
    "quoted": "12",
    "built": "10",
    "barrier": "1",
    "kind": "technological",
    "because": ["evidence", "prevents_project"],
    "barriers": ["0", "2"],
    "unclear": "2",
    "unclear_difference": "1",
    "activities": ["North wind farm"],
    "loan": "1600",
    "investment": "1500",
    "sites": ["North", "South"],
    "plants": "7",
    "missing": "2",
    "rows": [
        {"row": "3", "name": "North", "part": "started", "stated": "2009", "data_set": "2008/2011"},
        {"row": "4", "name": "", "part": "carbon_status", "stated": "registered"},
    ],
    "parts": ["range", "started_before", "measure", "energy_source", "output"],
    "components": ["beta", "cost_of_debt"],
    "official": "0.052500",
    "discount_rate": "0.120000",
    "day": "2026-03-01",
    "since": "2026-01-01",
}
#: What a key means for one concern only.
OWN_DETAIL = {
    ("benchmark_of_another_sector", "benchmark"): "manufacturing",
    ("benchmark_of_another_sector", "project"): "energy",
    ("benchmark_not_as_built", "built"): "0.085000",
    ("amount_not_price_times_quantity", "years"): ["2027", "2028"],
}


def section(title: str) -> list[list[str]]:
    """The rows of the table under a heading of the page, each as its cells."""
    text = PAGE.split(f"## {title}")[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def codes_of(title: str) -> set[str]:
    return {row[0].strip("`") for row in section(title)}


def concerns_with_details() -> list[tuple[str, dict]]:
    """Every published concern with a detail; twice where the page says one key or the other."""
    found = []
    for code, _severity, _meaning, keys in section("Concerns"):
        groups = [re.findall(r"`(\w+)`", group) for group in re.split(r"; (?:or )?| or ", keys)]
        for group in groups:
            detail = {
                name: OWN_DETAIL.get((code.strip("`"), name)) or DETAIL[name] for name in group
            }
            found.append((code.strip("`"), detail))
    return found


def refusals_raised() -> set[str]:
    """The codes that the services and the table of moves refuse by, read from their sources."""
    raised = set()
    for file in sorted((ROOT / "projects" / "services").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in REFUSED and node.args:
                first = node.args[0]
                raised |= {first.value} if isinstance(first, ast.Constant) else set()
    return raised


REFUSED = ("MoveRefused", "SubmitRefused", "AccessRefused")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
