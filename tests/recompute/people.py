"""People metrics, recomputed from activity, seats and roster (METRICS.md §0, §1, §2, §17)."""

from collections import defaultdict
from datetime import timedelta

import numpy as np

import groups
from compare import Keyed
from facts import DAY, Person, monday
from groups import DOMINANT, DOMINATED, K, rate, whole, whole_rate

DAYS, HISTORY, GRACE = 28, 180, 28


def windows(facts, period):
    """The last 28 days of the period that have data, and the 180 days of history behind them."""
    end = min(period[1], facts.data[1])
    return (end - timedelta(DAYS), end), (end - timedelta(HISTORY), end)


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
    everybody = len(values) + sum(count.values())
    if values and not hidden:
        bins = widened(edges(values), values)
        statistics = {"people": len(values), "mean": float(np.mean(np.array(values, dtype=float))),
                      "median": float(np.quantile(values, 0.5)), "p90": float(np.quantile(values, 0.9))}
        if max(values) / sum(values) > DOMINANT:
            hidden, statistics["mean"] = DOMINATED, None
    beside = {name: whole(count[state], everybody) for name, state in BESIDE.items()}
    row = beside | {"bins": bins, "statistics": statistics, "hidden": hidden}
    return {"rows": [row]}


BESIDE = {"zero": "zero", "unknown": "unknown", "unmeasured": "unmeasured", "not_entitled": "not-entitled"}


def edges(values):
    """Steps of one, two, five; of one and three over more than four decades."""
    steps = (1, 3) if values[-1] // values[0] > 10_000 else (1, 2, 5)
    marks = [step * 10**decade for decade in range(19) for step in steps]
    return [(low, high) for low, high in zip(marks, marks[1:]) if high > values[0] and low <= values[-1]]


def widened(bins, values):
    """A bin of few people takes in those above it until it holds k; what is left at the top joins the one below."""
    rows = []
    for low, high in bins:
        people = sum(low <= v < high for v in values)
        if rows and 0 < rows[-1]["people"] < K:
            rows[-1] = {"from": rows[-1]["from"], "to": high, "people": rows[-1]["people"] + people}
        else:
            rows.append({"from": low, "to": high, "people": people})
    while len(rows) > 1 and 0 < rows[-1]["people"] < K:
        last = rows.pop()
        rows[-1] = {"from": rows[-1]["from"], "to": last["to"], "people": rows[-1]["people"] + last["people"]}
    return rows


def concentration(facts, period):
    values, count = counted(facts.people(*windows(facts, period)))
    hidden = few(len(values)) or (DOMINATED if values and max(values) / sum(values) > DOMINANT else None)
    unknown = whole(count["unknown"] + count["unmeasured"], len(values) + sum(count.values()))
    shown = lambda of: None if hidden or not sum(of) else inequality(of)
    row = {"active": shown(values), "eligible": shown([0] * count["zero"] + values), "unknown": unknown, "hidden": hidden}
    return {"rows": [row]}


