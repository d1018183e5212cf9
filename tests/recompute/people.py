"""People metrics, recomputed from activity, seats and roster (METRICS.md §0, §1, §2, §17)."""

from collections import defaultdict
from datetime import timedelta

import numpy as np

from compare import Keyed
from facts import Person, monday

K = 5
DOMINANT = 0.7
DAYS, HISTORY, GRACE = 28, 180, 28


def windows(facts, period):
    """The last 28 days of the period that have data, and the 180 days of history behind them."""
    end = min(period[1], facts.data[1])
    return (end - timedelta(DAYS), end), (end - timedelta(HISTORY), end)


def rate(numerator, denominator, unknown):
    return {"numerator": numerator, "denominator": denominator, "unknown": unknown,
            "fraction": numerator / denominator if denominator else None}


def few(count):
    """What stands in place of a figure of too few people."""
    return f"fewer than {K}" if 0 < count < K else None


def counted(people):
    """Tokens of the active in rising order, and how many others there are. Active without tokens counts as zero."""
    count, values = defaultdict(int), []
    for person in people:
        if person.state == "active" and person.tokens is None:
            count["unmeasured"] += 1
        elif person.state == "active" and person.tokens > 0:
            values.append(person.tokens)
        else:
            count["zero" if person.state == "active" else person.state] += 1
    return sorted(values), count


def distribution(facts, period):
    values, count = counted(facts.people(*windows(facts, period)))
    hidden, statistics, bins = few(len(values)), None, []
    if values and not hidden:
        bins = widened(edges(values), values)
        statistics = {"people": len(values), "mean": float(np.mean(np.array(values, dtype=float))),
                      "median": float(np.quantile(values, 0.5)), "p90": float(np.quantile(values, 0.9))}
        if max(values) / sum(values) > DOMINANT:
            hidden, statistics["mean"] = "hidden: one person makes most of it", None
    row = {"zero": count["zero"], "unknown": count["unknown"], "unmeasured": count["unmeasured"],
           "not_entitled": count["not-entitled"], "bins": bins, "statistics": statistics, "hidden": hidden}
    return {"rows": [row]}


def edges(values):
    """Steps of one, two, five; of one and three over more than four decades."""
    steps = (1, 3) if values[-1] // values[0] > 10_000 else (1, 2, 5)
    marks = [step * 10**decade for decade in range(19) for step in steps]
    return [(low, high) for low, high in zip(marks, marks[1:]) if high > values[0] and low <= values[-1]]


def widened(bins, values):
    """The outer bins grow inwards until they hold k people."""
    rows = [{"from": low, "to": high, "people": sum(low <= v < high for v in values)} for low, high in bins]
    while len(rows) > 1 and rows[-1]["people"] < K:
        last = rows.pop()
        rows[-1] = {"from": rows[-1]["from"], "to": last["to"], "people": rows[-1]["people"] + last["people"]}
    while len(rows) > 1 and rows[0]["people"] < K:
        start = rows.pop(0)
        rows[0] = {"from": start["from"], "to": rows[0]["to"], "people": rows[0]["people"] + start["people"]}
    return rows


def concentration(facts, period):
    values, count = counted(facts.people(*windows(facts, period)))
    hidden = few(len(values))
    shown = lambda of: None if hidden or not sum(of) else inequality(of)
    row = {"active": shown(values), "eligible": shown([0] * count["zero"] + values), "unknown": count["unknown"] + count["unmeasured"],
           "hidden": hidden}
    return {"rows": [row]}


