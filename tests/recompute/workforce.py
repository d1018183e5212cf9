"""What is divided by people, by pay and by outcome, recomputed from charges, head counts and payroll (METRICS.md §3, §4, §18)."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import outcomes
from compare import Keyed
from facts import DAY, first, later, month
from money import half_even, inside, share, sums
from groups import DOMINANT, K, suppressed
from people import few


def register(facts, name, column):
    """Cells of a register by month, then unit (and currency, where it has one); what is stated twice is added."""
    found = defaultdict(lambda: defaultdict(Decimal))
    for row in facts.rows(name):
        currency = row.get("Currency", "")
        found[first(row["Month"] + "-01"), currency][row["Unit"]] += Decimal(row[column])
    return found


def internal(facts, window):
    """Charges of a window but those that a tag marks as customer-facing, and those."""
    tag = facts.settings.get("per-employee.customer-tag", "")
    charges = inside(facts, window)
    is_customer = lambda charge: bool(tag) and charge.tags.get(tag) == "customer-facing"
    return [c for c in charges if not is_customer(c)], [c for c in charges if is_customer(c)]


def months_of(window):
    """The whole months that a window touches."""
    return month(window[0]), later(month(window[1] - DAY), 1)


def quantile(values, above, below):
    """The quantile above ÷ below, with straight lines between rising values."""
    at = Fraction(above * (len(values) - 1), below)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return Fraction(values[low]) + (Fraction(values[high]) - Fraction(values[low])) * (at - low)


def whole_of(units, stated):
    """The company: stated as such, else the sum of its units where each that is ever stated is stated."""
    if "" in stated:
        return stated[""]
    named = [unit for unit in units if unit]
    return sum((stated[unit] for unit in named), Decimal(0)) if named and all(unit in stated for unit in named) else None


def by_person(charges):
    """What belongs to each person: amounts that are stated."""
    found = defaultdict(Decimal)
    for charge in charges:
        if charge.who and charge.billed is not None:
            found[charge.who] += charge.billed
    return found


def _figures(currency, total, amounts, people):
    values = sorted(amounts.values())
    return {"spent": total, "of_people": sum(values, Decimal(0)), "attributable_share": share(sum(values, Decimal(0)), total),
            "per_employee": half_even(Fraction(total) / Fraction(people), currency) if people else None, "holders": len(values),
            "median": half_even(quantile(values, 1, 2), currency) if values else None,
            "p90": half_even(quantile(values, 9, 10), currency) if len(values) >= 10 else None, "customer_facing": Decimal(0)}


def dominated(amounts):
    """The largest person's share; none over nothing."""
    total = sum(amounts.values(), Decimal(0))
    return float(Fraction(max(amounts.values())) / Fraction(total)) if amounts and total > 0 else None


HIDDEN = {key: None for key in ("spent", "of_people", "attributable_share", "per_employee", "holders", "median", "p90", "customer_facing")}


def per_employee(facts, window):
    """Internal billed spend ÷ head count by month and currency: the company, then each unit with people of its own."""
    start, end = months_of(window)
    heads = register(facts, "headcount.csv", "Headcount")
    units = {unit for of in heads.values() for unit in of}
    ours, customers = internal(facts, (start, end))
    rows = []
    stated = {(month(c.day), c.currency) for c in ours + customers if c.billed is not None}
    for at, currency in sorted(stated):
        own = [c for c in ours if month(c.day) == at and c.currency == currency]
        left = [c for c in customers if month(c.day) == at and c.currency == currency]
        head = heads.get((at, ""), {})
        common = {"month": str(at), "currency": currency, "complete": later(at, 1) <= facts.data[1]}
        amounts, people = by_person(own), whole_of(units, head)
        total = sum((c.billed for c in own if c.billed is not None), Decimal(0))
        row = _figures(currency, total, amounts, people)
        most = float(Fraction(max(amounts.values())) / Fraction(row["of_people"])) if amounts and row["of_people"] else None
        if amounts and (len(amounts) < K or (most is not None and most > DOMINANT)):
            row |= {"of_people": None, "attributable_share": None, "holders": None, "median": None, "p90": None}
        row["customer_facing"] = sum((c.billed for c in left if c.billed is not None), Decimal(0))
        rows.append({**common, "unit": None, "people": people, "hidden": None, **row})
        rows += _units(common, own, head)
    return {"rows": Keyed(rows, ("month", "currency", "unit"))}


