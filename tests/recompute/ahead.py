"""What may come, recomputed as far as it can be: run rates, bands, back-tests and sums exactly; the line by bounds.

The program's line is smoothed exponentially after its week is taken out, by a library that works with 32 bits and looks
for its own parameters. Another library finds others that fit as well, so days ahead by that model are not equal figures.
Held exactly: when there is a line at all, by the rules and the printed back-test; the error of "like a week ago"; the run
rate and its band; all that is billed or fixed. Bounded: P10 ≤ P50 ≤ P90, sums not below what is billed, and P50 within a
band of our own around what statsmodels makes of the same days (STL, then additive errors, with a damped trend or none).
"""

import warnings
from decimal import Decimal
from datetime import timedelta

import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

import daily
from compare import Any, Keyed, Near
from facts import SCALE, later, month

FEWEST, FEWEST_BILLS, FOLDS, REACH = 60, 3, 4, 400
NAMES = ("p10", "p50", "p90")


def naive(values):
    """MASE of "like a week ago" on four weeks held back in turn: Σ |y − y(t−7)| ÷ Σ of the mean weekly step before."""
    error = scale = 0.0
    for fold in range(FOLDS, 0, -1):
        before, rest = values[: len(values) - 7 * fold], values[len(values) - 7 * fold:][:7]
        error += np.abs(rest - before[-7:]).sum()
        scale += 7 * np.abs(before[7:] - before[:-7]).mean()
    # Errors below a millionth of the level are none.
    if error <= 1e-6 * np.abs(values).mean() * 7 * FOLDS:
        return 0.0
    return float(error / scale) if scale else None


def _weeks(values):
    """The highest sum of four weeks."""
    return float(np.abs(np.convolve(values, np.ones(28), mode="valid")).max())


class Outlook:
    """What comes after a series: a run rate, or bounds of the line where the printed back-test lets one be drawn."""

    def __init__(self, series, printed):
        self.days, known = series.days if series else [], len(series.known()) if series else 0
        missing, self.why, self.naive = len(self.days) - known, None, None
        self.is_line = False
        self.bills = f"{len(series.monthly)} monthly bill{'s' * (len(series.monthly) != 1)}" if series and not series.days else ""
        self.is_nothing = bool(self.bills) and len(series.monthly) < FEWEST_BILLS
        if self.bills:
            self.why = f"{self.bills}, none by the day"
        elif known < FEWEST:
            self.why = f"{known} known days, fewer than {FEWEST}"
        elif missing * 5 > len(self.days):
            self.why = f"{missing} of {len(self.days)} days are missing"
        else:
            self._tested(daily.filled(self.days), printed)
        self.rate = daily.run_rate(self.days)

    def _tested(self, values, printed):
        self.naive = naive(values)
        mase = printed.get("mase")
        if self.naive is None or mase is None:
            # Nothing to test against: each week is like the one before.
            self.naive, self.why = None, "the model could not be fitted"
        elif mase > printed["mase_week_ago"]:
            self.why = "worse than “like a week ago” on 28 days held back"
        else:
            self.values = values
            self.is_line = not (printed.get("why") or "").startswith("the model runs away")
            if not self.is_line:
                # The line is not recomputed, but within the bounds of ours it may come to so much.
                point, band = self.middle(REACH)
                self.is_line = _weeks(point + band) <= 3 * _weeks(values)
                self.why = None if self.is_line else printed["why"]

    def paths(self, count):
        """P10, P50 and P90 of each day; of a line only P50, and how far it may be off."""
        return np.tile(self.rate, (count, 1)) if not self.is_line else None

    def middle(self, count):
        """P50 of days ahead by statsmodels, and how far another fit may be from it, day by day."""
        season = self._week()
        smooth = self.values - season
        point, band = _smoothed(smooth, count)
        week = np.resize(season[-7:], count)
        spread = max(float(np.std(np.diff(smooth[-90:]))), 0.02 * float(np.mean(np.abs(self.values[-28:]))))
        made = point + week
        if (self.values >= 0).all():
            made = np.maximum(made, 0)
        return made, band + 2 * spread

    def _week(self):
        trend = np.convolve(np.pad(self.values, 3, mode="edge"), np.ones(7) / 7, mode="valid")
        off = self.values - trend
        return np.resize([np.median(off[at::7]) for at in range(7)], len(self.values))


