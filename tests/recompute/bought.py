"""What renewals reveal and how far what is bought is used, recomputed from contracts, bills, seats and surveys (§8, §22)."""

import re
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import licences
from compare import Keyed
from facts import DAY, first, later, month
from licences import likeness, names, successor, terms
from money import half_even, share
from people import few, rate, windows

ADOPTED, IN_A_ROW = 100, 3


def outcome(term, following):
    """Renewed when somebody decided; silent when it renews by itself; unknown when it was to go on and nothing shows it."""
    is_silent = term.renews is True and not term.decision
    if following:
        return "silent" if is_silent else "renewed"
    return "unknown" if is_silent or term.decision.startswith(("renew", "extend", "expand")) else "lost"


def _due(term, every):
    following = successor(term, every)
    became, old, new, volume, price = outcome(term, following), term.yearly(), None, None, None
    by_seat = term.seats is not None and term.price is not None
    if following and following.currency == term.currency:
        new = following.yearly()
        if by_seat and following.seats is not None and following.price is not None:
            volume = (following.seats - term.seats) * term.priced(12)
            price = (following.priced(12) - term.priced(12)) * following.seats
    elif not following and became == "lost":
        new = Decimal(0)
        volume, price = (-term.seats * term.priced(12), Decimal(0)) if by_seat else (None, None)
    return {"kind": "contract", "contract": term.number, "product": term.product, "provider": term.provider, "currency": term.currency,
            "end": str(term.end), "outcome": became, "auto_renew": term.renews, "decision": term.decision, "old_seats": term.seats,
            "new_seats": following.seats if following else None, "old": old, "new": new, "volume": volume, "price": price}


def _retained(rows, by_seat):
    """GRR = Σ min(new, old) ÷ Σ old; NRR = Σ new ÷ Σ old."""
    sums = {}
    for row in rows:
        if row["old"] is not None and row["new"] is not None:
            of = sums.setdefault(row["currency"], [Decimal(0)] * 5)
            parts = [row["old"], row["new"], min(row["old"], row["new"]), row.get("volume") or 0, row.get("price") or 0]
            sums[row["currency"]] = [a + b for a, b in zip(of, parts)]
    return Keyed([{"currency": currency, "old": old, "new": new, "kept": kept, "grr": share(kept, old), "nrr": share(new, old),
                   "volume": volume if by_seat else None, "price": price if by_seat else None}
                  for currency, (old, new, kept, volume, price) in sums.items()], ("currency",))


def revealed_preference(facts, period):
    end = windows(facts, period)[0][1]
    every = terms(facts)
    begin = min(period[0], later(end, -12))
    due = [_due(term, every) for term in every if begin <= term.end - DAY < end]
    count = lambda name: sum(row["outcome"] == name for row in due)
    logo = rate(count("renewed"), count("renewed") + count("lost"), count("silent") + count("unknown"))
    vendors = _vendors(facts, every, end)
    counted = [row for row in vendors if row["counted"]]
    stated = _stated(facts, end, logo["fraction"])
    decided = [row for row in due if row["outcome"] in ("renewed", "lost")]
    return {"rows": Keyed(due + vendors + stated, ("kind", "contract", "product", "end", "provider", "currency", "question", "old_seats", "old")),
            "logo_renewal": logo, "usage_renewal": rate(sum(row["new"] > 0 for row in counted), len(counted), 0), "not_due": len(every) - len(due),
            "totals": {"contracts": _retained(decided, True), "usage": _retained(counted, False)}}


def _vendors(facts, every, end):
    """Three whole months against those a year earlier, once three months in a row before reached 100."""
    last = month(end)
    now, then = (later(last, -3), last), (later(last, -15), later(last, -12))
    months = defaultdict(lambda: defaultdict(Decimal))
    for charge in facts.charges:
        if charge.billed is not None and charge.day < end:
            months[charge.provider, charge.currency][month(charge.day)] += charge.billed
    rows = []
    for (provider, currency), of in months.items():
        if any(likeness(term.provider, provider) is not None for term in every):
            continue
        total = lambda span: sum((amount for at, amount in of.items() if span[0] <= at < span[1]), Decimal(0))
        before = sorted(at for at in of if at < then[1])
        adopted = any(all(of.get(later(at, n), Decimal(0)) >= ADOPTED and later(at, n) < then[1] for n in range(IN_A_ROW)) for at in before)
        rows.append({"kind": "vendor", "provider": provider, "currency": currency, "old": total(then), "new": total(now), "counted": adopted and total(then) > 0})
    return rows


def _stated(facts, end, deliberate):
    """The newest answers of each question; the gap is the share of yes less the share renewed on purpose."""
    answers = defaultdict(list)
    for row in facts.rows("survey.csv"):
        if first(row["Date"]) < end:
            answers[row["Question"]].append(row)
    rows = []
    for question, of in answers.items():
        day = max(row["Date"] for row in of)
        newest = [row for row in of if row["Date"] == day]
        yes, every = (sum(int(row["Count"]) for row in newest if row["Answer"] in words) for words in (("yes",), ("yes", "partly", "no")))
        hidden = few(every)
        positive = rate(0, 0, 0) if hidden else rate(yes, every, 0)
        gap = None if positive["fraction"] is None or deliberate is None else positive["fraction"] - deliberate
        rows.append({"kind": "survey", "question": question, "day": day, "positive": positive, "gap": gap, "hidden": hidden})
    return rows


