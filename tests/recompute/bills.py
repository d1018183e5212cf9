"""The bills of a random book: FOCUS exports, some of them in two files with a month missing in between, and an account
whose months may still be open. Vendors bill by use, by the day in weeks and trends, by the seat, and ahead."""

import json
import math
import random
from datetime import date, timedelta

PROVIDERS = ["Anthropic", "AWS", "Cohere", "Cursor", "GitHub", "Google", "Microsoft", "Mistral", "OpenAI", "Oracle"]
LICENCES = [("GitHub", "GitHub Copilot Business"), ("OpenAI", "ChatGPT Enterprise"), ("Anthropic", "Claude Team")]
AHEAD = ["Prepaid credits", "Provisioned throughput", "Reserved capacity"]
CURRENCIES = ["USD", "USD", "USD", "EUR", "EUR", "JPY"]


def write(book):
    if book.random.random() < 0.92:
        focus(book)
    if book.random.random() < 0.5:
        open_month(book)


def focus(book):
    r = book.random
    items = [item(book, provider) for provider in r.sample(PROVIDERS, r.choice([1, 2, 4, 9, 10])) for _ in range(r.choice([1, 2, 4]))]
    items += [fixed(book, *of, "Seats", r.choice([19, 39, 25.5])) for of in LICENCES if r.random() < 0.4]
    if r.random() < 0.4:
        provider = r.choice(PROVIDERS)
        service = f"{provider} {r.choice(AHEAD)}"
        items.append(fixed(book, provider, service, r.choice(["units", "credits"]), r.choice([1, 0.25])))
        items.append(item(book, provider) | {"service": service, "currency": items[-1]["currency"], "kind": "Usage", "ahead": True})
    if r.random() < 0.5:
        items += [steady(book) for _ in range(r.choice([1, 1, 2]))]
    months, parts = list(book.months()), [[], []]
    idle = r.choice(months[1:-1]) if len(months) > 4 and r.random() < 0.5 else None
    is_parted = r.random() < 0.6
    for month in months:
        if month != idle:
            rows = [row for one in items for row in by_month(book, one, month)]
            rows += refunds(book, month, rows)
            parts[1 if is_parted and idle and month > idle else 0] += rows
    for name, rows in zip(("focus.csv", "focus-later.csv"), parts):
        if rows:
            book.table(name, FOCUS, rows)


def refunds(book, month, rows):
    """Lines that take earlier ones of the month back, whole or in part, with or without their quantity, on the same days or
    later ones, once more than all of it. A stream of chance of its own."""
    r, made = random.Random(f"refunds {book.seed} {month}"), []
    if not rows or random.Random(book.seed * 73 + 19).random() < 0.5:
        return made
    for row in r.sample(rows, min(len(rows), r.choice([0, 1, 1, 3]))):
        line, part = dict(zip(FOCUS, row)), r.choice([1, 1, 0.5, 3])
        for name in ("BilledCost", "EffectiveCost", "ListCost"):
            digits = len(line[name].partition(".")[2])
            line[name] = f"{-float(line[name]) * part:.{digits}f}"
        line["ConsumedQuantity"] = line["ConsumedQuantity"] and r.choice([f"-{line['ConsumedQuantity']}", line["ConsumedQuantity"], ""])
        line["ChargeClass"], line["ChargeCategory"] = "Correction", r.choice([line["ChargeCategory"]] * 2 + ["Credit"])
        start = date.fromisoformat(line["ChargePeriodStart"][:10])
        if line["ChargeCategory"] == "Credit" or r.random() < 0.7:
            line["InvoiceId"] = line["InvoiceId"].replace("INV", "CN")
        if start.day > 1 and start.day < 27 and r.random() < 0.5:
            days = [start + timedelta(n) for n in (1, 2)]
            line["ChargePeriodStart"], line["ChargePeriodEnd"] = (f"{day}T00:00:00Z" for day in days)
        book.billed.append({"day": date.fromisoformat(line["ChargePeriodStart"][:10]), "provider": line["ProviderName"], "currency": line["BillingCurrency"],
                            "billed": line["BilledCost"], "category": line["ChargeCategory"], "invoice": line["InvoiceId"],
                            "model": json.loads(line["SkuPriceDetails"] or "{}").get("ModelId", "")})
        made.append([line[name] for name in FOCUS])
    return made


