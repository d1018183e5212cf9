"""Charges that name people of the roster, for what is divided by people and by pay. A book without a roster has none."""

import json
import random
from datetime import timedelta

OPEN_ACCOUNT = "acct-3"


def write(book, columns):
    """Writes them, and in some books the setting that leaves out what is for customers. A stream of chance of its own."""
    r = random.Random(book.seed * 31 + 7)
    if not book.has_roster or r.random() < 0.15:
        return
    rows, keen = [], r.choice([0.15, 0.5, 0.9])
    holders = [person for person in book.people if r.random() < keen]
    for month in book.months():
        for person in holders:
            if r.random() < 0.85:
                rows.append(_row(r, month, person))
    if rows:
        book.table("named.csv", columns, [[row.get(name, "") for name in columns] for row in rows])
    if r.random() < 0.5:
        settings = (book.folder / "settings.txt").read_text(encoding="utf-8")
        book.text("settings.txt", settings + "per-employee.customer-tag purpose\n")


def _row(r, month, person):
    day = month + timedelta(r.randint(0, 27))
    money = r.choice(["", "seat", "0", f"{r.uniform(-3, 90):.4f}", f"{r.lognormvariate(3, 1.4):.5f}", f"{r.uniform(1, 40):.2f}"])
    shown = money if money not in ("", "seat") else "0"
    kind = r.choice(["", "output", "input", "cache-read"])
    tags = {"purpose": r.choice(["customer-facing", "internal"])} if r.random() < 0.4 else {}
    cells = {"BilledCost": shown, "EffectiveCost": shown, "ListCost": shown, "BillingCurrency": r.choice(["USD", "USD", "USD", "EUR"]),
             "BillingPeriodStart": f"{month}T00:00:00Z", "ChargeCategory": "Usage", "ChargeDescription": "tokens",
             "ChargePeriodStart": f"{day}T00:00:00Z", "ChargePeriodEnd": f"{day + timedelta(1)}T00:00:00Z", "Tags": json.dumps(tags),
             "x_Counterfoil": 1, "x_Billed": money, "x_Provider": "Replit", "x_Service": "Replit Agent", "x_Account": OPEN_ACCOUNT,
             "x_Model": "model-a" if kind else "", "x_TokenClass": kind, "x_Provisional": "false", "x_IdentityEmail": person["email"]}
    return cells
