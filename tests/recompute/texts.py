"""The smaller files of a random book: KPI series, what is kept beside the bills, and scenarios."""

import random
from datetime import timedelta

import invoices
import papers

KPIS = [("Claims settled", "claims", "Claims", "Service"), ("Hours saved", "hours", "Platform", ""),
        ("Empty series", "x", "", "")]


def write(book):
    """Writes them, leaving each out of some books."""
    r = book.random
    for make in (kpis, contracts, budgets, headcount, payroll, survey, prices):
        if r.random() < 0.85:
            make(book)
    for number in range(r.choice([0, 1, 1, 2, 3])):
        initiative(book, number)
    live = (book.first + timedelta(int(book.days * 0.5))).replace(day=1)
    lines = [f"decoupling.ranking-live {live}\n"] if r.random() < 0.4 else []
    lines += ["value-premium.fewest 5\n"] if r.random() < 0.7 else []
    lines += ["ranking.on true\n"] if r.random() < 0.5 else []
    book.text("settings.txt", "".join(lines))
    papers.write(book)
    invoices.write(book)
    if r.random() < 0.7:
        panel(book)
    rates(book)


def spread(r, middle, whole=False):
    """A range around a middle, or one number."""
    if r.random() < 0.25:
        return f"{middle}"
    digits = 0 if whole else 3
    low, high = round(middle * r.uniform(0.4, 1), digits), round(middle * r.uniform(1, 1.9), digits)
    return f"[{low}, {middle}, {high}]"


def part(r, middle):
    """A range of fractions."""
    if r.random() < 0.3:
        return f"{middle}"
    return f"[{round(middle * r.uniform(0.2, 1), 3)}, {middle}, {round(min(1.0, middle * r.uniform(1, 1.6)), 3)}]"


def kpis(book):
    r, rows = book.random, []
    for name, unit, team, control in KPIS[: r.choice([1, 2])]:
        for whose in filter(None, {team, control if r.random() < 0.8 else ""}):
            level, slope = r.uniform(20, 4000), r.uniform(-3, 6)
            for at, month in enumerate(book.months()):
                if r.random() < 0.93:
                    # Four digits at least: three after a point could be thousands, which the program asks about.
                    value = "" if r.random() < 0.04 else f"{round(level + slope * at + r.gauss(0, level / 20), r.choice([0, 3, 6])):.6f}"
                    rows.append([month.isoformat(), name, value, unit, whose])
    if rows:
        book.table("kpis.csv", ["date", "name", "value", "unit", "team"], rows)


def contracts(book):
    r, rows = book.random, []
    for number in range(r.choice([1, 2, 5])):
        product, provider = r.choice([("GitHub Copilot", "GitHub"), ("ChatGPT Enterprise", "OpenAI"), ("Claude Team", "Anthropic")])
        if book.billed and r.random() < 0.4:
            provider = r.choice(book.billed)["provider"]
        currency, start = r.choice(["USD", "EUR"]), book.first.replace(day=1) - timedelta(r.choice([0, 17, 200, 365]))
        for _ in range(r.choice([1, 2])):
            last = start + timedelta(r.choice([29, 180, 364]))
            seats = r.choice(["", r.randint(1, 80)])
            rows.append([f"C-{number}", product, provider, seats, r.choice(["", f"{r.uniform(5, 60):.2f}"]), r.choice(["month", "year", "term"]),
                         currency, start.isoformat(), last.isoformat(), r.choice(["", (last - timedelta(30)).isoformat()]),
                         r.choice(["", 1, 10]), r.choice(["", "", "5000", "120000.50"]), r.choice(["", "yes", "no"]),
                         r.choice(["", "", "renew", "cancel", "reduce", "expand"]), r.choice(["Technology", ""])])
            start = last + timedelta(1)
    book.table("contracts.csv", ["Contract", "Product", "Provider", "Seats", "Unit price", "Per", "Currency", "Start", "Last day",
                                 "Notice by", "Minimum seats", "Commitment", "Auto renew", "Decision", "Owner"], rows)


# What else a budget may be for: in any spelling, of what is billed to nobody, and of what no bill names.
LIMITS = [("service", "openai api"), ("service", "Replit Agent"), ("service", "Nothing"), ("model", "GPT-5"), ("model", "o4"), ("model", "model-a"),
          ("account", "ACCT-1"), ("account", "acct-3"), ("category", "credit"), ("token-class", "output"), ("unit", "operations"), ("unit", ""),
          ("team", "Audit"), ("team", ""), ("tag:purpose", "internal"), ("cost-centre", "CC-1"), ("project", "proj_a")]