def inequality(values):
    """G = Σ(2i−n−1)x_i ÷ (nΣx), × n/(n−1); the top tenth is rounded up to whole people."""
    x, n = np.array(values, dtype=float), len(values)
    gini = float(np.sum((2 * np.arange(1, n + 1) - n - 1) * x) / (n * x.sum()))
    top = -(-n // 10)
    running, steps = np.concatenate([[0], np.cumsum(x)]) / x.sum(), min(n, 100)
    at = [step * n // steps for step in range(steps + 1)]
    return {"people": n, "gini": gini, "gini_corrected": gini * n / (n - 1) if n > 1 else 0.0, "top_tenth_people": top,
            "top_tenth_share": float(x[-top:].sum() / x.sum()), "lorenz": [[a / n, float(running[a])] for a in at]}


def utilisation(facts, period):
    """Seats used each week over the last twelve full weeks; the headline is the last four together."""
    window, history = windows(facts, period)
    people = facts.people(window, history)
    products = [None] + sorted({product for person in people for product in person.products})
    end = monday(window[1])
    weeks = [end - timedelta(7 * back) for back in range(12, 0, -1)]
    # Seats and prices are those of the licences, which are recomputed by themselves.
    import licences

    found = licences.licences(facts, window, history)
    of = lambda product: next((one for one in found if product and one.product == product), None)
    return {"rows": [_paid(_used(people, product, weeks), of(product)) for product in products]}


def _paid(row, licence):
    """Of seats bought, and break-even = price ÷ (4.33 weeks × 1 h × 75 USD × 25 %), in that currency only."""
    bought, price = (licence.bought, licence.price) if licence else (None, None)
    head, even = row["headline"], None
    if price and price[1] == "USD":
        even = {"fraction": float(price[0]) / (4.33 * 1 * 75 * 0.25), "seat_price": price[0], "currency": "USD"}
    paid = None if bought is None or row["hidden"] else rate(head["numerator"], bought * 4, head["unknown"])
    return row | {"of_bought": paid, "break_even": even}


def _used(people, product, weeks):
    holders = [p for p in people if p.state != "not-entitled" and (product is None or product in p.products)]
    hidden = few(len(holders))
    shown = [] if hidden else holders
    assigned = lambda p, week: p.entitled is None or p.entitled <= week
    rows = []
    for week in weeks:
        of = [p for p in shown if assigned(p, week)]
        known = [p for p in of if p.state != "unknown"]
        rows.append(rate(sum(week in p.weeks for p in known), len(known), len(of) - len(known)))
    headline = rate(*[sum(row[name] for row in rows[-4:]) for name in ("numerator", "denominator", "unknown")])
    of = [p for p in shown if assigned(p, weeks[-4])]
    known = [p for p in of if p.state != "unknown"]
    # Nine of twelve; whoever is entitled for less than that, each of the last four.
    often = lambda p: len(p.weeks & set(weeks)) >= 9 if assigned(p, weeks[0]) else p.weeks >= set(weeks[-4:])
    habit = rate(sum(map(often, known)), len(known), len(of) - len(known))
    part = headline["fraction"]
    flag = None if part is None else next(name for name, up in FLAGS if part < up)
    return {"product": product, "headline": headline, "habit": habit, "flag": flag, "hidden": hidden,
            "weeks": [{"week": str(week), "rate": row} for week, row in zip(weeks, rows)]}


FLAGS = [("change-problem", 0.2), ("low", 0.4), ("growing", 0.7), ("established", 9)]


def non_adopters(facts, period):
    window, history = windows(facts, period)
    eligible, outside = expected(facts.people(window, history), window)
    zero = [p for p in eligible if p.state == "zero"]
    dormant = sum(bool(p.last and p.last >= history[0]) for p in zero)
    teams = defaultdict(list)
    for person in eligible:
        teams[person.team].append(person)
    cells = suppressed([(team, len(of), None, zero_rate(of)) for team, of in sorted(teams.items())])
    rows = [{"team": team, "zero_rate": value} if why is None else {"team": team, "hidden": why} for team, value, why in cells]
    row = {"zero_rate": zero_rate(eligible), "never_used": len(zero) - dormant, "dormant": dormant, "outside": outside, "too_new": outside["too_new"],
           "touch_only": sum(p.state == "active" and len(p.days) == 1 for p in eligible), "teams": Keyed(rows, ("team",))}
    return {"rows": [row]}


def expected(people, window):
    """Of whom use may be expected: entitled for 28 days, present on ten working days, not exempt; who else is outside."""
    outside, eligible = {"too_new": 0, "absent": 0, "exempt": 0}, []
    whole = Person("", starts=None).working_days(window)
    for p in people:
        if p.state == "not-entitled":
            continue
        if "exempt" in p.standing:
            outside["exempt"] += 1
        elif p.entitled and p.entitled > window[1] - timedelta(GRACE):
            outside["too_new"] += 1
        elif ("leave" in p.standing and p.state != "active") or p.working_days(window) < min(10, whole):
            outside["absent"] += 1
        else:
            eligible.append(p)
    return eligible, outside


def zero_rate(people):
    count = lambda state: sum(p.state == state for p in people)
    return rate(count("zero"), count("zero") + count("active"), count("unknown"))


def suppressed(cells):
    """Cells (key, people, share of the largest, value) under k people, dominance and complementary suppression.

    Hidden cells must hold k people together, and none may follow from their sum and what is said in its place (few: 1 to
    k − 1; any other: k or more); the smallest shown ones join until it is so.
    """
    why = []
    for _, people, largest, _ in cells:
        why.append(few(people) or ("hidden: one person makes most of it" if people and largest and largest > DOMINANT else None))
    while any(why):
        gone = [at for at, text in enumerate(why) if text]
        left = [at for at, text in enumerate(why) if not text and cells[at][1] > 0]
        bounds = [(1, K - 1) if why[at].startswith("fewer") else (K, 2**32 - 1) for at in gone]
        people = [cells[at][1] for at in gone]
        if not left or (sum(people) >= K and not any(follows(at, people, bounds) for at in range(len(gone)))):
            break
        why[min(left, key=lambda at: cells[at][1])] = "hidden to protect a small group"
    return [(key, value, text) for (key, _, _, value), text in zip(cells, why)]


def follows(at, people, bounds):
    """Whether the sum of the hidden cells and what their words allow leave a cell one number only."""
    others = [other for other in range(len(people)) if other != at]
    least = max(bounds[at][0], sum(people) - sum(bounds[other][1] for other in others))
    most = min(bounds[at][1], sum(people) - sum(bounds[other][0] for other in others))
    return least == most


METRICS = {"distribution": distribution, "concentration": concentration, "utilisation": utilisation, "non-adopters": non_adopters}
