"""Budgets, their ends, and days out of line, recomputed from bills, budgets and contracts (METRICS.md §11, §20)."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np

import ahead
import bought
import daily
import licences
import reconcile
import stl
from compare import Keyed, Near
from facts import DAY, first, later, month
from money import half_even

LIMIT, MINIMUM, NEAR, PER_MAD, PER_MEAN, LEAST = 3.5, 50, 45, 1.4826, 1.2533, 42
FIELDS = {"provider": "provider", "service": "service", "model": "model", "team": "person_team", "unit": "person_unit", "account": "account",
          "category": "category", "token-class": "token_class", "project": "project"}


def working(window):
    days = [window[0] + timedelta(at) for at in range(max(0, (window[1] - window[0]).days))]
    return [day for day in days if day.weekday() < 5]


def _value(charge, name):
    """What a charge says of a dimension; of a cost centre none says anything."""
    return charge.tags.get(name.removeprefix("tag:"), "") if name.startswith("tag:") else getattr(charge, FIELDS.get(name, ""), "")


def _values(facts, name):
    """Values that the book has of a dimension: of charges, usage, seats and rosters."""
    used = {"provider": ["OpenAI"] if facts.uses else [], "model": [use.model for use in facts.uses], "project": [use.project for use in facts.uses],
            "token-class": [use.token_class for use in facts.uses]}
    held = [getattr(seat, {"provider": "provider", "service": "product"}[name]) for seat in facts.seats] if name in ("provider", "service") else []
    column = {"team": "Team", "unit": "Division"}.get(name)
    of_people = [own[column] for own in facts.roster] if column else []
    return {value.lower() for value in [*(_value(charge, name) for charge in facts.charges), *used.get(name, ()), *held, *of_people]}


class Budget:
    """A budget with what is billed within its limits."""

    def __init__(self, facts, row):
        self.row, self.currency, self.amount = row, row["Currency"], Decimal(row["Amount"])
        self.window = first(row["From"]), first(row["Last day"]) + DAY
        name, value = row["Dimension"], row["Value"].lower()
        billed = [c for c in facts.charges if c.billed is not None and (not name or _value(c, name).lower() == value)]
        self.charges = [c for c in billed if c.currency == self.currency]
        # Of a value that the book has not, or of money in other currencies alone, nothing is said.
        self.is_said = (not value or value in _values(facts, name)) and (bool(self.charges) or not billed)
        self.series = next(iter(daily.series(facts, self.charges)), None)
        self.spent = self.between(*self.window)

    def between(self, start, end):
        return sum((c.billed for c in self.charges if max(start, self.window[0]) <= c.day < min(end, self.window[1])), Decimal(0))


def of_book(facts):
    """Without any bill nothing is known of what was spent."""
    if not any(charge.billed is not None for charge in facts.charges):
        return []
    return [budget for budget in (Budget(facts, row) for row in facts.rows("budgets.csv")) if budget.is_said]


def ending(budget):
    """burn = max(0, last three working days − 3 · median of a known working day before), if under 90 % was used before them.

    Only what is billed by the day tells; with fewer than three known days before, or one of the last not known, nothing does.
    """
    days = working(budget.window)
    early, late = days[:-3], days[-3:]
    on = lambda day: budget.series.on(day) if budget.series else None
    known = sorted(value for value in map(on, early) if value is not None)
    twice = known[(len(known) - 1) // 2] + known[len(known) // 2] if known else Decimal(0)
    last = sum((value for value in map(on, late) if value is not None), Decimal(0))
    before = budget.between(budget.window[0], late[0] if late else budget.window[1])
    spike = None
    if len(known) >= 3 and all(on(day) is not None for day in late):
        burnt = max(Fraction(0), Fraction(last) - Fraction(3, 2) * Fraction(twice))
        spike = half_even(burnt if before * 10 < budget.amount * 9 else 0, budget.currency)
    return {"budget": budget.row["Budget"], "owner": budget.row["Owner"], "currency": budget.currency, "from": str(budget.window[0]),
            "to": str(budget.window[1]), "amount": budget.amount, "spent": budget.spent, "before": before, "last_three": last,
            "median_before": half_even(Fraction(twice) / 2, budget.currency), "spike": spike}


def budget_waste(facts, period):
    """Low = seats of those who left, a month, what was bought ahead and expired, and what is billed again; high = low + burn."""
    endings = [ending(budget) for budget in of_book(facts) if budget.window[1] <= facts.data[1]]
    idle = {(row["tier"], row["currency"]): row["exposure"] for row in licences.idle_seats(facts, period)["totals"].rows}
    ahead = bought.capacity(facts, period)["rows"].rows
    rows, twice, invoiced = [], reconcile.billed_twice(facts), {one.currency for one in reconcile.invoices(facts)}
    billed = {charge.currency for charge in facts.charges if charge.billed is not None}
    promised = {row["Currency"] for name in ("budgets.csv", "contracts.csv") for row in facts.rows(name)} - {""}
    for currency in billed or promised:
        seats = idle.get(("certain", currency))
        over = [row["expired"] for row in ahead if row["currency"] == currency and row["expired"] is not None]
        expired = sum(over) if over else None
        again = sum((one["amount"] for one in twice if one["currency"] == currency), Decimal(0)) if currency in invoiced else None
        parts = [part for part in (seats, expired, again) if part is not None]
        low = sum(parts, Decimal(0)) if parts else None
        spikes = [one["spike"] for one in endings if one["currency"] == currency and one["spike"] is not None]
        # Nothing known is unknown, which is not zero.
        high = None if low is None and not spikes else (low or Decimal(0)) + sum(spikes)
        rows.append({"currency": currency, "low": low, "high": high, "idle_seats": seats, "expired_credits": expired, "duplicates": again})
    within = lambda low, high: sum(one["amount"] > 0 and low(one["spent"] * 100, one["amount"]) and high(one["spent"] * 100, one["amount"]) for one in endings)
    near = within(lambda s, a: s >= 95 * a, lambda s, a: s <= 105 * a)
    below = within(lambda s, a: s >= 85 * a, lambda s, a: s < 95 * a)
    return {"rows": Keyed(rows, ("currency",)), "endings": Keyed(endings, ("budget",)), "billed_twice": Keyed(twice, ("issuer", "from", "amount", "invoices")), "bunching": {"near": near, "below": below, "ratio": near / below if below else None}}


def committed(facts, budget, rest):
    """What contracts within the limits fix for the days to come: commitments by days, seats by the months whose bill is due in them, each by the days that the term has of it."""
    name, value = budget.row["Dimension"], budget.row["Value"].lower()
    total = Decimal(0)
    for term in licences.terms(facts):
        of = {"": lambda: True, "provider": lambda: term.provider.lower() == value, "service": lambda: term.product.lower() == value,
              "unit": lambda: term.owner.lower() == value}.get(name, lambda: False)
        start, end = max(term.start, rest[0]), min(term.end, rest[1])
        if term.currency != budget.currency or not of() or start >= end:
            continue
        share = Fraction((end - start).days, (term.end - term.start).days)
        if term.commitment is not None:
            total += half_even(Fraction(term.commitment) * share, term.currency)
        elif term.price is not None and term.seats is not None:
            price, at = Fraction(term.price) * term.seats, month(start)
            if term.per == "term":
                total += half_even(price * share, term.currency)
                continue
            while at < end:
                held = (min(term.end, later(at, 1)) - max(term.start, at)).days
                if at >= rest[0] or rest[0] <= term.start < rest[1]:
                    whole = Fraction(held, (later(at, 1) - at).days) * price
                    total += half_even(whole / (12 if term.per == "year" else 1), term.currency)
                at = later(at, 1)
    return total


def budgets(facts, _period, document):
    """remaining = budget − spent; breach = first day on which spent + forecast passes the budget."""
    rows, shown = [], {row["budget"]: row for row in document["rows"]}
    for budget in of_book(facts):
        start, end = budget.window
        known = budget.series.end if budget.series else start
        rest = min(max(known, start), end), end
        row = {"budget": budget.row["Budget"], "owner": budget.row["Owner"], "dimension": budget.row["Dimension"], "value": budget.row["Value"],
               "from": str(start), "to": str(end), "currency": budget.currency, "amount": budget.amount, "spent": budget.spent,
               "committed": committed(facts, budget, rest), "remaining": budget.amount - budget.spent}
        rows.append(row | ahead.of_budget(budget, rest, shown.get(budget.row["Budget"], {})))
    return {"rows": Keyed(rows, ("budget",))}


def against(values, smooth):
    """Expected, leeway of one robust deviation, and z of each day, held against the 45 days on either side."""
    residuals, expected, z = values - smooth, [], []
    for at in range(len(values)):
        near = slice(max(0, at - NEAR), at + NEAR + 1)
        middle = np.median(residuals[near])
        away = np.abs(residuals[near] - middle)
        level = np.median(np.abs(values[near]))
        # Where most days have nothing, both medians are nothing, and the mean deviation tells (Iglewicz and Hoaglin).
        one = max(PER_MAD * np.median(away), 0.02 * level) if level else PER_MEAN * np.mean(away)
        one = max(one, np.finfo(float).tiny)
        off = residuals[at] - middle
        expected.append(values[at] - off)
        z.append(off / one)
    return np.array(expected), np.array(z)


def anomalies(facts, _period):
    rows = []
    for series in daily.series(facts, facts.charges):
        known = series.known()
        if len(known) >= LEAST and 3 * sum(value == 0 for value in known) <= len(known):
            rows += _of_series(facts, series)
    return {"rows": Keyed(rows, ("from", "currency", "to"))}


def _of_series(facts, series):
    """|z| above 3.5 once days out of line are taken out; days of one sign within three days are one anomaly."""
    values = daily.filled(series.days)
    expected, z = against(values, stl.decompose(values))
    calm = np.where(np.abs(z) > LIMIT, expected, values)
    expected, z = against(values, stl.decompose(calm))
    if 3 * sum(series.days[at] is not None and abs(z[at]) > LIMIT for at in range(len(values))) > len(series.known()):
        return
    runs = []
    for at in range(len(values)):
        if series.days[at] is not None and abs(z[at]) > LIMIT:
            if runs and at - runs[-1][-1] <= 3 and (z[runs[-1][-1]] > 0) == (z[at] > 0):
                runs[-1].append(at)
            else:
                runs.append([at])
    for run in runs:
        days = range(run[0], run[-1] + 1)
        window = series.start + timedelta(run[0]), series.start + timedelta(run[-1] + 1)
        billed = series.sum(window)
        usual = sum(expected[at] for at in days if series.days[at] is not None)
        # A residual on a threshold of the procedure changes its weight by 4e-6, whichever way the last bit falls.
        impact, slack = float(billed) - usual, 1e-5 * max(1.0, float(np.max(np.abs(values))))
        if abs(impact) >= MINIMUM:
            row = {"from": str(window[0]), "to": str(window[1]), "currency": series.currency, "billed": billed, "expected": Near(usual, slack),
                   "impact": Near(impact, slack), "z": Near(most := max((z[at] for at in days), key=abs), 1e-3 * abs(most))}
            yield row | {"explained_by": carriers(facts, series, window, (impact, slack))}


def carriers(facts, series, window, measured):
    """Of each dimension the value whose own excess over the same weekdays of four weeks before is half the impact or more."""
    impact, slack = measured
    found, days = [], [window[0] + timedelta(at) for at in range((window[1] - window[0]).days)]
    charges = [c for c in facts.charges if c.currency == series.currency and c.billed is not None and (c.provider, c.category) in series.streams]
    for name in ("provider", "service", "model", "project", "token_class"):
        by_day = defaultdict(lambda: defaultdict(Decimal))
        for charge in charges:
            if window[0] - timedelta(28) <= charge.day < window[1]:
                by_day[getattr(charge, name)][charge.day] += charge.billed
        excess = {value: _excess(of, days, series.currency) for value, of in by_day.items() if value}
        if excess:
            value, most = max(excess.items(), key=lambda one: (one[1] * (1 if impact > 0 else -1), one[0]))
            share = float(most) / impact
            if share >= 0.5:
                found.append({"dimension": name.replace("_", "-"), "value": value, "share": Near(share, abs(share) * (slack / abs(impact) + 1e-9)), "amount": most})
    return found


def _excess(of, days, currency):
    """Billed on the days less what is usual: the median of their weekday in the four weeks before the first of them."""
    twice = Fraction(0)
    for day in days:
        back = (day - days[0]).days // 7 + 1
        four = sorted(of.get(day - timedelta(7 * (back + week)), Decimal(0)) for week in range(4))
        twice += Fraction(four[1] + four[2])
    return sum((of.get(day, Decimal(0)) for day in days), Decimal(0)) - half_even(twice / 2, currency)


METRICS = {"budget-waste": budget_waste, "anomalies": anomalies}
FOLLOWING = {"budgets": budgets}
