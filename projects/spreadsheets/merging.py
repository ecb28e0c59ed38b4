"""Putting read lines into what was typed in the cash flow, by calendar year, and what that changes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from additionality.engine.decimals import plain
from projects.spreadsheets.currencies import currency_in
from projects.spreadsheets.reading import Reading, ReadLine
from projects.spreadsheets.targets import Target
from projects.wizard.forms.cash_flow import MOST_YEARS, first_year_of, years_of
from projects.wizard.forms.step import COUNT, Typed
from projects.wizard.rows import card_count
from projects.wizard.typed import TypedRefused, read_number

MERGE, REPLACE = "merge", "replace"
OWN_LINES = Target()
Draft = dict[str, Typed]
#: The name of a line, and which of the lines of that name it is: 0 for the first.
Key = tuple[str, int]


class TooManyYears(Exception):
    """The years of the file and of the cash flow together are more than a cash flow has."""


class TooManyLines(Exception):
    """The lines of the file and of the cash flow together are more than a cash flow has."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one line: `new`, `replaced`, `same`, `stays` or `removed`; totals for reading."""

    name: str
    kind: str
    how: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Basis:
    """First year and number of years."""

    first_year: int | None
    years: int


def basis_of(draft: Draft) -> Basis:
    """What the draft says of its years, as far as it can be read."""
    typed = draft.get("investment", {})
    return Basis(
        first_year_of((typed.get("first_year") or [""])[-1]),
        years_of((typed.get("years") or [""])[-1]),
    )


def currency_of(draft: Draft) -> str:
    """The currency of the case as typed, a known one by its code; "" while none is chosen."""
    typed = (draft.get("investment", {}).get("currency") or [""])[-1].strip()
    return currency_in(typed) or typed


def common_basis(draft: Draft, reading: Reading, how: str, target: Target = OWN_LINES) -> Basis:
    """The years of file and cash flows together; those of the file alone where nothing else stays.

    Raises TooManyYears.
    """
    first, last = reading.first_year or 0, (reading.first_year or 0) + reading.number_of_years
    before = basis_of(draft)
    if staying(draft, reading, how, target) and before.first_year is not None:
        first, last = min(first, before.first_year), max(last, before.first_year + before.years)
    if last - first > MOST_YEARS:
        raise TooManyYears
    return Basis(first, last - first)


def lines_there(draft: Draft, target: Target = OWN_LINES) -> dict[Key, int]:
    """Key -> position of the lines typed in a cash flow; one without a name is the first of no name."""
    grid, prefix = draft.get(target.step, {}), target.form.card_prefix
    found: dict[Key, int] = {}
    counted: dict[str, int] = {"": 1}
    for i in target.cards(draft)[0]:
        name = (grid.get(f"{prefix}-{i}-name") or [""])[-1].strip()
        found[name, counted.get(name, 0)] = i
        counted[name] = counted.get(name, 0) + 1
    return found


def key_of(line: ReadLine) -> Key:
    """The line of a cash flow that a line named once replaces: the first of that name."""
    return line.name, 0


def staying(draft: Draft, reading: Reading, how: str, target: Target = OWN_LINES) -> bool:
    """Whether amounts stay that were typed for the years of the draft, here or in another cash flow."""
    taken = {key_of(line) for line in named_once(reading)}
    others = target.cards(draft)[1]
    kept = how == MERGE and any(key not in taken for key in lines_there(draft, target))
    elsewhere = draft.get(target.other_step, {})
    return (
        kept
        or bool(others)
        or any("amounts__" in name and any(texts) for name, texts in elsewhere.items())
    )


def named_once(reading: Reading) -> list[ReadLine]:
    """The lines, a name that comes again with its row (or column) behind it."""
    seen: set[str] = set()
    found = []
    for line in reading.lines:
        name = line.name[:480]
        while name in seen:
            name = f"{name} ({reading.grid.line_name(line.at)})"
        seen.add(name)
        found.append(ReadLine(line.at, name, line.kind, line.amounts, line.unit))
    return found


def changes(draft: Draft, reading: Reading, how: str, target: Target = OWN_LINES) -> list[Change]:
    """What becomes of each line, in the order of the file, then those of the cash flow alone."""
    there, grid = lines_there(draft, target), draft.get(target.step, {})
    found = []
    taken = named_once(reading)
    years = _years_taken(reading, how)
    for line in taken:
        if (i := there.get(key_of(line))) is None:
            found.append(Change(line.name, line.kind, "new", None, line.total))
        else:
            found.append(_replaced(draft, grid, i, line, years))
    replaced = {key_of(line) for line in taken}
    for (name, nth), i in there.items():
        if (name, nth) not in replaced:
            total = total_typed(grid, i)
            kind = (grid.get(f"line-{i}-kind") or [""])[-1]
            what = "stays" if how == MERGE else "removed"
            words = f"{name} #{i + 1}".strip() if nth else name
            found.append(Change(words, kind, what, total, total if how == MERGE else None))
    return found


def _replaced(draft: Draft, grid: Typed, i: int, line: ReadLine, years: range) -> Change:
    """What becomes of line `i`, whose amounts of `years` are those of the file."""
    typed = _typed_by_year(draft, grid, i)
    there = {year: amount for year, amount in typed.items() if year in years and amount}
    read = {year: amount for year, amount in line.amounts.items() if amount}
    is_same = (grid.get(f"line-{i}-kind") or [""])[-1] == line.kind and there == read
    stays = sum((amount for year, amount in typed.items() if year not in years), Decimal(0))
    what = "same" if is_same else "replaced"
    return Change(line.name, line.kind, what, total_typed(grid, i), line.total + stays)


