"""Metrics of initiatives, recomputed from their TOML files and the KPI series (METRICS.md §10)."""

from decimal import Decimal

import numpy as np
import numpy_financial as npf
from scipy import optimize

from compare import Keyed, Near, cents
from facts import MINOR

FRACTIONS = {"attribution": 1.0, "risk": 0.0}
LABELS = {"tokens": "Tokens", "seats": "Seats", "infrastructure": "Infrastructure", "integration": "Integration",
          "training": "Training time", "change": "Change", "review": "Review and oversight", "dip": "Dip while learning"}
DRAWS = 200_000


def span(value):
    """A range as low, mid, high."""
    three = value if isinstance(value, list) else [value] * 3
    return tuple(sorted(float(one) for one in three))


def inputs(scenario):
    """Every input by its name, fixed ones first."""
    benefit = scenario["benefit"]
    recapture = span(benefit.get("recapture", [0, 0.25, 0.5])) if benefit.get("is-hours") else (1.0, 1.0, 1.0)
    found = [("Gain", span(benefit["gain"])), ("Unit value", span(benefit["unit-value"])),
             ("Attribution", span(benefit.get("attribution", 1))), ("Risk", span(benefit.get("risk", 0))),
             ("Recapture", recapture), ("Discount rate", span(scenario.get("discount-rate", 0.1)))]
    for cost in scenario.get("costs", []):
        found += [(f"{LABELS[cost['kind']]}, {when}", span(cost.get(when, 0))) for when in ("once", "monthly")]
    return found


class Flows:
    """A scenario's money by month and by year; values may be arrays of draws."""

    def __init__(self, scenario):
        months, ramp = scenario.get("horizon-months", 36), max(1, scenario["benefit"].get("ramp-months", 0))
        self.ramp = [min(1.0, month / ramp) for month in range(1, months + 1)]

    def parts(self, values):
        gain, worth, attribution, risk, recapture, _, *costs = values
        return gain * worth * attribution * (1 - risk) * recapture, sum(costs[0::2]), sum(costs[1::2])

    def years(self, values):
        """Benefits and costs of each year."""
        benefit, _, monthly = self.parts(values)
        chunks = [self.ramp[at : at + 12] for at in range(0, len(self.ramp), 12)]
        return [benefit * sum(chunk) for chunk in chunks], [monthly * len(chunk) for chunk in chunks]

    def present(self, values):
        """PV of benefits and of costs; the start is not discounted."""
        once, (benefits, costs) = self.parts(values)[1], self.years(values)
        discount = values[5]
        worth = lambda flows: sum(flow / (1 + discount) ** year for year, flow in enumerate(flows))
        return worth([0.0, *benefits]), worth([once, *costs])

    def monthly(self, values):
        benefit, once, monthly = self.parts(values)
        return [-once] + [benefit * part - monthly for part in self.ramp]


def irr(flows):
    """One rate, none, or multiple: the positive growth factors at which the NPV is zero."""
    if not any(flows):
        return "none"
    roots = np.roots(np.trim_zeros(flows, "f"))
    real = sorted({round(float(root.real), 9) for root in roots if abs(root.imag) < 1e-9 and 0.01 < root.real < 10_000})
    if len(real) != 1:
        return "multiple" if real else "none"
    value = lambda growth: npf.npv(growth - 1, flows)
    low, high = real[0] * 0.999, real[0] * 1.001
    growth = optimize.brentq(value, low, high, xtol=1e-14) if value(low) * value(high) < 0 else real[0]
    return {"one": growth - 1}


def payback(flows):
    """When the running sum, once below zero, comes back to zero for good; by interpolation. None if it does not."""
    running = np.cumsum(flows)
    below = np.flatnonzero(running < 0)
    if not len(below):
        return 0.0
    at = int(below[-1])
    if at + 1 >= len(flows):
        return None
    return at + float(-running[at] / flows[at + 1])


def worth(facts, _window):
    return {"rows": Keyed([scenario_worth(one["scenario"]) for one in facts.initiatives], ("name",))}