AHEAD = [("provisioned", "provisioned"), ("throughput", "provisioned"), ("reserved", "provisioned"), ("prepaid", "prepaid"), ("credit", "prepaid")]


def capacity(facts, period):
    window, history = windows(facts, period)
    today = window[1] - DAY
    rows = [row for term in terms(facts) if (row := _commitment(facts, term, today))]
    rows += _purchases(facts, period, today)
    for row in licences.idle_seats(facts, period)["rows"].rows:
        if row["assigned"] and row["unknown"] == row["assigned"]:
            continue
        if row["bought"] is not None and row["assigned"] is not None and not isinstance(row["active"], dict) and row["tier"] == "certain":
            rows.append(_row("seats", row["provider"], row["product"], "", row["bought"], row["bought"], row["active"]))
    return {"rows": Keyed(rows, ("kind", "provider", "product", "currency", "bought", "denominator", "is_over")), "as_of": str(today)}


def _row(kind, provider, product, currency, bought, to_date, used, **more):
    row = {"kind": kind, "provider": provider, "product": product, "currency": currency, "bought": Decimal(bought), "bought_to_date": Decimal(to_date),
           "used": Decimal(used), "numerator": Decimal(used), "denominator": Decimal(to_date), "utilisation": share(used, to_date), "is_over": False,
           "expired": None, "list": None, "break_even": None, "saved": None, "months": []}
    return row | more


def _against(list_value, used, to_date):
    """Against pay-as-you-go: nothing without a list value."""
    if list_value <= 0:
        return {}
    return {"list": list_value, "break_even": share(used, list_value) if used > 0 else None, "saved": list_value - max(to_date, used)}


def _used(charges, span):
    """Each line with what it is amortised, else with what it is billed; and the list value."""
    of = [charge for charge in charges if span[0] <= charge.day < span[1] and charge.category == "usage"]
    used = sum(((charge.billed if charge.effective is None else charge.effective) or Decimal(0) for charge in of), Decimal(0))
    return used, sum((charge.list or Decimal(0) for charge in of), Decimal(0))


def _commitment(facts, term, today):
    """bought to date = commitment × known days passed ÷ days of the term; expired = what is over, known from its start and not used."""
    passed = max(term.start, facts.data[0]), min(term.end, today + DAY)
    is_billed = any(charge.billed is not None or charge.effective is not None for charge in facts.charges)
    if term.commitment is None or passed[0] >= passed[1] or not is_billed:
        return None
    own = [c for c in facts.charges if c.provider.lower() == term.provider.lower()]
    services = {c.service for c in own if names(term.product, term.provider, c.service)}
    charges = [c for c in own if c.currency == term.currency and (not services or c.service in services)]
    part = lambda span: half_even(Fraction(term.commitment) * (span[1] - span[0]).days / (term.end - term.start).days, term.currency)
    months, at = [], month(passed[0])
    while at < passed[1]:
        span = max(at, passed[0]), min(later(at, 1), passed[1])
        months.append({"from": str(span[0]), "to": str(span[1]), "bought": part(span), "used": _used(charges, span)[0]})
        at = later(at, 1)
    used, listed = sum((one["used"] for one in months), Decimal(0)), _used(charges, passed)[1]
    is_over = term.end <= today
    return _row("commitment", term.provider, term.number, term.currency, term.commitment, part(passed), used, is_over=is_over,
                expired=max(Decimal(0), term.commitment - used) if is_over and facts.data[0] <= term.start else None, months=months, **_against(listed, used, part(passed)))


def _purchases(facts, period, today):
    """Credits and capacity on bills, month by month, against the use of the same service in those months; credits last until used."""
    start = max(month(facts.data[0]), later(later(month(period[1] - DAY), 1), -16))
    starts = [term.start for term in terms(facts) if term.commitment is not None]
    start = min([start, period[0], *starts])
    found = defaultdict(lambda: defaultdict(list))
    for charge in facts.charges:
        if start <= charge.day <= today and charge.category == "purchase" and charge.billed is not None and _kind(charge):
            found[charge.provider, charge.service, charge.currency][month(charge.day)].append(charge)
    rows = []
    for (provider, service, currency), by_month in found.items():
        charges = [c for c in facts.charges if (c.provider, c.service, c.currency) == (provider, service, currency) and start <= c.day <= today]
        months, used, listed = [], Decimal(0), Decimal(0)
        kind, at = _kind(next(iter(by_month.values()))[0]), min(by_month)
        while kind == "prepaid" and at <= today:
            by_month[at] += []
            at = later(at, 1)
        for at, of in sorted(by_month.items()):
            mine = _used(charges, (at, later(at, 1)))
            used, listed = used + mine[0], listed + mine[1]
            months.append({"from": str(at), "to": str(later(at, 1)), "bought": sum((charge.billed for charge in of), Decimal(0)), "used": mine[0]})
        bought = sum(one["bought"] for one in months)
        rows.append(_row(kind, provider, service, currency, bought, bought, used, months=months, **_against(listed, used, bought)))
    return rows


def _kind(charge):
    words = [word for word in re.split("[^0-9a-z]+", f"{charge.service} {charge.unit}".lower()) if word]
    return next((kind for begin, kind in AHEAD if any(word.startswith(begin) for word in words)), None)


METRICS = {"revealed-preference": revealed_preference, "capacity": capacity}