def _years_taken(reading: Reading, how: str) -> range:
    """The years whose amounts a line of the same name gets from the file; the others stay where lines do."""
    if how != MERGE:
        return range(10_000)
    first = reading.first_year or 0
    return range(first, first + reading.number_of_years)


def years_kept(draft: Draft, reading: Reading, target: Target = OWN_LINES) -> list[int]:
    """The years the file does not have in which a line that it replaces has amounts that stay."""
    there, grid = lines_there(draft, target), draft.get(target.step, {})
    taken = _years_taken(reading, MERGE)
    return sorted(
        {
            year
            for line in named_once(reading)
            if (i := there.get(key_of(line))) is not None
            for year, amount in _typed_by_year(draft, grid, i).items()
            if amount and year not in taken
        }
    )


def _typed_by_year(draft: Draft, grid: Typed, i: int) -> dict[int, Decimal]:
    """The amounts of a line by calendar year; none where the first year is not known."""
    basis = basis_of(draft)
    if basis.first_year is None:
        return {}
    return {basis.first_year + j: _read(grid, i, j) or Decimal(0) for j in range(basis.years)}


def total_typed(grid: Typed, i: int) -> Decimal:
    """The sum of the amounts of a line that can be read."""
    found = (_read(grid, i, j) for j in range(MOST_YEARS))
    return sum((amount for amount in found if amount is not None), Decimal(0))


def _read(grid: Typed, i: int, j: int) -> Decimal | None:
    text = (grid.get(f"line-{i}-amounts__{j}") or [""])[-1]
    try:
        return read_number(text).value if text.strip() else None
    except TypedRefused:
        return None


def merged(
    draft: Draft, reading: Reading, how: str, source: str = "", target: Target = OWN_LINES
) -> Draft:
    """The steps of the draft that change: the cash flow that is read, the years, and other cash flows.

    A line of the same name gets the kind and the amounts of the file; what else was typed for it
    stays, and where lines stay also its amounts of years that the file does not have. Amounts that
    stay keep their calendar year. `source` is the evidence that lines without a
    source get. Raises TooManyYears, TooManyLines.
    """
    basis, before = common_basis(draft, reading, how, target), basis_of(draft)
    shift = before.first_year - basis.first_year if _moves(before, basis) else 0  # type: ignore[operator]
    typed = dict(draft.get("investment", {}))
    typed |= {"first_year": [str(basis.first_year)], "years": [str(basis.years)]}
    there, lines = lines_there(draft, target), named_once(reading)
    replaced = {key_of(line) for line in lines}
    stay = [i for key, i in there.items() if how == MERGE or key in replaced]
    kept = sorted([*stay, *target.cards(draft)[1]])
    grid = _moved(draft.get(target.step, {}), kept, shift, target.form.card_prefix)
    at = {key: kept.index(i) for key, i in there.items() if i in kept}
    count = len(kept)
    for line in lines:
        key = key_of(line)
        if key not in at:
            at[key], count = count, count + 1
        _put(grid, at[key], line, basis, source, target, _years_taken(reading, how))
    if count > target.form.most_cards:
        raise TooManyLines
    grid[COUNT] = [str(count)]
    found: Draft = {"investment": typed, target.step: grid}
    others = draft.get(target.other_step, {})
    if others and shift:
        every = min(card_count(others), target.form.most_cards)
        moved = _moved(others, list(range(every)), shift, target.form.card_prefix)
        found[target.other_step] = moved | {COUNT: [str(every)]}
    return found


def _moves(before: Basis, basis: Basis) -> bool:
    return before.first_year is not None and basis.first_year is not None


def _moved(grid: Typed, kept: list[int], shift: int, prefix: str) -> Typed:
    """The cards that are kept, one after the other, their amounts so many years later in the grid."""
    found: Typed = {
        name: texts for name, texts in grid.items() if not name.startswith(f"{prefix}-")
    }
    numbers = {i: position for position, i in enumerate(kept)}
    for name, texts in grid.items():
        first, _, rest = name.partition("-")
        number, _, field = rest.partition("-")
        if first != prefix or not number.isdigit() or int(number) not in numbers:
            continue
        if field.startswith("amounts__") and field[9:].isdigit():
            year = int(field[9:]) + shift
            if not 0 <= year < MOST_YEARS:
                continue
            field = f"amounts__{year}"
        found[f"{prefix}-{numbers[int(number)]}-{field}"] = texts
    return found


def _put(
    grid: Typed, i: int, line: ReadLine, basis: Basis, source: str, target: Target, years: range
) -> None:
    prefix = f"{target.form.card_prefix}-{i}-"
    first = basis.first_year or 0
    for name in [name for name in grid if name.startswith(f"{prefix}amounts__")]:
        if first + int(name.rpartition("__")[2]) in years:
            del grid[name]
    grid[f"{prefix}name"], grid[f"{prefix}kind"] = [line.name], [line.kind]
    if target.alternative:
        grid[f"{prefix}alternative"] = [target.alternative]
    grid |= {
        f"{prefix}amounts__{year - (basis.first_year or 0)}": [plain(amount)]
        for year, amount in line.amounts.items()
    }
    if source and not "".join(grid.get(f"{prefix}source") or []).strip():
        grid[f"{prefix}source"] = [source]


def totals(found: list[Change]) -> dict[str, int]:
    """How many lines are new, replaced, the same, stay and are removed."""
    counted: dict[str, Any] = {}
    for change in found:
        counted[change.how] = counted.get(change.how, 0) + 1
    return counted
