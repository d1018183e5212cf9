"""Metrics asked of a part of the bills (`--where`), and sums of other amounts (`--measure`), by anything, in one currency.

A filter takes lines away and nothing else: which days the book and its files cover is what it was.
"""

import copy
import random
from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from compare import Keyed
from facts import month
from money import half_even, inside

FILTERED = ["spend", "spend-over-time", "comparison", "pareto", "variance", "run-rate", "forecast", "anomalies"]
# How a dimension of the program is called here.
FIELDS = {"provider": "provider", "service": "service", "model": "model", "category": "category", "currency": "currency", "account": "account",
          "token-class": "token_class", "invoice": "invoice"}
TIMES = {"month": lambda day: str(month(day)), "day": str, "week": lambda day: str(day - timedelta(day.weekday())),
         "quarter": lambda day: str(date(day.year, (day.month - 1) // 3 * 3 + 1, 1)), "year": lambda day: str(date(day.year, 1, 1))}
OLDEST = timedelta(10)


def part(facts, seed):
    """The arguments of a filter that leaves something, and the book without the other lines."""
    r = random.Random(seed * 47 + 3)
    if not facts.charges:
        return None
    # What covers which days is known before lines go.
    assert facts.data and facts.delivered is not None
    view, asked = copy.copy(facts), []
    for name in r.sample(sorted(FIELDS), r.choice([1, 1, 2])):
        values = sorted({getattr(charge, FIELDS[name]) for charge in view.charges} - {""})
        if not values:
            continue
        kept = r.sample(values, min(len(values), r.choice([1, 1, 2, 3])))
        view.charges = [charge for charge in view.charges if getattr(charge, FIELDS[name]) in kept]
        asked += [part for value in kept for part in ("--where", f"{name}={value}")]
    return tuple(asked), view


def sums(facts, window, seed):
    """Questions to `show spend`: arguments and the rows expected."""
    r = random.Random(f"{seed} {window}")
    for _ in range(4):
        measure, by = r.choice(["billed", "billed", "effective", "list"]), r.sample(sorted(FIELDS), r.choice([0, 1, 2]))
        by += r.sample(sorted(TIMES), r.choice([0, 0, 1]))
        by = [name for name in by if name != "currency"]
        to = r.choice(["", "", "USD", "EUR", "JPY"])
        asked = ["--measure", measure] + (["--by", ",".join(by)] if by else []) + (["--in", to] if to else [])
        yield asked, _sums(facts, inside(facts, window), (measure, by, to))


def _sums(facts, charges, asked):
    measure, by, to = asked
    rates, groups = Rates(facts) if to else None, defaultdict(list)
    for charge in charges:
        amount, currency = getattr(charge, measure), charge.currency
        factor = rates.factor((currency, to), charge.day) if to else None
        keys = tuple(TIMES[name](charge.day) if name in TIMES else getattr(charge, FIELDS[name]) for name in by)
        groups[keys, to if factor is not None else currency].append((charge, None if amount is None else Fraction(amount) * (factor or 1)))
    rows = []
    for (keys, currency), of in groups.items():
        told = [amount for _, amount in of if amount is not None]
        row = dict(zip(by, keys)) | {"currency": currency, measure: half_even(sum(told), currency) if told else None}
        if len(told) < len(of):
            row["without"] = len(of) - len(told)
        if any(charge.provisional for charge, _ in of):
            row["provisional"] = True
        rows.append(row)
    return Keyed(rows, (*by, "currency"))


class Rates:
    """Each pair by day: the last rate published, at most ten days before; turned round, else over the euro."""

    def __init__(self, facts):
        self.pairs = defaultdict(dict)
        for row in facts.rows("rates.csv"):
            self.pairs[row["Base"], row["Quote"]][date.fromisoformat(row["Date"])] = Decimal(row["Rate"])

    def factor(self, pair, day):
        base, quote = pair
        if base == quote:
            return Fraction(1)
        edge = self._edge(base, quote, day)
        if edge is None:
            over = self._edge(base, "EUR", day), self._edge("EUR", quote, day)
            return None if None in over else over[0] * over[1]
        return edge

    def _edge(self, base, quote, day):
        straight, turned = self._last((base, quote), day), self._last((quote, base), day)
        return Fraction(straight) if straight else 1 / Fraction(turned) if turned else None

    def _last(self, pair, day):
        days = sorted(self.pairs.get(pair, {}))
        at = bisect_right(days, day) - 1
        return self.pairs[pair][days[at]] if at >= 0 and day - days[at] <= OLDEST else None