def scenario_worth(scenario):
    """One row of `worth`, `tornado`, `monte-carlo`, and the document of `roi`."""
    flows, named = Flows(scenario), inputs(scenario)
    currency, mid = scenario["currency"], [of[1] for _, of in named]
    digits = MINOR[currency]
    benefits, costs = flows.present(mid)
    check = npf.npv(mid[5], [-flows.parts(mid)[1]] + [b - c for b, c in zip(*flows.years(mid))])
    assert abs(check - (benefits - costs)) <= 1e-6 * max(1, abs(benefits), abs(costs)), "numpy-financial disagrees"
    yearly = [-flows.parts(mid)[1]] + [b - c for b, c in zip(*flows.years(mid))]
    return {"name": scenario["name"], "currency": currency, "benefits": cents(benefits, digits), "costs": cents(costs, digits),
            # The difference of two rounded figures.
            "npv": Near(benefits - costs, 1.001 * 10.0**-digits + abs(benefits) * 1e-12),
            "roi": (benefits - costs) / costs if costs > 0 else None, "irr": irr(yearly), "payback_months": payback(flows.monthly(mid)),
            "tornado": Keyed(_tornado(flows, named, mid, digits), ("input",)), "simulation": _simulation(flows, named, scenario, digits),
            "evidence": grade(scenario), "is_filled": grade(scenario) in "AB"}


ALLOWED = {"measured-with-control": "A", "measured": "B", "survey": "C", "assumption": "D"}


def grade(scenario):
    """The grade stated, but never better than the source of the gain allows."""
    return max(scenario.get("evidence", {}).get("grade", "D"), ALLOWED[scenario["benefit"].get("gain-source", "assumption")])


def _tornado(flows, named, mid, digits):
    rows = []
    for at, (name, (low, _, high)) in enumerate(named):
        if low < high:
            ends = []
            for value in (low, high):
                benefits, costs = flows.present([*mid[:at], value, *mid[at + 1 :]])
                ends.append(cents(benefits - costs, digits))
            rows.append({"input": name, "range": [Decimal(repr(low)), Decimal(repr(high))], "at_low": ends[0], "at_high": ends[1]})
    return rows


def falling(document):
    """Bars stand in falling order of |NPV(high) − NPV(low)|."""
    for row in document["rows"]:
        widths = [abs(float(bar["at_high"]) - float(bar["at_low"])) for bar in row["tornado"]]
        slack = 2 * 10.0 ** -MINOR[row["currency"]]
        yield f"order of {row['name']}", True, all(a >= b - slack for a, b in zip(widths, widths[1:]))


def _simulation(flows, named, scenario, digits):
    """200,000 draws of our own; 10,000 of theirs may be off by five standard errors of a quantile and of a share."""
    benefits, costs = flows.present(drawn(named, DRAWS))
    npv = np.broadcast_to(benefits - costs, (DRAWS,))
    chance = float(np.mean(npv > 0))
    # Where every value is the same, all draws are.
    return {"draws": 10_000, "seed": scenario.get("seed", 1), "p10": quantile(npv, 0.1, digits), "p50": quantile(npv, 0.5, digits),
            "p90": quantile(npv, 0.9, digits), "chance_positive": Near(chance, 5 * (chance * (1 - chance) / 10_000) ** 0.5 + 1e-3)}


def drawn(named, count):
    """Independent triangular draws of every input."""
    random = np.random.default_rng(7)
    return [random.triangular(*of, count) if of[0] < of[2] else np.full(count, of[1]) for _, of in named]


def quantile(values, p, digits):
    """A quantile with five standard errors of one of 10,000 draws, read off the quantiles beside it."""
    error = 5 * (p * (1 - p) / 10_000) ** 0.5
    low, at, high = np.quantile(values, [p - error, p, p + error])
    return Near(float(at), float(max(high - at, at - low)) * 1.2 + 10.0**-digits + abs(float(at)) * 1e-9)


METRICS = {"worth": worth, "tornado": worth, "monte-carlo": worth}
CHECKS = {"tornado": falling}