def _units(common, own, head):
    members = defaultdict(list)
    for charge in own:
        if charge.who and charge.billed is not None:
            members[charge.person_unit].append(charge)
    cells = []
    for unit in sorted(members):
        amounts = by_person(members[unit])
        people = head.get(unit) if unit else None
        figures = _figures(common["currency"], sum(amounts.values(), Decimal(0)), amounts, people)
        cells.append(((unit, people), len(amounts), dominated(amounts), figures))
    return [{**common, "unit": unit, "people": people, "hidden": why, **(HIDDEN if why else figures)}
            for (unit, people), figures, why in suppressed(cells)]


def to_payroll(facts, window):
    """Token money and all money ÷ loaded payroll, by month and by quarter, with the courses that run away from a flat KPI."""
    period = month(facts.data[0]), months_of(window)[1]
    pays = {key: of for key, of in register(facts, "payroll.csv", "Payroll").items() if period[0] <= key[0] < period[1]}
    units, currencies = defaultdict(set), {currency for _, currency in pays}
    for (_, currency), of in pays.items():
        units[currency] |= set(of)
    ours, _ = internal(facts, period)
    rows = []
    for (at, currency), pay in sorted(pays.items()):
        own = [c for c in ours if month(c.day) == at and c.currency == currency and c.billed is not None]
        common = {"month": str(at), "currency": currency, "complete": later(at, 1) <= facts.data[1]}
        whole = None if len(currencies) > 1 else whole_of(units[currency], pay)
        rows.append({**common, "unit": None, **_ratios(own if own else None, whole), "hidden": None})
        cells = []
        for unit in sorted({c.person_unit for c in own if c.who}):
            of = [c for c in own if c.who and c.person_unit == unit]
            shares = [dominated(by_person(part)) for part in (of, [c for c in of if c.token_class])]
            # A person without tokens still counts among those who share none.
            cells.append((unit, len(by_person(of)), max((s for s in shares if s is not None), default=None), of))
        shown = {unit: (of, why) for unit, of, why in suppressed(cells)}
        for unit in sorted(unit for unit in units[currency] if unit):
            of, why = shown.get(unit, (None, None))
            rows.append({**common, "unit": unit, **_ratios(None if why else of, pay.get(unit)), "hidden": why})
    quarters = _quarters(rows, facts)
    return {"rows": Keyed(rows, ("month", "currency", "unit")), "quarters": Keyed(quarters, ("from", "currency", "unit", "kpi")),
            "flags": Keyed(_flags(quarters), ("unit", "currency", "kpi"))}


def _ratios(charges, pay):
    if charges is None:
        return {"payroll": pay, "tokens": None, "all": None, "stp_tokens": None, "stp_all": None}
    total = sum((c.billed for c in charges), Decimal(0))
    tokens = sum((c.billed for c in charges if c.token_class), Decimal(0))
    over = lambda part: share(part, pay) if pay and pay > 0 else None
    return {"payroll": pay, "tokens": tokens, "all": total, "stp_tokens": over(tokens), "stp_all": over(total)}


