"""Seats and contracts, recomputed from seat lists, contract terms and bills (METRICS.md §17 idle seats, §8 guards)."""

import re
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from compare import Keyed
from facts import DAY, first, maybe, month
from money import half_even
from groups import FEW, HIDDEN, Table, is_few
from people import GRACE, windows

BILLS = timedelta(400)


@dataclass
class Term:
    """One term of one contract; the end is exclusive."""

    number: str
    product: str
    provider: str
    seats: int | None
    price: Decimal | None
    per: str
    currency: str
    start: date
    end: date
    notice: date | None
    minimum: int | None
    commitment: Decimal | None
    renews: bool | None
    decision: str
    owner: str

    def share(self, amount, months):
        """Of an amount for the whole term, what falls on so many months; by days where it is not whole months."""
        whole = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        # From 31 October six months go to 30 April.
        last = min(self.start.day, monthrange(self.end.year, self.end.month)[1])
        if self.end.day == last and whole > 0:
            return Fraction(amount) * months / whole
        return Fraction(amount) * 365 * months / (12 * (self.end - self.start).days)

    def priced(self, months):
        """The price of a seat for so many months, rounded once."""
        if self.price is None:
            return None
        of = {"month": lambda: Fraction(self.price) * months, "year": lambda: Fraction(self.price) * months / 12,
              "term": lambda: self.share(self.price, months)}
        return half_even(of[self.per](), self.currency)

    def yearly(self):
        """Seats × price, else the commitment, for a year."""
        price = self.priced(12)
        if price is not None and self.seats is not None:
            return price * self.seats
        return None if self.commitment is None else half_even(self.share(self.commitment, 12), self.currency)


def terms(facts):
    whole = lambda text: int(text) if text else None
    money = lambda text: Decimal(text) if text else None
    flag = {"yes": True, "no": False, "": None}
    return [Term(row["Contract"], row["Product"], row["Provider"], whole(row["Seats"]), money(row["Unit price"]), row["Per"],
                 row["Currency"], first(row["Start"]), first(row["Last day"]) + DAY, maybe(row["Notice by"]),
                 whole(row["Minimum seats"]), money(row["Commitment"]), flag[row["Auto renew"]], row["Decision"], row["Owner"])
            for row in facts.rows("contracts.csv")]


def renewals(facts, period):
    today = windows(facts, period)[0][1] - DAY
    every = terms(facts)
    rows = [_standing_row(term, every, today) for term in every]
    return {"rows": Keyed(rows, ("contract", "product", "start")), "as_of": str(today)}


def _follows(term, other):
    same = term.number == other.number or (term.provider == other.provider and term.product == other.product)
    return same and other.start > term.start and other.start >= term.end


def _standing_row(term, every, today):
    text = lambda value: None if value is None else str(value)
    if any(_follows(term, other) for other in every):
        standing, due = "renewed", None
    elif term.start > today:
        standing, due = "later", term.start
    elif term.end <= today:
        standing, due = "ended", None
    elif term.decision:
        standing, due = "decided", term.end
    elif not term.notice:
        standing, due = "end-ahead", term.end
    else:
        standing, due = ("notice-ahead", term.notice) if term.notice >= today else ("notice-passed", term.end)
    return {"contract": term.number, "product": term.product, "provider": term.provider, "start": str(term.start), "end": str(term.end),
            "notice": text(term.notice), "decision": term.decision, "auto_renew": term.renews, "owner": term.owner, "seats": term.seats,
            "minimum": term.minimum, "unit_price": term.price, "per": term.per, "commitment": term.commitment, "currency": term.currency,
            "a_year": term.yearly(), "standing": standing, "due": text(due), "days": (due - today).days if due else None}


@dataclass
class Licence:
    """A product bought by the seat: its list, its term in force, its newest bill."""

    provider: str
    product: str
    seats: list | None = None
    term: Term | None = None
    last_term: Term | None = None
    bought: int | None = None
    price: tuple | None = None
    without: int = 0


def words(text):
    return {word for word in re.split(r"[^0-9a-z]+", text.lower()) if word}


def likeness(a, b):
    """How many words one has more, where all words of one are in the other; none where they are not."""
    a, b = sorted((words(a), words(b)), key=len)
    return len(b) - len(a) if a and a <= b else None


def names(product, vendor, service):
    """Whether the words of a product, less those of its vendor, are all in the name of a service."""
    own = words(product) - words(vendor)
    return bool(own) and own <= words(service)


def _nearest(found, provider, product, takes):
    """The product nearest in name, of the same vendor; else a new one."""
    near = [(likeness(one.product, product), at) for at, one in enumerate(found)
            if takes(one) and likeness(one.product, product) is not None and likeness(one.provider, provider) is not None]
    if near:
        return found[min(near)[1]]
    found.append(Licence(provider, product))
    return found[-1]


