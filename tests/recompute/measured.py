"""What KPIs did, recomputed from their series: gains by three methods, and what they were worth (METRICS.md §10)."""

import re
from datetime import date

import numpy as np

from compare import Keyed, Near, cents
from facts import MINOR
from roi import Flows, inputs

METHODS = ("pre-trend", "matched-control", "difference-in-differences")


class Result:
    """A KPI beside what it would have been."""

    def __init__(self, method, start, points, gain, slopes, level):
        self.method, self.start, self.points, self.gain, self.slopes = method, start, points, gain, slopes
        # A straight line through a few points loses digits: some billionths of the level.
        self.slack = 1e-8 * max(1.0, level)


def name(key):
    return f"{key[0]} · {key[1] or 'whole company'}"


def candidates(facts, one):
    """Series that may stand for what would have been, the closest course first: of no initiative, another team's."""
    benefit, start = one["scenario"]["benefit"], _start(one)
    own = (benefit["kpi"], benefit.get("team", ""))
    if own not in facts.kpis or not start:
        return []
    touched = {(other["scenario"]["benefit"]["kpi"], other["scenario"]["benefit"].get("team", "")) for other in facts.initiatives}
    found = []
    for key, points in facts.kpis.items():
        alike = facts.units[key].lower() == facts.units[own].lower()
        within = not alike or key[1] == own[1] or (key[0] == own[0] and "" in (key[1], own[1]))
        far = None if key in touched or within else distance(dict(facts.kpis[own]), dict(points), start)
        if far:
            found.append((far[0], name(key), far[1], key))
    return sorted(found)