def _quarters(rows, facts):
    found = defaultdict(list)
    for row in rows:
        at = first(row["month"])
        found[row["unit"], row["currency"], at.replace(month=(at.month - 1) // 3 * 3 + 1)].append(row)
    quarters = []
    for (unit, currency, start), of in found.items():
        usable = [row for row in of if row["complete"] and row["payroll"] is not None and row["all"] is not None]
        if len(usable) != 3:
            continue
        add = lambda key: sum((row[key] for row in usable), Decimal(0))
        pay = add("payroll")
        over = lambda part: share(part, pay) if pay > 0 else None
        made = {"from": str(start), "unit": unit, "currency": currency, "payroll": pay, "tokens": add("tokens"), "all": add("all"),
                "stp_tokens": over(add("tokens")), "stp_all": over(add("all"))}
        linked = [kpi for (kpi, team), _ in outcomes.linked(facts) if team == (unit or "")]
        quarters += [{**made, "kpi": kpi, "outcome": _mean(facts, (kpi, unit or ""), start)} for kpi in linked] or [{**made, "kpi": "", "outcome": None}]
    return quarters


def _mean(facts, key, start):
    values = [value for day, value in facts.kpis[key] if start <= day < later(start, 3)]
    return sum(values) / len(values) if values else None


def _flags(quarters):
    courses = defaultdict(list)
    for quarter in quarters:
        if quarter["kpi"]:
            courses[str(quarter["unit"]), quarter["currency"], quarter["kpi"]].append(quarter)
    flags = []
    for course in courses.values():
        last = sorted(course, key=lambda quarter: quarter["from"])[-3:]
        follows = len(last) == 3 and all(later(first(a["from"]), 3) == first(b["from"]) for a, b in zip(last, last[1:]))
        if not follows or not last[0]["outcome"] or last[2]["outcome"] is None:
            continue
        tokens, everything = ([quarter[key] for quarter in last] for key in ("stp_tokens", "stp_all"))
        if None in tokens + everything:
            continue
        change = last[2]["outcome"] / last[0]["outcome"] - 1
        rises = [of[0] < of[1] < of[2] for of in (tokens, everything)]
        if abs(change) * 100 <= 5 + 1e-9 and any(rises):
            flags.append({"unit": last[2]["unit"], "currency": last[2]["currency"], "kpi": last[2]["kpi"], "quarters": [q["from"] for q in last],
                          "tokens": tokens, "all": everything, "rises": rises, "kpi_change": change})
    return flags


def unit_cost(facts, window):
    """Σ money ÷ Σ requests, million tokens and distinct people by provider and over all; ÷ Σ points of each KPI."""
    charges = inside(facts, window)
    uses = [use for use in facts.uses if window[0] <= use.day < window[1]]
    spent, totals = sums(charges, "provider", "currency"), sums(charges, "currency")
    rows = []
    for per, times, units in (("request", 1, _sums(uses, "requests")), ("million-tokens", 10**6, _sums(uses, "tokens"))):
        whole = sum(units.values()) if units else None
        rows += [_cost(per, [name], currency, money, units.get(name), times) for (name, currency), money in spent.items()]
        rows += [_cost(per, [], currency, money, whole, times) for (currency,), money in totals.items()]
    people = _people(facts, uses)
    shown = {name: (count, why) for name, count, why in suppressed([(name, len(of), None, len(of)) for name, of in sorted(people.items())])}
    everybody = set().union(*people.values()) if people else None
    for (name, currency), money in spent.items():
        count, why = shown.get(name, (None, None))
        rows.append(_cost("active-person", [name], currency, money, None if why else count, 1, why))
    for (currency,), money in totals.items():
        why = few(len(everybody)) if everybody else None
        rows.append(_cost("active-person", [], currency, money, len(everybody) if everybody and not why else None, 1, why))
    return {"rows": Keyed(rows + _kpis(facts, months_of(window)), ("per", "keys", "currency", "kpi"))}


def _sums(uses, name):
    """Sums by provider of what usage states."""
    found = defaultdict(int)
    for use in uses:
        found[use.provider] += getattr(use, name)
    return dict(found)


def _people(facts, uses):
    """People, not keys, with tokens or requests of their own on a line."""
    found = defaultdict(set)
    for use in uses:
        if use.who and not use.who.startswith("key ") and not use.automated and (use.tokens > 0 or use.requests > 0):
            found[use.provider].add(use.who)
    return found


def _cost(per, keys, currency, money, units, times, hidden=None):
    cost = half_even(Fraction(money) * times / Fraction(units), currency) if units and units > 0 else None
    return {"per": per, "keys": keys, "currency": currency, "spent": money, "units": None if units is None else Decimal(units),
            "cost": cost, "hidden": hidden}


def _kpis(facts, window):
    rows = []
    for (kpi, team), _ in outcomes.linked(facts):
        points = [(day, value) for day, value in facts.kpis[kpi, team] if window[0] <= day < window[1]]
        months = {month(day) for day, _ in points}
        units = sum((Decimal(str(value)) for _, value in points), Decimal(0))
        charges = [c for c in facts.charges if month(c.day) in months and (not team or c.person_team == team)]
        for (currency,), money in sums(charges, "currency").items():
            row = _cost("kpi-unit", [], currency, money, units, 1)
            rows.append({**row, "kpi": {"name": kpi, "team": team, "unit": facts.units[kpi, team]}})
    return rows


METRICS = {"spend-per-employee": per_employee, "spend-to-payroll": to_payroll, "unit-cost": unit_cost}