def licences(facts, window, history):
    today, found = window[1] - DAY, []
    seats, without = used_seats(facts, window, history)
    for seat in seats:
        one = next((one for one in found if (one.provider, one.product) == (seat["provider"], seat["product"])), None)
        if one is None:
            one = Licence(seat["provider"], seat["product"], [])
            found.append(one)
        one.seats.append(seat)
    for term in terms(facts):
        if term.start <= today < term.end and term.seats is not None:
            same = next((one for one in found if one.term and (one.term.provider.lower(), one.term.product.lower()) ==
                         (term.provider.lower(), term.product.lower())), None)
            if same:
                _on_top(same, term)
                continue
            one = _nearest(found, term.provider, term.product, lambda one: one.term is None)
            price = term.priced(1)
            one.term, one.bought, one.last_term = term, term.seats, agreed(term, terms(facts))
            one.price = None if price is None else (price, term.currency, f"contract {term.number}")
    for (provider, service), (at, seats, price) in sorted(newest_bills(facts, today).items()):
        one = _nearest(found, provider, service, lambda one: True)
        if one.term is None and seats > 0:
            one.bought = (one.bought or 0) + int(seats)
        if one.price is None and price is not None:
            one.price = (*price, f"bill of {at:%Y-%m}")
    for tool, people in without.items():
        one = next((one for one in found if one.provider == "OpenAI" and likeness(one.product, tool) is not None), None)
        if one:
            one.without += people
    return found


def _on_top(one, term):
    """A second term of one product adds its seats; the price is that of all of them, and what ends on one day is one."""
    before, price = one.bought, term.priced(1)
    one.bought += term.seats
    if one.price and price is not None and one.price[1] == term.currency and one.bought:
        mean = (Fraction(one.price[0]) * before + Fraction(price) * term.seats) / one.bought
        one.price = (half_even(mean, term.currency), term.currency, f"{one.price[2]}, {term.number}")
    if one.last_term.end == term.end:
        both = lambda a, b: b if a is None else a if b is None else a + b
        one.last_term = replace(one.last_term, seats=both(one.last_term.seats, term.seats), minimum=both(one.last_term.minimum, term.minimum))


def successor(term, every):
    """The next term: of the same number, or of the same vendor and product."""
    return min((other for other in every if _follows(term, other)), key=lambda other: other.start, default=None)


def agreed(term, every):
    """The last term that is agreed already: seats can be dropped only at its end."""
    following = successor(term, every)
    return agreed(following, every) if following else term


def newest_bills(facts, today):
    """Seats and the price of one for a month, by vendor and service: of lines that run when the newest begins; bills are by the month."""
    sold = defaultdict(list)
    for charge in facts.charges:
        is_sold = charge.category == "purchase" and charge.billed is not None and charge.quantity and re.search("seat|user|licen", charge.unit.lower())
        if is_sold and charge.day <= today and charge.until > today + DAY - BILLS:
            sold[charge.provider, charge.service].append(charge)
    newest = {}
    for product, lines in sold.items():
        start = max(line.day for line in lines)
        running = [line for line in lines if line.day <= start < line.until]
        end = max(line.until for line in running if line.day == start)
        of = [line for line in running if (line.day, line.until) == (start, end)]
        assert start.day == end.day == 1, "bills of seats are for whole months"
        months = (end.year - start.year) * 12 + end.month - start.month
        seats, amount = sum(line.quantity for line in of), sum(line.billed for line in of)
        is_one = len({line.currency for line in lines if line.day >= month(start)}) == 1
        price = half_even(Fraction(amount) / Fraction(seats) / months, of[0].currency) if seats > 0 and amount >= 0 and is_one else None
        newest[product] = (month(start), sum(line.quantity for line in running), None if price is None else (price, of[0].currency))
    return newest


def used_seats(facts, window, history):
    """Every seat of the newest lists with what is known of its use, and people without a seat by tool."""
    held = facts.held(window)
    if not held:
        return [], {}
    last, users = {}, set()
    for use in facts.uses:
        human = use.who and not use.who.startswith("key") and not use.automated and (use.tokens > 0 or use.requests > 0)
        if human and history[0] <= use.day < window[1]:
            last[use.who] = max(use.day, last.get(use.who, use.day))
            if window[0] <= use.day:
                users.add(use.who)
    watched = {"OpenAI"} if last and facts.covers(window) else set()
    seats, counted = [], set()
    for seat in held:
        if (seat.product, seat.who) in counted:
            continue
        counted.add((seat.product, seat.who))
        seats.append(_seat(facts, seat, window, last.get(seat.who) if seat.provider == "OpenAI" else None, watched))
    holders = {seat.who for seat in held if seat.provider == "OpenAI"}
    without = users - holders
    return seats, {"OpenAI API": len(without)} if without else {}