def step(points):
    """Days between two points, in the middle."""
    days = sorted(points)
    gaps = sorted((after - before).days for before, after in zip(days, days[1:]))
    return gaps[len(gaps) // 2] if gaps else None


def _as_often(one, other):
    return one is None or other is None or (one <= 2 * other and other <= 2 * one)


def distance(kpi, control, start):
    """√ mean((K ÷ K̄ − C ÷ C̄)²) over the days before the start that both state."""
    if not _as_often(step(kpi), step(control)):
        return None
    common = sorted(set(kpi) & set(control))
    before = [day for day in common if day < start]
    if len(before) < 3 or len(before) == len(common):
        return None
    k, c = (np.array([of[day] for day in before]) for of in (kpi, control))
    if k.mean() == 0 or c.mean() == 0:
        return None
    return float(np.sqrt(np.mean((k / k.mean() - c / c.mean()) ** 2))), len(before)


def _start(one):
    return date.fromisoformat(one["start"]) if "start" in one else None


def measured(facts, one, method=None):
    """The control, and the result by a method; without one, by the stated control, else by the own trend."""
    benefit, start = one["scenario"]["benefit"], _start(one)
    team, control = benefit.get("team", ""), (benefit["kpi"], one.get("control", ""))
    stated = control if control in facts.kpis and control[1] != team else None
    method = method or ("difference-in-differences" if stated else "pre-trend")
    near = candidates(facts, one)
    closest = near[0][3] if near else None
    key = {"pre-trend": None, "matched-control": closest, "difference-in-differences": stated or closest}[method]
    points = facts.kpis.get((benefit["kpi"], team))
    if not points or not start:
        return key, None
    if key and facts.units[key].lower() != facts.units[(benefit["kpi"], team)].lower():
        return key, None
    other = facts.kpis.get(key, [])
    if method != "pre-trend" and not _as_often(step(dict(points)), step(dict(other))):
        return key, None
    # The month in which it began is neither before nor after.
    if start.day > 1 and (step(dict(points)) or 0) in range(28, 32):
        points = [(day, value) for day, value in points if (day.year, day.month) != (start.year, start.month)]
    return key, _result(method, start, points, other)


def _sides(points, start):
    return [(day, v) for day, v in points if day < start], [(day, v) for day, v in points if day >= start]


def _result(method, start, points, other):
    (before, after), old = _sides(points, start), None
    if len(before) < 3 or not after:
        return None
    if method != "pre-trend":
        # A point counts where the control has one of its day, or else of its month.
        beside = {day: _beside(other, day) for day, _ in points}
        points = [(day, value) for day, value in points if beside[day] is not None]
        before, after = _sides(points, start)
        if len(before) < 3 or not after:
            return None
        old = [(day, beside[day]) for day, _ in before]
    mean = lambda of: float(np.mean([value for _, value in of]))
    slope = lambda of: float(np.polyfit([(day - start).days for day, _ in of], [value for _, value in of], 1)[0])
    if method == "pre-trend":
        rise, level = np.polyfit([(day - start).days for day, _ in before], [value for _, value in before], 1)
        expected = lambda day: level + rise * (day - start).days
    elif method == "matched-control":
        ratio = mean(before) / mean(old) if mean(old) else 1.0
        expected = lambda day: beside[day] * ratio
    else:
        expected = lambda day: beside[day] + mean(before) - mean(old)
    rows = [(day, value, float(expected(day))) for day, value in points]
    gain = float(np.mean([v - e for day, v, e in rows if day >= start]))
    slopes = None if method == "pre-trend" else 30 * (slope(before) - slope(old))
    return Result(method, start, rows, gain, slopes, max(abs(of) for row in rows for of in row[1:]))


def _beside(points, day):
    of_day = [value for at, value in points if at == day]
    of_month = [value for at, value in points if (at.year, at.month) == (day.year, day.month)]
    return float(np.mean(of_day or of_month)) if of_month else None


def _about(one):
    benefit = one["scenario"]["benefit"]
    return {"initiative": one["scenario"]["name"], "kpi": benefit["kpi"], "team": benefit.get("team", "")}


def counterfactual(facts, _period):
    if not facts.initiatives:
        return {"rows": []}
    one = facts.initiatives[0]
    key, result = measured(facts, one)
    if not result:
        return {**_about(one), "rows": []}
    rows = [{"day": str(day), "actual": float(value), "expected": Near(expected, result.slack)} for day, value, expected in result.points]
    near = [{"name": of, "distance": far, "days": days} for far, of, days, _ in candidates(facts, one)]
    gains = [_gain(facts, other, method) for other in facts.initiatives for method in METHODS]
    return {**_about(one), "rows": rows, "method": result.method, "start": str(result.start), "gain": Near(result.gain, result.slack),
            "control": name(key) if key else None, "slope_difference": _slopes(result), "candidates": near,
            "gains": Keyed(gains, ("initiative", "method"))}


def _slopes(result):
    return None if result is None or result.slopes is None else Near(result.slopes, result.slack)


def _gain(facts, one, method):
    key, result = measured(facts, one, method)
    return {"initiative": one["scenario"]["name"], "method": method, "gain": Near(result.gain, result.slack) if result else None,
            "control": name(key) if key else None, "slope_difference": _slopes(result)}


LEVELS = set("percent pct per share ratio rate score index rating nps csat average mean median".split())
LEVELS |= set("day days minute minutes min second seconds ms".split())


def is_level(unit):
    """A rate, a score or a duration: written down more often it is not more."""
    return any(sign in unit for sign in "%/") or bool(LEVELS & set(re.findall(r"\w+", unit.lower())))


def by_month(gained):
    """The mean of each month, on its first day with a point."""
    months = {}
    for day, gain in gained:
        months.setdefault((day.year, day.month), []).append((day, gain))
    return [(of[0][0], float(np.mean([gain for _, gain in of]))) for of in months.values()]


def benefit(facts, _period):
    if not facts.initiatives:
        return {"rows": []}
    one = facts.initiatives[0]
    _, result = measured(facts, one)
    if not result:
        return {**_about(one), "rows": []}
    scenario = one["scenario"]
    digits, mid = MINOR[scenario["currency"]], [of[1] for _, of in inputs(scenario)]
    value = lambda gain: Flows(scenario).parts([gain, *mid[1:]])[0]
    gained = [(day, v - e) for day, v, e in result.points if day >= result.start]
    if is_level(facts.units[scenario["benefit"]["kpi"], scenario["benefit"].get("team", "")]):
        gained = by_month(gained)
    gains = [(day, value(gain)) for day, gain in gained]
    rows = [{"day": str(day), "currency": scenario["currency"], "benefit": cents(amount, digits)} for day, amount in gains]
    # A sum of rounded figures.
    total = Near(sum(amount for _, amount in gains), len(gains) * 0.51 * 10.0**-digits)
    return {**_about(one), "rows": rows, "totals": [{"currency": scenario["currency"], "benefit": total}]}


METRICS = {"counterfactual": counterfactual, "benefit": benefit}
