"""Money metrics, recomputed from the charges of the files (METRICS.md §18)."""

from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import attrgetter

import daily
from compare import Keyed, Near
from facts import SCALE, later, month


def inside(facts, window):
    """Charges of a window."""
    return [charge for charge in facts.charges if window[0] <= charge.day < window[1]]


def sums(charges, *names):
    """Exact sums of what is billed. A group whose every amount is missing is no group of money."""
    found = defaultdict(Decimal)
    for charge in charges:
        if charge.billed is not None:
            found[tuple(getattr(charge, name) for name in names)] += charge.billed
    return dict(found)


def half_even(value, currency):
    """A fraction as an amount of the currency, rounded once."""
    scale = SCALE[currency]
    number = Fraction(value) * 10**scale
    with localcontext() as context:
        context.prec = 60
        return Decimal(round(number)) / Decimal(10) ** scale


def share(part, whole):
    return float(Fraction(part) / Fraction(whole)) if whole else None


def previous(window):
    """The window of equal length just before; whole months give whole months."""
    if window[0].day == 1 and window[1].day == 1:
        count = (window[1].year - window[0].year) * 12 + window[1].month - window[0].month
        return later(window[0], -count), window[0]
    return window[0] - (window[1] - window[0]), window[0]


def spend(facts, window, by=()):
    """Sums by currency, and what else is asked for, with what carries no amount."""
    rows, charges, names = [], inside(facts, window), (*by, "currency")
    amounts, key = sums(charges, *names), attrgetter(*names, "currency")
    for values in sorted({key(charge)[:-1] for charge in charges}):
        amount = amounts.get(values)
        of = [charge for charge in charges if key(charge)[:-1] == values]
        row = dict(zip(names, values)) | {"billed": amount}
        missing = sum(charge.billed is None for charge in of)
        if missing:
            row["without"] = missing
        if any(charge.provisional for charge in of):
            row["provisional"] = True
        rows.append(row)
    totals = [{"currency": currency, "billed": sums(charges, "currency").get((currency,))} for currency in sorted({row["currency"] for row in rows})]
    return {"rows": Keyed(rows, names), "totals": Keyed(totals, ("currency",))}


def over_time(facts, window):
    charges, rows = inside(facts, window), []
    for currency in {charge.currency for charge in charges}:
        of = [charge for charge in charges if charge.currency == currency]
        cells = defaultdict(Decimal)
        for charge in of:
            cells[charge.provider, month(charge.day)] += charge.billed or 0
        columns = sorted({start for _, start in cells})
        columns = [at for at in _months(columns[0], columns[-1])]
        names = sorted({name for name, _ in cells})
        weight = {name: sum(abs(cells[name, at]) for at in columns) for name in names}
        ranked = sorted(names, key=lambda name: -weight[name])
        named = ranked if len(ranked) <= 8 else ranked[:7]
        for at in columns:
            flags = {"from": str(at), "to": str(later(at, 1)), "currency": currency, "complete": later(at, 1) <= min(window[1], facts.data[1]),
                     "provisional": any(c.provisional for c in of if month(c.day) == at),
                     "facts": sum(c.billed is not None for c in of if month(c.day) == at)}
            rows += [{**flags, "series": name, "amount": cells[name, at]} for name in named]
            if len(named) < len(ranked):
                rows.append({**flags, "series": "other", "amount": sum((cells[name, at] for name in ranked[7:]), Decimal(0))})
    return {"rows": Keyed(rows, ("from", "series", "currency"))}


def _months(first, last):
    while first <= last:
        yield first
        first = later(first, 1)


def comparison(facts, window):
    """An incomplete window is cut to the days with data, and so are the others."""
    end = max(min(facts.data[1], window[1]), window[0])
    cut, days = end < window[1], end - window[0]
    before = previous(window)
    year = later(window[0], -12), later(window[1], -12)
    if cut:
        before, year = [(of[0], min(of[1], of[0] + days)) for of in (before, year)]
    now = sums(inside(facts, (window[0], end)), "currency")
    # What the book does not have from its first day on is missing, not 0.
    old, ago = [sums(inside(facts, of), "currency") if facts.data[0] <= of[0] else None for of in (before, year)]

    def change(key, sums_then):
        if sums_then is None:
            return None
        this, then = now.get(key, Decimal(0)), sums_then.get(key, Decimal(0))
        return {"before": then, "difference": this - then, "fraction": share(this - then, abs(then))}

    rows = []
    for key in set(now) | set(old or ()) | set(ago or ()):
        rows.append({"currency": key[0], "this": now.get(key, Decimal(0)), "previous": change(key, old),
                     "last_year": change(key, ago), "day_for_day": cut})
    return {"rows": Keyed(rows, ("currency",))}