def _seat(facts, seat, window, by_usage, watched):
    told = seat.last if seat.last and seat.last < window[1] else None
    last = max(filter(None, (by_usage, told)), default=None)
    stated = seat.last and seat.last < window[0] and seat.snapshot >= window[1] - DAY
    state = "active" if last and last >= window[0] else "zero" if stated or seat.provider in watched else "unknown"
    return {"provider": seat.provider, "product": seat.product, "state": state, "last": last, "since": seat.assigned or facts.added(seat),
            "gone": seat.who in facts.leavers(window[1])}


PARTS = ("certain", "probable", "review", "active", "unknown", "new")


def idle_seats(facts, period):
    """By product and tier; what is shown of a product is decided among those priced in its currency."""
    window, history = windows(facts, period)
    found = licences(facts, window, history)
    counts = [_counts(one, window, history) for one in found]
    currencies = defaultdict(list)
    for at, one in enumerate(found):
        currencies[one.price[1] if one.price else ""].append(at)
    rows, totals, products = [None] * len(found), [], sum(any(parts) for parts in counts)
    for currency, of in sorted(currencies.items()):
        table = Table([counts[at] for at in of], "whole")
        for row, at in enumerate(of):
            rows[at] = _idle_rows(found[at], table, row, window)
        totals += _totals(currency, [(found[at], counts[at], row) for row, at in enumerate(of) if any(counts[at])], table, products)
    rows = [row for of in rows for row in of]
    return {"rows": Keyed(rows, ("provider", "product", "tier", "bought", "price_source")), "totals": Keyed(totals, ("tier", "currency"))}


def _counts(one, window, history):
    """Seats of a product by PARTS."""
    kinds = [tier(seat, window, history) or {"zero": "new"}.get(seat["state"], seat["state"]) for seat in one.seats or []]
    return [kinds.count(part) for part in PARTS]


def _totals(currency, listed, table, products):
    """What each tier costs in all, hidden products too; not where the only product of its currency is hidden."""
    if not currency or is_few(sum(sum(counts) for _, counts, _ in listed)) or not listed:
        return []
    totals = []
    for at, kind in enumerate(PARTS[:3]):
        open_to_all = all((row, at) not in table.gone for _, _, row in listed)
        if len(listed) > 1 or products == 1 or open_to_all:
            totals.append({"tier": kind, "currency": currency, "exposure": sum(one.price[0] * counts[at] for one, counts, _ in listed)})
    return totals


def tier(seat, window, history):
    """Certain: the holder is gone. Review: used before the window. Probable: never used and past the grace days."""
    if seat["gone"]:
        return "certain"
    if seat["state"] != "zero":
        return None
    if seat["last"] and seat["last"] >= history[0]:
        return "review"
    return "probable" if seat["since"] is None or seat["since"] <= window[1] - timedelta(GRACE) else None


def _idle_rows(one, table, row, window):
    words = FEW if is_few(sum(table.sizes)) else HIDDEN
    part = lambda name: words if (row, PARTS.index(name)) in table.gone else table.cells[row][PARTS.index(name)]
    is_hidden = row in table.rows_gone
    listed = one.seats is not None and not is_hidden
    held = table.sizes[row]
    renewal = _renewal(one.last_term, window[1] - DAY)
    without = HIDDEN if is_few(one.without) else one.without
    about = {"provider": one.provider, "product": one.product, "denominator": held if listed else None,
             "price": one.price and one.price[0], "currency": one.price and one.price[1], "price_source": one.price and one.price[2],
             "bought": one.bought, "assigned": held if listed else None,
             "unassigned": max(0, one.bought - held) if listed and one.bought is not None else None,
             "active": part("active") if listed else None, "within_grace": part("new") if listed else None,
             "unknown": part("unknown") if listed else None, "unmet_demand": without if listed else None, "renewal": renewal,
             "hidden": words["hidden"] if is_hidden else None}
    if not listed:
        nothing = ("tier", "idle", "exposure", "reassignable", "reducible", "reducible_exposure", "numerator")
        return [about | dict.fromkeys(nothing)]
    rows = []
    for kind in PARTS[:3]:
        idle = part(kind)
        either = lambda other, of: idle if isinstance(idle, dict) else 0 if idle == 0 else other if isinstance(other, dict) else of(idle, other)
        cost = lambda seats: None if one.price is None or seats is None or isinstance(seats, dict) else one.price[0] * seats
        reducible = either(renewal["droppable"], min) if renewal else None
        rows.append(about | {"tier": kind, "idle": idle, "numerator": idle, "exposure": cost(idle), "reassignable": either(without, min),
                             "reducible": reducible, "reducible_exposure": cost(reducible)})
    return rows


def _renewal(term, today):
    """Seats above the minimum can be dropped at the end of the term, while notice can still be given."""
    if term is None or term.end <= today:
        return None
    late = bool(term.notice and term.notice < today)
    return {"contract": term.number, "on": str(term.end), "notice": str(term.notice) if term.notice else None, "is_too_late": late,
            "droppable": 0 if late else max(0, (term.seats or 0) - (term.minimum or 0)), "minimum": term.minimum}


METRICS = {"idle-seats": idle_seats, "renewals": renewals}
