"""E-invoices of a random book, for charges that its bills hold: with tax, credits, amounts that do not add up, and credit notes."""

import random
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace


def write(book):
    r, totals = book.random, {}
    for one in book.billed:
        if one["currency"] != "JPY":
            of = totals.setdefault((one["invoice"], one["provider"], one["currency"]), [Decimal(0), one["day"].replace(day=1)])
            of[0] += Decimal(one["billed"])
    known = [(key, of) for key, of in sorted(totals.items()) if of[0] > 1]
    openai = [one for one in known if one[0][1] == "OpenAI"]
    chosen = {key: of for key, of in r.sample(known, min(len(known), r.choice([0, 1, 3]))) + openai[:2]}
    for number, ((invoice, provider, currency), (net, month)) in enumerate(chosen.items()):
        by_month = r.random() < 0.4
        named = f"{currency}-{number}-{month:%Y%m}" if by_month else invoice
        text = made(book, number, (named, provider, currency), (net, month))
        chosen[invoice, provider, currency] = number, named, text
    for number, named, text in chosen.values():
        # The same once more under another number, or almost the same.
        for at in range(r.choice([0, 0, 0, 1, 1, 2])):
            other = text.replace(f"<cbc:ID>{named}</cbc:ID>", f"<cbc:ID>{named}-again-{at}</cbc:ID>")
            book.text(f"invoice-{number}-{at}.xml", other.replace("Tokens", r.choice(["Tokens", "Tokens", "Requests"])))
    credit(book, chosen.values())


# What a credit note calls otherwise than an invoice.
CREDIT = [("Invoice-2", "CreditNote-2"), ("<Invoice ", "<CreditNote "), ("</Invoice>", "</CreditNote>"), ("InvoiceTypeCode>380", "CreditNoteTypeCode>381"),
          ("</cbc:InvoiceTypeCode>", "</cbc:CreditNoteTypeCode>"), ("InvoiceLine>", "CreditNoteLine>"), ("InvoicedQuantity", "CreditedQuantity")]


def credit(book, bills):
    """Credit notes over the whole of some bills, and for lines that were taken back, by the number that these have. A stream
    of chance of its own."""
    r, unwritten = random.Random(book.seed * 79 + 23), SimpleNamespace(random=random.Random(book.seed), text=lambda *_: None)
    for number, named, text in bills if r.random() < 0.7 else ():
        for at in range(r.choice([0, 1, 1, 2])):
            note(book, (f"{number}-credit-{at}", text), (named, f"CN-{number}-{at}"), r.choice([named, f"{named}-again-0", None]))
    back = {}
    for one in book.billed:
        if one["invoice"].startswith("CN-") and one["currency"] != "JPY":
            of = back.setdefault((one["invoice"], one["provider"], one["currency"]), [Decimal(0), one["day"].replace(day=1)])
            of[0] -= Decimal(one["billed"])
    for at, (named, (net, month)) in enumerate(sorted(back.items())):
        if net > 1 and r.random() < 0.8:
            note(book, (f"back-{at}", made(unwritten, 0, named, (net, month))), (named[0], named[0]), named[0].replace("CN", "INV"))


def note(book, bill, numbers, corrects):
    """A bill as a credit note, of another number and perhaps with the number that it corrects."""
    (name, text), (before, number) = bill, numbers
    text = text.replace(f"<cbc:ID>{before}</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>")
    for old, new in CREDIT:
        text = text.replace(old, new)
    reference = f"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{corrects}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>\n"
    text = text.replace("<cac:AccountingSupplierParty>", f"{reference if corrects else ''}<cac:AccountingSupplierParty>", 1)
    due = text.partition("<cbc:DueDate>")[2].partition("</cbc:DueDate>")[0]
    book.text(f"invoice-{name}.xml", text.replace(f"<cbc:DueDate>{due}</cbc:DueDate>", ""))


def made(book, number, named, what):
    """Writes one, and what it says."""
    r, (invoice, provider, currency), (net, month) = book.random, named, what
    net = (net * Decimal(r.choice(["1", "1", "1.01", "1.2"]))).quantize(Decimal("0.01"))
    allowance = Decimal(r.choice(["0.00", "20.00"])) if r.random() < 0.3 else None
    tax = (net * Decimal(r.choice(["0", "0.19"]))).quantize(Decimal("0.01"))
    end = (month + timedelta(32)).replace(day=1)
    gross, lines = net + tax, net + (allowance or 0)
    period = f"<cac:InvoicePeriod><cbc:StartDate>{month}</cbc:StartDate><cbc:EndDate>{end - timedelta(1)}</cbc:EndDate></cac:InvoicePeriod>" if r.random() < 0.7 else ""
    category = f"<cbc:ID>S</cbc:ID><cbc:Percent>{'19' if tax else '0'}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    less = f'<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>' \
           f'<cbc:Amount currencyID="{currency}">{allowance}</cbc:Amount><cac:TaxCategory>{category}</cac:TaxCategory></cac:AllowanceCharge>' if allowance is not None else ""
    money = lambda name, value: f'<cbc:{name} currencyID="{currency}">{value}</cbc:{name}>'
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{invoice}</cbc:ID><cbc:IssueDate>{end}</cbc:IssueDate>
<cbc:DueDate>{end + timedelta(30)}</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>{period}
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>IE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>IE1234567A</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>{provider} Ireland Ltd</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Larkfield AS</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>{less}
<cac:TaxTotal>{money("TaxAmount", tax)}<cac:TaxSubtotal>{money("TaxableAmount", net)}{money("TaxAmount", tax)}<cac:TaxCategory>{category}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>{money("LineExtensionAmount", lines)}{money("TaxExclusiveAmount", net)}{money("TaxInclusiveAmount", gross)}
{money("AllowanceTotalAmount", allowance) if allowance is not None else ""}{money("PayableAmount", gross)}</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>{money("LineExtensionAmount", lines)}
<cac:Item><cbc:Name>Tokens</cbc:Name><cac:ClassifiedTaxCategory>{category}</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price>{money("PriceAmount", lines)}</cac:Price></cac:InvoiceLine>
</Invoice>
"""
    book.text(f"invoice-{number}.xml", text)
    return text
