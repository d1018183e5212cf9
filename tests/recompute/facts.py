"""What the input files of a book say, read with pandas by the words of docs/formats.md.

Amounts and quantities are Decimals. A person is a row of the roster, or a stranger where there is no roster.
"""

import json
import tomllib
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cached_property

import pandas as pd

from rows import Charge, Person, Seat, Use

DAY = timedelta(1)
# What is said of somebody whom the roster in force has no more.
GONE = {"Employee #": "", "Team": "", "Division": ""}
# Decimals that an amount is kept with, and that the invoice of the currency shows.
SCALE = {"USD": 9, "EUR": 9, "JPY": 6}
MINOR = {"USD": 2, "EUR": 2, "JPY": 0}
# Words for the standard tier.
STANDARD = {"default": "", "standard": ""}


def monday(day):
    return day - timedelta(day.weekday())


def month(day):
    return day.replace(day=1)


def later(day, months):
    """The same day of the month so many months on; the last of the month where there is none."""
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def first(text):
    return date.fromisoformat(text[:10])


def maybe(text):
    return first(text) if text and text not in ("None",) else None


class Facts:
    """The files of one book."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, name):
        path = self.folder / name
        if not path.exists():
            return []
        return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")

    @cached_property
    def charges(self):
        focus = [self._focus(row, name) for name in self.files_of("focus") for row in self.rows(name)]
        opened = [self._open(row) for row in self.rows("open.csv")] + [self._named(row) for row in self.rows("named.csv")]
        return focus + opened

    @cached_property
    def delivered(self):
        """Every charge, also where only a part is asked about."""
        return self.charges

    def files_of(self, kind):
        """Names of the files of one kind: `focus.csv`, `focus-later.csv`."""
        return sorted(path.name for path in self.folder.glob(f"{kind}*.csv"))

    @staticmethod
    def _focus(row, file):
        detail = json.loads(row["SkuPriceDetails"] or "{}")
        quantity = row["ConsumedQuantity"]
        return Charge(first(row["ChargePeriodStart"]), row["ProviderName"], row["ServiceName"], detail.get("ModelId", ""),
                      detail.get("TokenDirection", "").lower(), row["ChargeCategory"].lower(), row["BillingCurrency"],
                      Decimal(row["BilledCost"]), Decimal(quantity) if quantity else None, row["ConsumedUnit"],
                      effective=Decimal(row["EffectiveCost"]), list=Decimal(row["ListCost"]), invoice=row["InvoiceId"], file=file,
                      account=row["BillingAccountId"], until=first(row["ChargePeriodEnd"]))

    @staticmethod
    def _open(row):
        told = row["x_Billed"]
        return Charge(first(row["ChargePeriodStart"]), row["x_Provider"], row["x_Service"], "", "", row["ChargeCategory"].lower(),
                      row["BillingCurrency"], None if told in ("", "seat") else Decimal(told), None, "", row["x_Provisional"] == "true",
                      file="open.csv", account=row["x_Account"])

    def _named(self, row):
        """A charge that names somebody of the roster by e-mail."""
        charge = self._open(row)
        charge.file = "named.csv"
        charge.model, charge.token_class, charge.tags = row["x_Model"], row["x_TokenClass"], json.loads(row["Tags"])
        charge.who = self.person(email=row["x_IdentityEmail"])
        own = self.staff(charge.who, charge.day)
        charge.person_team, charge.person_unit = own["Team"], own["Division"]
        return charge

    @cached_property
    def uses(self):
        """Usage lines; one row of the export is one line for each class of token, requests on the first."""
        return [use for rows in self.activity for row in rows for use in self._use(row)]

    @cached_property
    def activity(self):
        return [[row for row in self.rows(path.name) if row["num_model_requests"]]
                for path in sorted(self.folder.glob("completions_usage_*.csv"))]

    def _use(self, row):
        day = datetime.fromtimestamp(int(row["start_time"]), timezone.utc).date()
        whole = lambda name: int(float(row[name]))
        who = self.person(email=row["user_email"]) if row["user_email"] else f"key {row['api_key_id']}"
        batch = row["batch"] == "TRUE"
        cached = whole("input_cached_tokens")
        lines = [("input", whole("input_tokens") - cached, whole("num_model_requests")), ("cache-read", cached, 0),
                 ("output", whole("output_tokens"), 0)]
        tier = "batch" if batch else STANDARD.get(row["service_tier"], row["service_tier"])
        return [Use(day, who, row["model"], kind, tokens, requests, batch, row["project_id"], tier=tier) for kind, tokens, requests in lines]

    @cached_property
    def rosters(self):
        """Every roster by the first day it is in force: the first is so before that, too. A file without rows is none."""
        names = sorted(path.name for path in self.folder.glob("people*.csv") if self.rows(path.name))
        days = [date.min] + [first(name.removeprefix("people-")) for name in names[1:]]
        rows = ({row["Employee #"]: row for row in self.rows(name)} for name in names)
        return list(zip(days, rows))

    def roster_on(self, day):
        """Rows of the roster in force on a day."""
        return next((list(rows.values()) for start, rows in reversed(self.rosters) if start <= day), [])

    @property
    def roster(self):
        """Rows of the newest roster."""
        return self.roster_on(date.max)

    def staff(self, who, day):
        """What the roster in force on a day says of somebody; of whom none up to it has, the first that has them."""
        before = [rows for start, rows in self.rosters if start <= day]
        if any(who in rows for rows in before):
            return before[-1].get(who, GONE)
        return next((rows[who] for _, rows in self.rosters if who in rows), GONE)

    @cached_property
    def _known(self):
        known = {}
        for row in (row for _, rows in self.rosters for row in rows.values()):
            known[row["Work Email"].lower()] = known[row["Login"].lower()] = row["Employee #"]
        return known

    def person(self, email="", login=""):
        """The key of a person: an employee number, or `stranger …`."""
        found = self._known.get(email.lower()) or self._known.get(login.lower())
        return found or f"stranger {email.lower() or login.lower()}"

    @cached_property
    def seats(self):
        """Every seat of every list."""
        copilot = [Seat(self.person(login=row["Login"]), "GitHub Copilot", "GitHub", first(row["Report Time"]), None,
                        maybe(row["Last Activity At"])) for name in self.files_of("copilot") for row in self.rows(name)]
        okta = [Seat(self.person(email=row["Application login"]), row["Application instance"], "OpenAI", self.assignments[1],
                     maybe(row["Assigned on"]), maybe(row["Last login"]))
                for row in self.rows(self.assignments[0]) if not row["Unassigned on"]]
        return copilot + okta

    def held(self, window):
        """Seats of the list of each product that counts at the end of a window: the newest by then, at the end of all charges and
        usage the newest of all, as a list is often made after the last of them; else the first."""
        until = date.max if self.data is None or self.data[1] <= window[1] else window[1]
        days = defaultdict(set)
        for seat in self.seats:
            days[seat.product].add(seat.snapshot)
        counts = {product: max(day for day in of if day <= max(until, min(of))) for product, of in days.items()}
        return [seat for seat in self.seats if seat.snapshot == counts[seat.product]]

    def added(self, seat):
        """The day of the first list with a seat, where an earlier list of the product did not have it."""
        of = [other for other in self.seats if other.product == seat.product]
        first = min(other.snapshot for other in of if other.who == seat.who)
        return first if first > min(other.snapshot for other in of) else None

    @cached_property
    def assignments(self):
        """The list of assignments and its day, which its name says: the program is told with `--period`."""
        names = [path.name for path in self.folder.glob("okta-*.csv")]
        return (names[0], first(names[0].removeprefix("okta-"))) if names else ("none.csv", None)

    @cached_property
    def data(self):
        """Days with a charge or usage; the end is exclusive. Where the newest month has charges of more days only, their end."""
        days = [charge.day for charge in self.charges] + [use.day for use in self.uses]
        if not days:
            return None
        newest = month(max(days))
        long = [charge.until for charge in self.charges if charge.day >= newest and charge.until and charge.until > charge.day + DAY]
        is_all = len(long) == sum(day >= newest for day in days)
        end = min(max(long), later(newest, 1)) if is_all and long else max(days) + DAY
        return min(days), max(end, max(days) + DAY)

    @cached_property
    def kpis(self):
        """Points by name and team, in order of day."""
        found = defaultdict(dict)
        for row in self.rows("kpis.csv"):
            if row["value"]:
                found[row["name"], row["team"]][first(row["date"])] = float(row["value"])
        return {key: sorted(points.items()) for key, points in found.items()}

    @cached_property
    def units(self):
        return {(row["name"], row["team"]): row["unit"] for row in self.rows("kpis.csv") if row["value"]}

    @cached_property
    def initiatives(self):
        files = sorted(self.folder.glob("initiative-*.toml"))
        found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
        return sorted(found, key=lambda one: one["scenario"]["name"])

    @cached_property
    def settings(self):
        """Settings that this book changes, by key."""
        path = self.folder / "settings.txt"
        return dict(line.split() for line in path.read_text(encoding="utf-8").splitlines()) if path.exists() else {}

    def stretches(self):
        """Unbroken days that the activity exports cover: each file from its first to its last day with a fact."""
        days = [[use.day for row in rows for use in self._use(row)] for rows in self.activity]
        ends = sorted((min(of), max(of) + DAY) for of in days if of)
        joined = []
        for start, end in ends:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def covers(self, window):
        """Whether the activity exports saw every working day of a window."""
        days = [window[0] + timedelta(n) for n in range((window[1] - window[0]).days)]
        working = [day for day in days if day.weekday() < 5] or [days[0], days[-1]]
        return any(start <= working[0] and working[-1] < end for start, end in self.stretches())

    def watches(self, who, provider, window):
        """Whether the activity exports would have seen somebody in a window: they name them, or they hold a seat of the vendor."""
        named = any(use.who == who for use in self.uses)
        seated = any(seat.who == who and seat.provider == provider for seat in self.seats)
        days = [window[0] + timedelta(n) for n in range((window[1] - window[0]).days)]
        seen = lambda day: any(start <= day < end for start, end in self.stretches())
        return provider == "OpenAI" and (named or seated) and all(seen(day) for day in days if day.weekday() < 5)

    def present(self, window):
        """People of the roster in force at the window's end who had not left before it; without a roster, whoever is named."""
        if not self.rosters:
            keys = [use.who for use in self.uses] + [seat.who for seat in self.seats]
            return {key: Person(key) for key in sorted({k for k in keys if k and k.startswith("stranger")})}
        at_end = self.roster_on(window[1] - DAY)
        gone = self.leavers(window[0], at_end)
        rows = [row for row in at_end if row["Employee #"] not in gone]
        return {row["Employee #"]: Person(row["Employee #"], row["Team"], row["Division"], starts=maybe(row["Hire Date"]),
                                          ends=maybe(row["Termination Date"]), standing=row["Status"].lower()) for row in rows}

    def leavers(self, at, roster=None):
        """People of a roster, the newest unless told, who had left by a day."""
        ends = {row["Employee #"]: (maybe(row["Termination Date"]), row["Status"]) for row in roster or self.roster}
        return {who for who, (end, status) in ends.items() if (end < at if end else status == "Terminated")}

    def people(self, window, history):
        """Everybody in a window: active, zero, unknown or not entitled (METRICS.md, three-state activity)."""
        if (window, history) not in self.known_people:
            self.known_people[window, history] = self._people(window, history)
        return self.known_people[window, history]

    @cached_property
    def known_people(self):
        """Windows that were asked for already; nobody changes what they hold."""
        return {}

    def _people(self, window, history):
        found, last_day = self.present(window), window[1] - DAY
        named = {use.who for use in self.uses if use.who}
        used = {use.who for use in self.uses if history[0] <= use.day < history[1] and not use.automated and (use.tokens > 0 or use.requests > 0)}
        for use in self.uses:
            person = found.get(use.who)
            if person is not None:
                self._used(person, use, window, history)
        held, told = defaultdict(list), defaultdict(list)
        for seat in self.held(window):
            if seat.who in found:
                person = found[seat.who]
                held[seat.who].append(seat)
                person.products.add(seat.product)
                if seat.assigned:
                    person.entitled = min(filter(None, (person.entitled, seat.assigned)))
        # What any list states was seen, whether or not the seat is still held.
        for seat in self.seats:
            if seat.who in found and seat.last:
                told[seat.who, seat.product].append(seat)
                _seen(found[seat.who], seat.last, window, history)
        watched = {"OpenAI"} if any(use.who in found for use in self.uses) else set()
        covered = self.covers(window)
        listed = {seat.provider for seat in self.seats}
        for key, person in found.items():
            silent = lambda seat: any(other.last < window[0] and other.snapshot >= last_day for other in told[key, seat.product])
            tells = lambda seat: (covered and seat.provider in watched) or silent(seat)
            known = (covered and key in named) or held[key]
            if any(window[0] <= day < window[1] for day in person.days):
                person.state = "active"
            elif known and (covered or key not in used) and all(tells(seat) for seat in held[key]):
                person.state = "zero"
            elif listed and watched <= listed and not held[key] and key not in named:
                person.state = "not-entitled"
        return list(found.values())

    @staticmethod
    def _used(person, use, window, history):
        inside = window[0] <= use.day < window[1]
        if inside and not use.automated:
            person.tokens = (person.tokens or 0) + use.tokens
            person.requests = (person.requests or 0) + use.requests
        if not use.automated and (use.tokens > 0 or use.requests > 0):
            _seen(person, use.day, window, history)


def _seen(person, day, window, history):
    person.last = max(filter(None, (person.last, day)))
    if window[0] <= day < window[1]:
        person.days.add(day)
    if history[0] <= day < history[1]:
        person.weeks.add(monday(day))
