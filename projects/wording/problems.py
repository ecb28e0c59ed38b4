"""What is wrong with a case file, in a sentence; and the short expectations inside it."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from projects.wording.phrases import listed, quoted

PROBLEMS = {
    "invalid_utf8": _(
        "The document is not valid UTF-8 (byte %(position)s); JSON in UTF-8 is expected."
    ),
    "invalid_json": _(
        "The document is not valid JSON (line %(line)s, column %(column)s): %(reason)s."
    ),
    "document_too_large": _("The document is too large; at most %(limit)s bytes are taken."),
    "file_unreadable": _("The file could not be read: %(reason)s."),
    "too_deep": _("The value is nested too deeply; at most %(limit)s levels are taken."),
    "too_many_problems": _("More than %(limit)s problems were found; only the first are listed."),
    "unknown_key": _("The key is not part of the case format; expected is one of: %(expected)s."),
    "duplicate_key": _("The key is given more than once; every key is given once only."),
    "missing_key": _("The answer is required and missing; expected: %(expected)s."),
    "wrong_type": _("Expected here: %(expected)s; given: %(given)s."),
    "not_in_list": _("%(given)s is not a known value; expected is one of: %(expected)s."),
    "text_empty": _("The text is empty; write something here."),
    "text_too_long": _("The text has %(length)s characters; at most %(limit)s are taken."),
    "text_unprintable": _(
        "The text holds a control character or half a character; only readable text is taken."
    ),
    "text_malformed": _("%(given)s is not in the expected form; expected: %(expected)s."),
    "number_malformed": _(
        '%(given)s is not a number; expected is a number or a decimal text such as "0.0825".'
    ),
    "number_out_of_range": _("%(given)s is out of range; expected: %(expected)s."),
    "number_negative": _("%(given)s is negative; zero or more is expected."),
    "number_not_whole": _("%(given)s is not a whole number; a whole number is expected."),
    "number_too_long": _(
        "The number has too many digits; at most %(digits)s digits and %(places)s decimal places "
        "are taken."
    ),
    "date_malformed": _(
        "%(given)s is not a date; expected is a day that exists, written like 2026-11-21."
    ),
    "year_or_date_malformed": _(
        '%(given)s is neither a year nor a date; expected is a year such as 2009 or "2009-05-01".'
    ),
    "list_empty": _("The list is empty; at least %(limit)s is expected."),
    "list_too_long": _("The list has %(length)s items; at most %(limit)s are taken."),
    "length_mismatch": _(
        "The list has %(length)s values; expected are %(expected)s, one a year, as in the others."
    ),
    "duplicate_name": _("The name %(given)s is used more than once; every line has its own name."),
    "duplicate_id": _("The id %(given)s is used more than once; every id is used once only."),
    "duplicate_year": _(
        "The year %(given)s is given more than once; every year is given once only."
    ),
    "unknown_evidence": _(
        "%(given)s is not in the list of evidence. Add the file to the evidence first, or correct the number."
    ),
    "place_of_other_evidence": _(
        "%(given)s is not among the evidence chosen here. Choose it as well, or correct the number."
    ),
    "unknown_alternative": _(
        "%(given)s is not in the list of alternatives; the id of one of them is expected."
    ),
    "project_named_as_alternative": _(
        "%(given)s is the project itself; another alternative is expected."
    ),
    "indicator_benchmark_mismatch": _(
        "A benchmark on the basis “%(basis)s” does not go with the indicator “%(indicator)s”; the two must match. "
        "WACC and lending rates are returns on all capital and go with the project IRR, a required return on "
        "equity goes with the equity IRR."
    ),
    "tax_basis_mismatch": _(
        "The tax basis of the benchmark is “%(given)s”, that of the cash flow “%(expected)s”; the two must match: "
        "tax lowers a return, so that one before tax says nothing about one after it."
    ),
    "price_basis_mismatch": _(
        "The price basis of the benchmark is “%(given)s”, that of the cash flow “%(expected)s”; the two must match: "
        "a nominal return contains inflation, a real one does not."
    ),
    "wacc_after_tax": _(
        "With a tax rate (%(given)s) the cost of debt is taken after tax, so that the WACC is one after tax, and the "
        "benchmark is said to be before tax. Leave the tax rate out, or take benchmark and cash flow after tax."
    ),
    "tax_given_twice": _("Tax is given both as a block and as a line; one of them is expected."),
    "tax_needs_post_tax": _("Tax is given with the tax basis “%(given)s”; it needs after tax."),
    "loan_given_twice": _(
        "A loan is given both by its terms and as lines; one of them is expected."
    ),
    "indicator_not_for_option": _(
        "The indicator “%(given)s” does not go with the option “%(option)s”; expected is %(expected)s."
    ),
    "n_diff_above_n_all": _(
        "N_diff is %(given)s, more than all plants, of which there are %(expected)s."
    ),
    "counts_disagree": _(
        "The count given is %(given)s, but the plants listed give %(expected)s; the two must agree."
    ),
    "product_unknown": _(
        "The table of product benchmarks has no %(given)s. Choose one of its products, or enter a benchmark."
    ),
    "unknown_pack": _("%(given)s is not a rule pack; expected is one of: %(expected)s."),
    "pack_not_in_force": _(
        "The rule pack %(pack)s is in force from %(expected)s; the day %(given)s is earlier."
    ),
}

#: The short texts the engine puts into its messages.
FRAGMENTS = {
    "null": _("nothing"),
    "true or false": _("yes or no"),
    "a number": _("a number"),
    "a text": _("a text"),
    "a list": _("a list"),
    "an object": _("an object"),
    "something that is not JSON": _("something that is not JSON"),
    "a whole number": _("a whole number"),
    "a decimal string": _("a decimal text"),
    "a list of them": _("a list of them"),
    "a date such as 2026-11-21": _("a date such as 2026-11-21"),
    'a year such as 2009 or a date such as "2009-05-01"': _("a year such as 2009, or a date"),
    "64 hexadecimal digits": _("64 hexadecimal digits"),
    "an id without spaces": _("an id without spaces"),
    "less than 1e18 in size": _("less than 10¹⁸ in size"),
    "a very long number": _("a very long number"),
    "Expecting value": _("a value is expected"),
    "Extra data": _("there is more after the end"),
    "Expecting ',' delimiter": _("a comma is expected"),
    "Expecting ':' delimiter": _("a colon is expected"),
    "Expecting property name enclosed in double quotes": _("a key in double quotes is expected"),
    "Unterminated string starting at": _("a text is not closed"),
    "pre_tax": _("before tax"),
    "post_tax": _("after tax"),
    "nominal": _("nominal"),
    "real": _("real"),
    "project_irr": _("project IRR"),
    "equity_irr": _("equity IRR"),
    "npv": _("net present value"),
    "levelised_cost": _("levelised cost"),
    "benefit_cost": _("benefit-cost ratio"),
    "simple_cost": _("simple cost analysis"),
    "wacc": _("WACC"),
    "lending_rate": _("lending rate"),
    "required_return_on_equity": _("required return on equity"),
}
LIMITS = (
    (re.compile(r"(\S+) or more"), _("%(number)s or more")),
    (re.compile(r"more than (\S+)"), _("more than %(number)s")),
    (re.compile(r"(\S+) or less"), _("%(number)s or less")),
    (re.compile(r"less than (\S+)"), _("less than %(number)s")),
    (re.compile(r"one of: (.+)"), _("one of: %(number)s")),
)
RANGE = re.compile(r"(\d+) to (\d+)")


def problem(code: str, params: Mapping[str, str]) -> str:
    """The sentence for a problem of a case file, with its parameters in words."""
    known = {name: _fragment(text) for name, text in params.items()}
    return str(PROBLEMS[code]) % Missing(known)


problem_sentence = problem


def problem_of_answer(code: str, params: Mapping[str, str]) -> str:
    """The sentence for a problem of an answer given on a page, where nobody knows the codes of a case file."""
    if code == "missing_key" or (code == "wrong_type" and params.get("given") == "null"):
        return str(_("This is not answered yet."))
    if code == "not_in_list":
        return str(_("The answer is none of those offered; choose one of them."))
    return problem(code, params)


class Missing(dict[str, str]):
    """A parameter a caller does not give is shown as a dash; a page never fails over a sentence."""

    def __missing__(self, key: str) -> str:
        return "–"


def _fragment(text: str) -> str:
    """A short text of the engine in the reader's language; names and numbers stay as they are."""
    if text in FRAGMENTS:
        return str(FRAGMENTS[text])
    if len(text) > 1 and text[0] == text[-1] == '"':  # as JSON has it; a sentence has its own marks
        return quoted(text[1:-1])
    if " and " in text and all(_limit(one) for one in text.split(" and ")):
        return listed(_limit(one) for one in text.split(" and "))
    if " or " in text and all(one in FRAGMENTS for one in text.split(" or ")):
        words = [str(FRAGMENTS[one]) for one in text.split(" or ")]
        return str(_("one of: %(number)s")) % {"number": listed(words)}
    if span := RANGE.fullmatch(text):
        return str(_("%(least)s to %(most)s")) % {"least": span[1], "most": span[2]}
    return _limit(text) or text


def _limit(text: str) -> str:
    for pattern, words in LIMITS:
        if found := pattern.fullmatch(text):
            return str(words) % {"number": found[1]}
    return ""
