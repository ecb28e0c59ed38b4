"""An investment analysis worked out another way: floats, year by year, no module of the engine.

For the differential tests. Only what the case format says is in here: kinds and signs, the tax block, the
loan terms, and the definitions of the indicators.
"""

from pyxirr import irr as pyxirr_irr

OUT, INTO = ("capex", "opex", "working_capital", "tax"), ("revenue", "subsidy", "residual")


def amounts(lines, kind):
    years = len(lines[0]["amounts"])
    return [
        sum(float(one["amounts"][t]) for one in lines if one["kind"] == kind) for t in range(years)
    ]


def loan_payments(terms):
    """Interest and principal of each year from the terms of a loan."""
    drawn, rate = [float(x) for x in terms["drawdowns"]], float(terms["rate"])
    last = max(t for t, amount in enumerate(drawn) if amount)
    first = last + terms["grace_years"] + 1
    owed, interest, principal = 0.0, [], []
    owed_at_first = None
    for t, amount in enumerate(drawn):
        due = owed * rate
        if t <= last and terms.get("construction_interest") == "capitalised":
            owed, due = owed + due, 0.0
        back = 0.0
        if first <= t < first + terms["years"]:
            owed_at_first = owed if owed_at_first is None else owed_at_first
            back = owed_at_first / terms["years"]
            if terms["repayment"] == "annuity":
                n = terms["years"]
                back = owed_at_first * (rate / (1 - (1 + rate) ** -n) if rate else 1 / n) - due
        interest.append(due)
        principal.append(back)
        owed += amount - back
    return interest, principal


def taxes(lines, terms, interest, with_credits):
    """The tax of each year from the tax block."""
    years = len(lines[0]["amounts"])
    capex, residual = amounts(lines, "capex"), amounts(lines, "residual")
    revenue = amounts(lines, "revenue")
    start = next(t for t in range(years) if revenue[t])
    sold = max((t for t in range(years) if residual[t]), default=None)
    book = [0.0] * years  # by the year it was spent
    losses, result = {}, []
    for t in range(years):
        book[t] = capex[t]
        charge = 0.0
        for spent in range(t + 1):
            age = t - max(spent, start)
            if age < 0 or (sold is not None and t > sold >= spent):
                continue
            how = terms["depreciation"]
            if how["method"] == "straight_line":
                part = capex[spent] / how["years"] if age < how["years"] else 0.0
            elif how.get("years") is not None and age >= how["years"] - 1:
                part = book[spent] if age == how["years"] - 1 else 0.0
            else:
                part = book[spent] * float(how["rate"])
            charge += part
            book[spent] -= part
        base = revenue[t] + amounts(lines, "subsidy")[t] + residual[t]
        base += amounts(lines, "carbon_revenue")[t] if with_credits else 0.0
        base -= amounts(lines, "opex")[t] + interest[t] + charge
        if t == sold:
            base -= sum(book[: t + 1])
        limit = terms.get("loss_carry_forward_years")
        if base < 0:
            losses[t] = -base
            base = 0.0
        for since in sorted(losses):
            if limit is None or t - since <= limit:
                part = min(base, losses[since]) if since != t else 0.0
                losses[since] -= part
                base -= part
        holiday = start <= t < start + (terms.get("holiday_years") or 0)
        result.append(0.0 if holiday else base * float(terms["rate"]))
    return result


def net(investment, with_credits=False):
    """The net flow of each year for the project IRR or the equity IRR."""
    lines = investment["lines"]
    years = len(lines[0]["amounts"])
    interest, principal = amounts(lines, "interest"), amounts(lines, "principal")
    drawn = amounts(lines, "loan_drawdown")
    if terms := investment.get("loan"):
        interest, principal = loan_payments(terms)
        drawn = [float(x) for x in terms["drawdowns"]]
    flows = [0.0] * years
    into = (*INTO, "carbon_revenue") if with_credits else INTO
    for line in lines:
        sign = (line["kind"] in into) - (line["kind"] in OUT)
        flows = [
            flow + sign * float(amount) for flow, amount in zip(flows, line["amounts"], strict=True)
        ]
    if terms := investment.get("tax"):
        due = taxes(lines, terms, interest, with_credits)
        flows = [flow - tax for flow, tax in zip(flows, due, strict=True)]
    if investment["indicator"] == "equity_irr":
        flows = [
            f + d - i - p for f, d, i, p in zip(flows, drawn, interest, principal, strict=True)
        ]
    return flows


def rate(flows):
    """The internal rate of return by another library, or None where that finds none.

    It stops a few billionths away on some flows; two of Newton's steps bring it to the digits of a float.
    """
    found = pyxirr_irr(flows)
    for _ in range(2 if found is not None else 0):
        slope = -sum(year * flow / (1 + found) ** (year + 1) for year, flow in enumerate(flows))
        found -= npv(flows, found) / slope
    return found


def npv(flows, at):
    """The net present value, the first year not discounted."""
    return sum(flow / (1 + at) ** year for year, flow in enumerate(flows))
