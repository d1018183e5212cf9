"""What initiatives cost, come to by when, and may not count twice, recomputed from their files (METRICS.md §10)."""

from collections import defaultdict
from datetime import date

import numpy as np

from compare import Any, Keyed, Near, cents
from facts import MINOR, later, month
from roi import LABELS, Flows, drawn, grade, inputs, quantile, span

DRAWS = 40_000


def value_fan(facts, _period):
    """P10, P50 and P90 of −once + Σ (benefit − cost) ÷ (1+d)^year after each month; at most sixty columns."""
    if not facts.initiatives:
        return {"rows": []}
    scenario = facts.initiatives[0]["scenario"]
    flows, named, currency = Flows(scenario), inputs(scenario), scenario["currency"]
    values = drawn(named, DRAWS)
    benefit, once, monthly = flows.parts(values)
    running = -once * np.ones(DRAWS)
    columns, last = [(0, running.copy())], len(flows.ramp)
    step = max(1, -(-last // 60))
    for at, part in enumerate(flows.ramp, 1):
        running += (benefit * part - monthly) / (1 + values[5]) ** -(-at // 12)
        if at % step == 0 or at == last:
            columns.append((at, running.copy()))
    of = lambda draws, p: quantile(draws, p, MINOR[currency])
    rows = [{"month": at, "currency": currency, "p10": of(draws, 0.1), "p50": of(draws, 0.5), "p90": of(draws, 0.9)} for at, draws in columns]
    # The month of break-even is read off the rows shown, see `even`.
    return {"rows": rows, "initiative": scenario["name"], "seed": scenario.get("seed", 1), "even_after_months": Any()}


def even(document):
    """The first month after the last one whose P50 is below zero."""
    rows = document["rows"]
    below = [at for at, row in enumerate(rows) if float(row["p50"]) < 0]
    expected = rows[below[-1] + 1]["month"] if below and below[-1] + 1 < len(rows) else None
    yield "even", expected, document.get("even_after_months")


def tco(facts, _period):
    """Each kind of cost: once + Σ monthly ÷ (1+d)^year, low, mid and high."""
    if not facts.initiatives:
        return {"rows": []}
    scenario = facts.initiatives[0]["scenario"]
    currency, digits = scenario["currency"], MINOR[scenario["currency"]]
    months, discount = scenario.get("horizon-months", 36), span(scenario.get("discount-rate", 0.1))[1]
    annuity = sum((1 + discount) ** -(-(-at // 12)) for at in range(1, months + 1))
    lines = []
    for cost in scenario.get("costs", []):
        once, monthly = span(cost.get("once", 0)), span(cost.get("monthly", 0))
        lines.append((cost, once[1], monthly[1], [a + b * annuity for a, b in zip(once, monthly)]))
    whole = sum(present[1] for *_, present in lines)
    rows = [{"kind": cost["kind"], "source": cost.get("source", "assumption"), "currency": currency, "once": cents(once, digits),
             "monthly": cents(monthly, digits), "present_low": cents(present[0], digits), "present": cents(present[1], digits),
             "present_high": cents(present[2], digits), "share": present[1] / whole if whole else 0.0, "billed": None}
            for cost, once, monthly, present in lines]
    stated = {cost["kind"] for cost, *_ in lines}
    return {"rows": rows, "initiative": scenario["name"], "totals": [{"currency": currency, "present": cents(whole, digits)}],
            "not_stated": [kind for kind in LABELS if kind not in stated]}


class Claim:
    """What an initiative takes of a KPI, month by month."""

    def __init__(self, one, first_day):
        scenario = one["scenario"]
        self.scenario, self.name, self.currency = scenario, scenario["name"], scenario["currency"]
        self.kpi, self.team = scenario["benefit"]["kpi"], scenario["benefit"].get("team", "")
        named = inputs(scenario)
        mid, flows = [of[1] for _, of in named], Flows(scenario)
        self.share, self.grade = mid[2], grade(scenario)
        self.benefits, self.costs = flows.present(mid)
        start = month(date.fromisoformat(one["start"]) if "start" in one else first_day)
        benefit = flows.parts(mid)[0]
        self.months = [(later(start, at), benefit * part / (1 + mid[5]) ** (at // 12 + 1)) for at, part in enumerate(flows.ramp)]
        self.granted = {}


def overlap_ledger(facts, _period):
    """Granted in a month: what others have not taken of the KPI and team; stronger evidence first, then the earlier start."""
    claims = sorted((Claim(one, facts.data[0]) for one in facts.initiatives), key=lambda c: (c.grade, c.months[0][0], c.name))
    rows, nets = [], defaultdict(list)
    for at, claim in enumerate(claims):
        earlier = [other for other in claims[:at] if other.kpi == claim.kpi]
        counted = 0.0
        for when, value in claim.months:
            granted = min(claim.share, max(0.0, 1 - _held(earlier, claim, when)))
            claim.granted[when] = granted
            counted += value * (granted / claim.share if claim.share > 0 else 1.0)
        rows.append(_entry(claim, earlier, counted))
        nets[claim.currency].append(counted - claim.costs)
    totals = [{"currency": currency, "net": Near(sum(of), len(of) * 70 * 10.0 ** -MINOR[currency])} for currency, of in nets.items()]
    return {"rows": rows, "totals": Keyed(totals, ("currency",))}


def _held(earlier, claim, when):
    """A claim of everybody meets every team; of a team, its own and everybody's."""
    by_team = defaultdict(float)
    for other in earlier:
        by_team[other.team] += other.granted.get(when, 0.0)
    everybody = by_team.pop("", 0.0)
    return everybody + (by_team.get(claim.team, 0.0) if claim.team else max(by_team.values(), default=0.0))


def _entry(claim, earlier, counted):
    unit, least = 10.0 ** -MINOR[claim.currency], min([claim.share, *claim.granted.values()])
    meets = [other for other in earlier if "" in (other.team, claim.team) or other.team == claim.team]
    holders = [other.name for other in meets if any(other.granted.get(when, 0) > 0 for when, _ in claim.months)]
    whole = least >= claim.share - 1e-9
    # Months are rounded one by one; only the whole is right to the minor unit.
    slack = unit / 2 + unit / 1e4 + abs(claim.benefits) * 1e-12 if whole else len(claim.months) * unit
    return {"initiative": claim.name, "kpi": claim.kpi, "team": claim.team, "claimed": claim.share, "granted": least, "currency": claim.currency,
            "counted": Near(counted, slack), "left_out": Near(claim.benefits - counted, slack), "costs": cents(claim.costs, MINOR[claim.currency]),
            "held_by": [] if whole else holders}


METRICS = {"value-fan": value_fan, "tco": tco, "overlap-ledger": overlap_ledger}
CHECKS = {"value-fan": even}