def _smoothed(values, count):
    """The better by AICc of no trend and a damped one; half the 80 % interval."""
    made = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for trend in (None, "add"):
            fit = ETSModel(pd.Series(values), error="add", trend=trend, damped_trend=trend is not None).fit(disp=False)
            made.append((fit.aicc, fit))
        fit = min(made, key=lambda one: one[0])[1]
        frame = fit.get_prediction(start=len(values), end=len(values) + count - 1).summary_frame(alpha=0.2)
    return frame["mean"].to_numpy(), (frame["pi_upper"] - frame["pi_lower"]).to_numpy() / 2


def money(value, currency):
    """An estimate as an amount: floats, rounded once."""
    return Near(float(value), 2 * 10.0 ** -SCALE[currency] + abs(float(value)) * 1e-11)


def forecast(facts, _period, document):
    """The months billed, the running one and twelve ahead: billed on known days + Σ days ahead + monthly bills not yet in."""
    rows, models = [], []
    shown = {row["currency"]: row for row in document.get("models", [])}
    for series in daily.series(facts, facts.charges):
        outlook = Outlook(series, shown.get(series.currency, {}))
        rows += _months(series, outlook, [row for row in document["rows"] if row["currency"] == series.currency])
        models.append(_model(series, outlook, shown.get(series.currency, {})))
    return {"rows": Keyed(rows, ("from", "currency")), "models": Keyed(models, ("currency",))}


def _model(series, outlook, printed):
    tested = outlook.naive is not None
    basis, why = "trend and week" if outlook.is_line else "run rate", outlook.why
    if outlook.is_nothing:
        basis, why = "none", f"{outlook.bills}, fewer than {FEWEST_BILLS}"
    return {"currency": series.currency, "basis": basis, "why": why,
            "known_days": len(series.known()), "filled_days": len(series.days) - len(series.known()), "first_day_ahead": str(series.end),
            "mase": Any() if tested else None, "mase_week_ago": outlook.naive, "tested_days": 28 if tested else None}


def _months(series, outlook, printed):
    now = month(series.end)
    last = later(now, 13)
    count = (last - series.end).days
    days = [series.end + timedelta(at) for at in range(count)]
    paths = outlook.paths(count)
    middle = outlook.middle(count) if outlook.is_line else None
    rows = []
    for at in sorted(at for at in series.months if at < now):
        rows.append({"from": str(at), "to": str(later(at, 1)), "currency": series.currency, "billed": series.months[at], "estimate": False} | dict.fromkeys(NAMES))
    for n in range(0 if outlook.is_nothing else 13):
        at = later(now, n)
        inside = [i for i, day in enumerate(days) if at <= day < later(at, 1)]
        billed, known = series.months.get(at, Decimal(0)), series.sum((at, later(at, 1)))
        bills = series.bills(at) if series.is_open(at) else [series.monthly.get(at, Decimal(0))] * 3
        row = {"from": str(at), "to": str(later(at, 1)), "currency": series.currency, "billed": billed, "estimate": True}
        if paths is not None:
            sums = [float(known + bill) + paths[inside, path].sum() for path, bill in enumerate(bills)]
            rows.append(row | {name: money(max(value, float(billed)), series.currency) for name, value in zip(NAMES, sums)})
        else:
            fixed, told = float(known + bills[1]), next((one for one in printed if one["from"] == row["from"]), {})
            about = fixed + middle[0][inside].sum(), middle[1][inside].sum()
            rows.append(row | bounded(told, billed, *about))
    return rows