def pareto(facts, window):
    """A while the share before is below 80 %, B below 95 %, else C; negatives and zeros have no class."""
    groups, rows = sums(inside(facts, window), "provider", "currency"), []
    for currency in sorted({key[1] for key in groups}):
        items = sorted(((amount, name) for (name, of), amount in groups.items() if of == currency), key=lambda item: (-item[0], item[1]))
        base, running = sum(amount for amount, _ in items if amount > 0), Decimal(0)
        for amount, name in items:
            row = {"name": name, "currency": currency, "amount": amount, "share": None, "cumulative": None, "class": None}
            if amount > 0:
                before, running = share(running, base), running + amount
                row |= {"share": share(amount, base), "cumulative": share(running, base),
                        "class": "A" if before < 0.8 else "B" if before < 0.95 else "C"}
            rows.append(row)
    return {"rows": rows}


def variance(facts, window):
    """Price, volume, mix and cross of what is priced in both periods, by unit; the rest by its name."""
    rows, old, new = [], _items(inside(facts, previous(window))), _items(inside(facts, window))
    stated = {key[-1] for key, item in (*old.items(), *new.items()) if item[3]}
    for currency in sorted(stated):
        effects, families = defaultdict(Fraction), defaultdict(list)
        totals = [Decimal(0), Decimal(0)]
        for key in {key for key in old | new if key[-1] == currency}:
            before, after = old.get(key), new.get(key)
            money = [of[0] if of else Decimal(0) for of in (before, after)]
            totals = [total + amount for total, amount in zip(totals, money)]
            kind = _kind(key, before, after)
            if kind == "price":
                families[before[2]].append((before, after))
            else:
                effects[kind] += Fraction(money[1] - money[0])
        for family in families.values():
            _quantity_effects(family, effects)
        # Computed in fractions and rounded once, the rest given away within a family: off by one last decimal a family.
        unit = 10.0 ** -SCALE[currency] * max(1, len(families)) * 1.001
        exact = {"new", "gone", "credits", "tax", "unexplained"}
        shown = {name: half_even(effects[name], currency) if name in exact else Near(float(effects[name]), unit + abs(float(effects[name])) * 1e-12)
                 for name in EFFECTS}
        rows.append({"currency": currency, "before": totals[0], "after": totals[1], "effects": shown})
    return {"rows": Keyed(rows, ("currency",))}


def variance_sums(document):
    """The steps must sum to the difference exactly, whatever each is."""
    for row in document["rows"]:
        steps = sum(Decimal(value) for value in row["effects"].values())
        yield f"steps of {row['currency']}", Decimal(row["after"]) - Decimal(row["before"]), str(steps)


EFFECTS = ["price", "volume", "mix", "price × quantity", "new", "gone", "credits", "tax", "unexplained"]


def _items(charges):
    """Money, quantity, unit and whether any amount is stated, of each item; without a quantity where a line lacks one
    or units differ. What carries no amount is still there: it is not gone, its money is unknown."""
    groups = defaultdict(list)
    for charge in charges:
        groups[charge.provider, charge.service, charge.model, charge.token_class, charge.category, charge.currency].append(charge)
    found = {}
    for key, lines in groups.items():
        units = {line.unit for line in lines}
        told = len(units) == 1 and all(line.quantity is not None for line in lines)
        quantity = sum(line.quantity for line in lines) if told else None
        billed = [line.billed for line in lines if line.billed is not None]
        found[key] = (sum(billed, Decimal(0)), quantity, units.pop() if told else "", bool(billed))
    return found


def _kind(key, before, after):
    category = key[4]
    if category in ("credit", "tax"):
        return {"credit": "credits", "tax": "tax"}[category]
    if before is None or after is None:
        return "new" if before is None else "gone"
    priced = all(of[1] is not None and of[1] > 0 for of in (before, after))
    return "price" if priced and before[2] == after[2] else "unexplained"


def _quantity_effects(family, effects):
    whole = [Fraction(sum(of[at][1] for of in family)) for at in (0, 1)]
    for (a0, q0, *_), (a1, q1, *_) in family:
        a0, a1, q0, q1 = map(Fraction, (a0, a1, q0, q1))
        p0, p1 = a0 / q0, a1 / q1
        effects["price"] += (p1 - p0) * q0
        effects["volume"] += p0 * (whole[1] / whole[0] - 1) * q0
        effects["mix"] += p0 * (q1 - q0 * whole[1] / whole[0])
        effects["price × quantity"] += (p1 - p0) * (q1 - q0)


def run_rate(facts, window):
    """Bills, whole + (spent − bills) ÷ days so far × days of the window."""
    so_far, days = (min(max(facts.data[1], window[0]), window[1]) - window[0]).days, (window[1] - window[0]).days
    whole = {series.currency: sum((bill for day, bill in series.bills_by_day.items() if window[0] <= day < window[1]), Decimal(0))
             for series in daily.series(facts, facts.charges)}
    of = lambda currency: whole.get(currency, Decimal(0))
    rows = [{"currency": currency, "spent": spent, "expected": of(currency) + half_even(Fraction(spent - of(currency)) * days / so_far, currency)}
            for (currency,), spent in sums(inside(facts, window), "currency").items() if so_far]
    return {"rows": Keyed(rows, ("currency",))}


METRICS = {"spend": spend, "spend-over-time": over_time, "comparison": comparison, "pareto": pareto, "variance": variance,
           "run-rate": run_rate}
CHECKS = {"variance": variance_sums}
# By which dimensions a metric is asked once more.
SPLITS = {"spend": ("account",)}