def inequality(values):
    """G = Σ(2i−n−1)x_i ÷ (nΣx), × n/(n−1); the top tenth is rounded up to whole people, and shown from k on; steps of the curve have k."""
    x, n = np.array(values, dtype=float), len(values)
    gini = float(np.sum((2 * np.arange(1, n + 1) - n - 1) * x) / (n * x.sum()))
    top = -(-n // 10)
    running, steps = np.concatenate([[0], np.cumsum(x)]) / x.sum(), max(1, min(n // K, 100))
    at = [step * n // steps for step in range(steps + 1)]
    return {"people": n, "gini": gini, "gini_corrected": gini * n / (n - 1) if n > 1 else 0.0, "top_tenth_people": top,
            "top_tenth_share": None if top < K else float(x[-top:].sum() / x.sum()), "lorenz": [[a / n, float(running[a])] for a in at]}


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
    return {"rows": [_paid(used(facts, people, (product, of(product)), weeks, window[1]), of(product)) for product in products]}


def _paid(row, licence):
    """Of seats bought, and break-even = price ÷ (4.33 weeks × 1 h × 75 USD × 25 %), in that currency only."""
    bought, price = (licence.bought, licence.price) if licence else (None, None)
    head, even = row["headline"], None
    if price and price[1] == "USD":
        even = {"fraction": float(price[0]) / (4.33 * 1 * 75 * 0.25), "seat_price": price[0], "currency": "USD"}
    paid = None if bought is None or "hidden" in head or not head["denominator"] else rate(head["numerator"], bought * 4, head["unknown"])
    return row | {"of_bought": paid, "break_even": even}


def used(facts, people, of_product, weeks, until, is_part=False):
    """Use of a product, or of any, by those who hold a seat; what is said of a part of the book is said as of a group."""
    product, licence = of_product
    holders = [p for p in people if p.state != "not-entitled" and (product is None or product in p.products)]
    hidden = few(len(holders))
    assigned = lambda p, week: p.entitled is None or p.entitled <= week
    seen, tools = any_use(facts), None
    if product is not None:
        seen, tools = own_use(facts, {p.key for p in people}, (product, licence), until)
    say = lambda one: {"hidden": hidden} if hidden else whole_rate(one) if product is None and not is_part else groups.rates([one], "unseen")[0]
    count = lambda of: rate(of.count(True), len(of) - of.count(None), of.count(None))
    rows = [count([seen(p, week) for p in holders if assigned(p, week)]) for week in weeks]
    shown = [say(row) for row in rows]
    headline = next((row for row in shown[-4:] if "hidden" in row), None) or rate(
        *[sum(row[name] for row in rows[-4:]) for name in ("numerator", "denominator", "unknown")])
    habits = [_habit([seen(p, week) for week in weeks], 9) if assigned(p, weeks[0]) else _habit([seen(p, week) for week in weeks[-4:]], 4)
              for p in holders if assigned(p, weeks[-4])]
    part = headline.get("fraction")
    flag = None if part is None or headline["unknown"] > headline["denominator"] else next(name for name, up in FLAGS if part < up)
    return {"product": product, "headline": headline, "habit": say(count(habits)), "flag": flag, "hidden": hidden, "tools": tools,
            "weeks": [{"week": str(week), "rate": row} for week, row in zip(weeks, shown)]}


def _habit(weeks, needed):
    """Often enough; not known where the unknown weeks could make it so."""
    active, unknown = weeks.count(True), weeks.count(None)
    return True if active >= needed else None if active + unknown >= needed else False


def any_use(facts):
    """Use of any product in a week; of whom only lists of seats tell, where all of them do."""
    named = {use.who for use in facts.uses if use.who}

    def seen(person, week):
        span = week, week + timedelta(7)
        if week in person.weeks:
            return True
        if facts.watches(person.key, "OpenAI", span):
            return False
        mine = [seat for seat in facts.seats if seat.who == person.key]
        told = defaultdict(list)
        for seat in mine:
            if seat.last:
                told[seat.product].append(seat)
        # Nobody is watched without any activity.
        is_watched = person.key in named or (named and any(seat.provider == "OpenAI" for seat in mine))
        silent = all(any(seat.last < week and seat.snapshot + DAY >= span[1] for seat in of) for of in told.values())
        return False if told and silent and not is_watched else None

    return seen


def own_use(facts, present, of_product, until):
    """Use of one product in a week: by tools of its vendor that are called like it, and by its list of seats."""
    from licences import likeness

    product, licence = of_product
    provider = licence.provider if licence else None
    named = [use for use in facts.uses if use.who in present and use.day < until]
    own = [use for use in named if use.provider == provider and likeness(product, use.tool) is not None]
    active = {(use.who, monday(use.day)) for use in own if not use.automated and (use.tokens > 0 or use.requests > 0)}
    listed = [seat for seat in facts.seats if seat.product == product and seat.last]
    tools = sorted({use.tool for use in own})

    def seen(person, week):
        end = week + timedelta(7)
        mine = [seat for seat in listed if seat.who == person.key]
        if (person.key, week) in active or any(week <= seat.last < end for seat in mine):
            return True
        silent = any(seat.last < week and seat.snapshot + DAY >= end for seat in mine)
        return False if silent or (tools and facts.watches(person.key, provider, (week, end))) else None

    return seen, tools


FLAGS = [("change-problem", 0.2), ("low", 0.4), ("growing", 0.7), ("established", 9)]


def non_adopters(facts, period):
    window, history = windows(facts, period)
    eligible, outside = expected(facts.people(window, history), window)
    zero = [p for p in eligible if p.state == "zero"]
    dormant = sum(bool(p.last and p.last >= history[0]) for p in zero)
    teams = defaultdict(list)
    for person in eligible:
        teams[person.team].append(person)
    shown = groups.rates([zero_rate(of) for _, of in sorted(teams.items())])
    rows = [{"team": team} | ({"zero_rate": one} if "hidden" not in one else one) for team, one in zip(sorted(teams), shown)]
    every = zero_rate(eligible)
    say = lambda count: whole_rate(every) if "hidden" in whole_rate(every) else count
    away = lambda value: whole(value, len(eligible) + sum(outside.values()))
    touch = sum(p.state == "active" and len(p.days) == 1 for p in eligible)
    row = {"zero_rate": whole_rate(every), "never_used": say(len(zero) - dormant), "dormant": say(dormant), "touch_only": say(touch),
           "outside": away(outside), "too_new": away(outside["too_new"]), "teams": Keyed(rows, ("team",))}
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


METRICS = {"distribution": distribution, "concentration": concentration, "utilisation": utilisation, "non-adopters": non_adopters}