def bounded(told, billed, about, leeway):
    """P10 ≤ P50 ≤ P90, none below what is billed, P50 about what another library makes of it."""
    values = [float(told[name]) if told.get(name) is not None else float("nan") for name in NAMES]
    low, mid, high = values
    order = [Any() if floor <= value + 1e-6 else f"not below {floor}" for value, floor in zip(values, (float(billed), low, mid))]
    about = max(about, float(billed))
    fits = abs(mid - about) <= leeway
    return {"p10": order[0], "p50": order[1] if fits or not isinstance(order[1], Any) else Near(about, leeway), "p90": order[2]}


def of_budget(budget, rest, shown):
    """Expected and breach of a budget: billed, days ahead and monthly bills not yet in, day by day; never below what is spent."""
    billed = _passed(budget)
    over = {"p10": budget.spent, "p50": budget.spent, "p90": budget.spent, "breach_earliest": billed, "breach": billed, "breach_latest": billed,
            "basis": "over", "why": None}
    if rest[0] >= rest[1]:
        return over
    if budget.series is None:
        return over | {"basis": None, "why": "nothing is billed within its limits yet"}
    printed = {"mase": 0.0, "mase_week_ago": 0.0 if shown.get("basis") == "trend and week" else -1.0}
    outlook = Outlook(budget.series, printed)
    if outlook.is_line and shown.get("basis") == "run rate":
        outlook.is_line = False
    basis = {"basis": "trend and week" if outlook.is_line else "run rate", "why": Any() if outlook.naive is not None or outlook.is_line else outlook.why}
    if outlook.is_line:
        return basis | _by_line(budget, outlook, shown, billed)
    days, adds = _adds(budget)
    paths = outlook.paths(len(days))
    sums, breach = [], []
    for path in range(3):
        running, on = float(budget.between(budget.window[0], budget.series.end)), None
        for at, day in enumerate(days):
            if budget.window[0] <= day < budget.window[1]:
                running += paths[at][path] + float(adds.get(day, [0] * 3)[path])
                on = on or (str(day) if running > float(budget.amount) else None)
        sums.append(max(running, float(budget.spent)))
        breach.append(billed or on)
    return basis | {name: money(value, budget.currency) for name, value in zip(NAMES, sums)} | {
        "breach_latest": breach[0], "breach": breach[1], "breach_earliest": breach[2]}


def _passed(budget):
    """The day on which what is billed passed the budget."""
    running, by_day = Decimal(0), {}
    for charge in budget.charges:
        if budget.window[0] <= charge.day < budget.window[1]:
            by_day[charge.day] = by_day.get(charge.day, Decimal(0)) + charge.billed
    for day, amount in sorted(by_day.items()):
        running += amount
        if running > budget.amount:
            return str(day)
    return None


def _adds(budget):
    """Days ahead, and what monthly bills add on them: those already in on their day, those to come on the first of their
    month, that of the running month on the first day ahead."""
    series = budget.series
    days = [series.end + timedelta(at) for at in range(max(0, (budget.window[1] - series.end).days))]
    adds = {}
    add = lambda day, amounts: adds.update({day: [a + b for a, b in zip(adds.get(day, [Decimal(0)] * 3), amounts)]})
    for day in days:
        if day in series.bills_by_day:
            add(day, [series.bills_by_day[day]] * 3)
        at = month(day)
        if (day == at or day == days[0]) and series.is_open(at) and at >= budget.window[0]:
            add(day, series.bills(at))
    return days, adds


def _by_line(budget, outlook, shown, billed):
    days, adds = _adds(budget)
    middle, leeway = outlook.middle(len(days))
    inside = [at for at, day in enumerate(days) if budget.window[0] <= day < budget.window[1]]
    fixed = budget.between(budget.window[0], budget.series.end) + sum((adds[days[at]][1] for at in inside if days[at] in adds), Decimal(0))
    made = bounded(shown, budget.spent, float(fixed) + middle[inside].sum(), leeway[inside].sum())
    breach = {}
    for name, path in (("breach_latest", "p10"), ("breach", "p50"), ("breach_earliest", "p90")):
        passes = Decimal(shown[path]) > budget.amount
        breach[name] = billed if billed else Any() if shown[name] or not passes else "a day: the budget is passed in the end"
    return made | breach


FOLLOWING = {"forecast": forecast}