def item(book, provider):
    r = book.random
    model = r.choice(["", "model-a", "model-b"] if provider != "OpenAI" else ["", "gpt-5", "gpt-5-mini", "o4", "GPT-5"])
    return {"provider": provider, "service": f"{provider} {r.choice(['API', 'Cloud'])}", "model": model,
            "direction": r.choice(["Input", "Output", "Input", ""]) if model else "", "currency": r.choice(CURRENCIES),
            "unit": r.choice(["tokens", "1K tokens", "requests", "hours"]), "price": r.choice([0.01, 0.37, 1.25, 19]),
            "often": r.choice([1, 4, 12, 28]), "kind": r.choices(["Usage", "Purchase"], [4, 1])[0],
            "silent": r.random() < 0.15, "quits": r.random() < 0.25, "ahead": r.random() < 0.1}


def fixed(book, provider, service, unit, price):
    """What is bought by the month: seats, credits, capacity."""
    r = book.random
    return {"provider": provider, "service": service, "model": "", "direction": "", "currency": r.choice(["USD", "EUR"]), "unit": unit,
            "price": price, "often": 1, "kind": "Purchase", "silent": False, "quits": r.random() < 0.3, "ahead": False}


def steady(book):
    """A bill of every day: a level with a week, a trend, noise, and now and then a burst."""
    r = book.random
    provider = r.choice(PROVIDERS)
    bursts = {r.randint(0, book.days): r.choice([6, 12, -3, 0]) for _ in range(r.choice([0, 1, 2]))}
    return item(book, provider) | {"kind": "Usage", "quits": False, "steady": True, "level": r.choice([0.5, 40, 900]), "trend": r.choice([0, 0.002, -0.002]),
                                   "noise": r.choice([0, 0.02, 0.15]), "weekend": r.choice([1, 0.2]), "bursts": bursts, "late": r.random() < 0.3}


def by_month(book, one, month):
    r, rows = book.random, []
    end = (month + timedelta(32)).replace(day=1)
    if one["quits"] and r.random() < 0.4:
        return rows
    drift = r.choice([1, 1, 1.1, 0.8])
    if one.get("steady"):
        return daily(book, one, (month, end))
    if one["kind"] == "Purchase":
        return [charge(book, one, (month, end), ("Purchase", drift))]
    for _ in range(r.randint(0, one["often"])):
        day = month + timedelta(r.randint(0, (end - month).days - 1))
        if day <= book.last:
            rows.append(charge(book, one, (day, day + timedelta(1)), ("Usage", drift)))
    if rows and r.random() < 0.2:
        rows.append(charge(book, one, (month, end), (r.choice(["Credit", "Tax", "Adjustment"]), drift)))
    return rows


def daily(book, one, days):
    r, rows = book.random, []
    late = [day for day in (days[1] - timedelta(at) for at in range(1, 9)) if day.weekday() < 5][:3]
    for at in range((days[1] - days[0]).days):
        day = days[0] + timedelta(at)
        n = (day - book.first).days
        if not 0 <= n <= book.days:
            continue
        times = one["bursts"].get(n, one["bursts"].get(n - 1, 1)) * (4 if one["late"] and day in late else 1)
        amount = one["level"] * math.exp(one["trend"] * n) * (one["weekend"] if day.weekday() > 4 else 1) * (1 + r.gauss(0, one["noise"])) * times
        rows.append(charge(book, one, (day, day + timedelta(1)), ("Usage", 1), amount))
    return rows