def budgets(book):
    r, rows, other = book.random, [], random.Random(book.seed * 61 + 9)
    for number in range(r.choice([1, 2, 4])):
        scope = r.choice([("", ""), ("provider", "OpenAI"), ("provider", "GitHub"), ("provider", "Nobody"), ("team", "Claims"), ("", "")])
        scope = other.choice(LIMITS) if other.random() < 0.5 else scope
        months = list(book.months())
        start, currency = r.choice(months), r.choice(["USD", "EUR"])
        last = (start + timedelta(r.choice([27, 90, 200]))).replace(day=28)
        if r.random() < 0.5:
            last = (last + timedelta(5)).replace(day=1) - timedelta(1)
        rows.append([f"Budget {number}", r.choice(["Finance", "Claims", ""]), *scope, start.isoformat(), last.isoformat(),
                     r.choice(["0", "500", "2500.50", "90000", used_up(book, scope, (start, last, currency))]), currency])
    book.table("budgets.csv", ["Budget", "Owner", "Dimension", "Value", "From", "Last day", "Amount", "Currency"], rows)


def used_up(book, scope, what):
    """An amount that what is billed nearly uses up."""
    start, last, currency = what
    spent = sum(float(one["billed"]) for one in book.billed if start <= one["day"] <= last and one["currency"] == currency and scope[1].lower() in ("", one["provider"].lower(), one["model"].lower(), one["category"].lower()))
    return f"{abs(spent) * book.random.choice([0.9, 0.96, 1.02, 1.2]):.2f}"


def headcount(book):
    r, other = book.random, random.Random(book.seed * 67 + 15)
    rows = [[unit, f"{month:%Y-%m}", round(r.uniform(4, 60), 1)] for unit in ("Operations", "Technology", "Finance")
            for month in book.months() if r.random() < 0.95]
    beside(book, other, rows)
    if rows:
        book.table("headcount.csv", ["Unit", "Month", "Headcount"], rows)


def beside(book, r, rows):
    """In some books rows of the whole company in place of units or beside them, in others cells of zero, or one unit twice."""
    kind = r.choice(["units", "units", "company", "both", "zeros", "twice"])
    if kind in ("company", "both"):
        more = [["", f"{month:%Y-%m}", f"{r.choice([0, 25, 3100.5, 80000])}", *rows[0][3:]] for month in book.months() if rows and r.random() < 0.8]
        rows[:] = rows * (kind == "both") + more
    if kind == "zeros":
        for row in rows:
            row[2] = row[2] if r.random() < 0.6 else 0
    if kind == "twice" and rows:
        rows += [[*rows[0][:2], "7.5", *rows[0][3:]]] * 2


def payroll(book):
    r = book.random
    rows = [[unit, f"{month:%Y-%m}", f"{r.uniform(3e4, 9e5):.2f}", currency]
            for unit, currency in (("Operations", "USD"), ("Technology", "USD"), ("Finance", "EUR"))
            for month in book.months() if r.random() < 0.95]
    beside(book, random.Random(book.seed * 71 + 17), rows)
    if rows:
        book.table("payroll.csv", ["Unit", "Month", "Payroll", "Currency"], rows)


def survey(book):
    r, rows = book.random, []
    days = [book.first + timedelta(40), book.last] if book.days > 60 else [book.last]
    for team in ("", "Claims", "Service", "Platform", "Audit", "Legal", "Data"):
        for day in days:
            for answer in ("yes", "partly", "no"):
                if r.random() < 0.9:
                    rows.append([day.isoformat(), "Does the assistant help you?", team, answer, r.randint(0, 30)])
    if rows:
        book.table("survey.csv", ["Date", "Question", "Team", "Answer", "Count"], rows)


def panel(book):
    """Answers of people as numbers; some never answer again, some answer twice on a day, a few are nobody of the roster."""
    r, rows = book.random, []
    mails = [one["email"] for one in book.people] + ["guest@elsewhere.example"]
    for question in ("Hours saved", "Score")[: r.choice([1, 2])]:
        for mail in mails:
            for day in (book.first + timedelta(book.days // 4), book.last):
                if r.random() < 0.85:
                    rows.append([day.isoformat(), r.choice([mail, mail.upper()]), question, r.choice(["0", "", "1.5", "2.25", "4.00"])])
                    if r.random() < 0.03:
                        rows.append([*rows[-1][:3], "3.125000"])
    if rows:
        book.table("panel.csv", ["Date", "Email", "Question", "Value"], rows)


def prices(book):
    r, rows = book.random, []
    for model in ("gpt-5", "gpt-5-mini", "o4", "gpt-4.1"):
        if r.random() < 0.85:
            base, currency = r.choice([0.25, 1.25, 10]), r.choice(["USD", "USD", "USD", "USD", "EUR"])
            classes = [("input", base), ("output", base * 4)] + ([("cache-read", base / 10)] if r.random() < 0.7 else [])
            # Of other tiers some have prices, some only of a class, most none.
            tiers = [("", 1)] + [("batch", 0.5)] * (r.random() < 0.6) + [("priority", 1.75)] * (r.random() < 0.4)
            for (kind, price), (tier, factor) in ((one, tier) for tier in tiers for one in classes):
                if tier and r.random() < 0.15:
                    continue
                price *= factor
                rows.append(["OpenAI", model, kind, tier, f"{price:.4f}", currency, "2024-01-01", "own"])
                if r.random() < 0.2:
                    later = book.first + timedelta(book.days // 2)
                    rows.append(["OpenAI", model, kind, tier, f"{price * 2:.4f}", currency, later.isoformat(), "own"])
    if rows:
        book.table("prices.csv", ["Provider", "Model", "Class", "Tier", "Price per million", "Currency", "From", "Source"], rows)


def rates(book):
    """Exchange rates of working days, some missing for days, some pairs the other way round. A stream of chance of its own."""
    r, rows = random.Random(book.seed * 53 + 1), []
    pairs = r.sample([("EUR", "USD", 1.09), ("USD", "EUR", 0.91), ("EUR", "JPY", 162.4), ("USD", "JPY", 149.3), ("JPY", "USD", 0.0067)], r.choice([0, 1, 2, 3]))
    for base, quote, about in pairs:
        day = book.first - timedelta(r.choice([0, 20]))
        while day <= book.last:
            if day.weekday() < 5:
                rows.append([day.isoformat(), base, quote, f"{about * r.uniform(0.95, 1.05):.6f}", "bank"])
            day += timedelta(r.choices([1, 7, 13], [30, 1, 1])[0])
    if rows:
        book.table("rates.csv", ["Date", "Base", "Quote", "Rate", "Source"], rows)


def initiative(book, number):
    """An initiative as a TOML file; set into the book, not imported."""
    r = book.random
    kpi, unit, team, control = r.choice(KPIS)
    hours = unit == "hours"
    lines = [f'control = "{control}"'] if control and r.random() < 0.7 else []
    if r.random() < 0.9:
        start = book.first + timedelta(int(book.days * r.choice([0.1, 0.5, 0.6])))
        lines.insert(0, f'start = "{start}"')
    lines += ["", "[scenario]", f'name = "Initiative {number}"', f'currency = "{r.choice(["USD", "EUR", "JPY"])}"',
              f"discount-rate = {part(r, r.choice([0.0, 0.08, 0.15]))}", f"horizon-months = {r.choice([1, 6, 12, 24, 36, 60])}",
              f"seed = {r.randint(1, 10**6)}", "", "[scenario.benefit]", f'kpi = "{kpi}"', f'unit = "{unit}"', f'team = "{team}"',
              f"gain = {spread(r, round(r.uniform(0, 500), 2))}", f"unit-value = {spread(r, round(r.uniform(1, 60), 2))}",
              f'gain-source = "{r.choice(SOURCES)}"', f"risk = {part(r, r.choice([0.0, 0.1, 0.3]))}",
              f"attribution = {part(r, r.choice([1.0, 0.6]))}", f"ramp-months = {r.choice([0, 1, 3, 9])}"]
    if hours:
        lines += ["is-hours = true"] + ([f"recapture = {part(r, 0.5)}"] if r.random() < 0.6 else [])
    for kind in r.sample(COSTS, r.choice([0, 1, 2, 4])):
        lines += ["", "[[scenario.costs]]", f'kind = "{kind}"']
        if r.random() < 0.6:
            lines.append(f"once = {spread(r, round(r.uniform(0, 90000), 2))}")
        if r.random() < 0.7:
            lines.append(f"monthly = {spread(r, round(r.uniform(0, 6000), 2))}")
    lines += ["", "[scenario.evidence]", f'grade = "{r.choice("ABCD")}"', ""]
    book.text(f"initiative-{number}.toml", "\n".join(lines))


SOURCES = ["measured-with-control", "measured", "survey", "assumption"]
COSTS = ["tokens", "seats", "infrastructure", "integration", "training", "change", "review", "dip"]