def charge(book, one, days, what, amount=None):
    """One line. What is covered by something bought ahead is billed nothing and still has its amortised value."""
    r, (category, drift) = book.random, what
    quantity = round(r.choice([0, 1, 1]) * r.uniform(0.5, 4000), r.choice([0, 3, 6])) if r.random() < 0.9 else 0
    digits = 0 if one["currency"] == "JPY" else r.choice([2, 5, 9])
    amount = round(one["price"] * drift * quantity if amount is None else amount, digits)
    if category in ("Credit", "Adjustment") or (not one.get("steady") and r.random() < 0.02):
        amount = -round(r.uniform(0, 40), digits)
    if category == "Tax":
        amount = round(r.uniform(0, 30), digits)
    told = not one["silent"] and category in ("Usage", "Purchase")
    detail = {"ModelId": one["model"], "TokenDirection": one["direction"]} if one["model"] else {}
    start = days[0].replace(day=1)
    month = (start, (start + timedelta(32)).replace(day=1))
    stamp = lambda day: f"{day}T00:00:00Z"
    money = lambda value: f"{value:.{digits}f}"
    billed = 0 if one["ahead"] and category == "Usage" else amount
    effective = 0 if category == "Purchase" and r.random() < 0.5 else amount
    listed = round(amount * r.choice([1, 1, 1.25]), digits)
    invoice = f"INV-{one['provider'][:3]}-{one['currency']}-{start:%Y%m}"
    book.billed.append({"day": days[0], "provider": one["provider"], "currency": one["currency"], "billed": money(billed), "category": category,
                        "invoice": invoice, "model": one["model"]})
    return [money(billed), money(effective), money(listed), account(one["provider"]), one["currency"], stamp(month[0]), stamp(month[1]), stamp(days[0]),
            stamp(days[1]), category, "", one["provider"], one["service"], "AI and Machine Learning",
            f"{quantity:.6f}" if told else "", one["unit"] if told else "", json.dumps(detail) if detail else "", invoice, "{}"]


def account(provider):
    """Vendors are billed on two accounts."""
    return "acct-4" if provider < "G" else "acct-1"


def open_month(book):
    """A second account whose months may be open, with amounts that are missing or covered by a seat."""
    r, rows = book.random, []
    for month in book.months():
        for _ in range(r.randint(0, 8)):
            day = month + timedelta(r.randint(0, 27))
            money = r.choice(["", "seat", "0", f"{r.uniform(-3, 90):.4f}"])
            shown = money if money not in ("", "seat") else "0"
            rows.append([shown, "USD", f"{month}T00:00:00Z", "Usage", "", "tokens", f"{day + timedelta(1)}T00:00:00Z",
                         f"{day}T00:00:00Z", shown, "", shown, "", "{}", 1, money, "", "", "", "Mistral", "Mistral API",
                         "acct-2", "", "", "", "", "", "", str(r.random() < 0.2).lower(), "", ""])
    if rows:
        book.table("open.csv", OPEN, rows)


FOCUS = ["BilledCost", "EffectiveCost", "ListCost", "BillingAccountId", "BillingCurrency", "BillingPeriodStart",
         "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "ChargeClass", "ProviderName",
         "ServiceName", "ServiceCategory", "ConsumedQuantity", "ConsumedUnit", "SkuPriceDetails", "InvoiceId", "Tags"]
OPEN = ["BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription",
        "ChargePeriodEnd", "ChargePeriodStart", "EffectiveCost", "InvoiceId", "ListCost", "SubAccountId", "Tags",
        "x_Counterfoil", "x_Billed", "x_List", "x_Effective", "x_Estimated", "x_Provider", "x_Service", "x_Account",
        "x_Model", "x_TokenClass", "x_Tool", "x_CostCentre", "x_Quantity", "x_Unit", "x_Provisional", "x_IdentityId",
        "x_IdentityEmail"]
