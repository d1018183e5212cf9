//! What a heading says: compared with words of several languages. Looks at no cells.

use ingest::value::currency_in;

use super::headings::BILLED;

/// How well a heading says one of some words: 3 exactly, 2 among others, 1 as a part of a compound; and which.
pub(crate) fn heading(words: &str, heading: &str) -> (u8, usize) {
    let name = plain(heading);
    let parts: Vec<&str> = name.split(' ').collect();
    let mut best = (0, usize::MAX);
    if words.is_empty() {
        return best;
    }
    for (at, word) in words.split('|').enumerate() {
        let word = plain(word);
        let word_parts: Vec<&str> = word.split(' ').collect();
        let said = if name == word {
            3
        } else if word.chars().count() > 3 && parts.windows(word_parts.len()).any(|some| some == word_parts) {
            2
        } else {
            u8::from(word.chars().count() > 4 && parts.len() == 1 && name.ends_with(&word))
        };
        if said > best.0 {
            best = (said, at);
        }
    }
    best
}

/// A heading in lower case with single blanks, without what stands in parentheses, currencies and punctuation.
fn plain(heading: &str) -> String {
    let outside = heading
        .split(['(', '[', '（'])
        .next()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or(heading);
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in outside.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if "_-./:,;#*^".contains(letter) {
            ' '
        } else {
            letter
        });
        before = letter;
    }
    let lower = spaced.to_lowercase();
    let parts: Vec<&str> = lower.split_whitespace().collect();
    let is_currency = |part: &&str| currency_in(part).is_some();
    let kept: Vec<&str> = parts.iter().copied().filter(|part| !is_currency(part)).collect();
    if kept.is_empty() {
        parts.join(" ")
    } else {
        kept.join(" ")
    }
}

/// Whether one of some words stands in a heading, also in its parentheses, or ends one of its compounds.
fn says(words: &str, heading: &str) -> bool {
    let name = plain(&heading.replace(['(', ')', '[', ']'], " "));
    let parts: Vec<&str> = name.split(' ').collect();
    words.split('|').any(|word| {
        let word_parts: Vec<&str> = word.split(' ').collect();
        let is_end = |part: &&str| word.chars().count() > 4 && part.ends_with(word);
        parts.windows(word_parts.len()).any(|some| some == word_parts) || parts.iter().any(is_end)
    })
}

/// What a column of money is by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An amount, or nothing that is known.
    Amount,
    /// An amount without tax.
    Net,
    /// An amount with tax.
    Gross,
    /// A tax, or its rate.
    Tax,
    /// A price of one.
    Each,
    /// A price: of one where an amount stands beside it.
    Price,
    /// What is taken off an amount.
    Discount,
    /// Nothing that was charged: a budget, a forecast, a balance.
    Aside,
}

const TAX: &str = "tax|taxes|vat|gst|hst|pst|moms|momsbelopp|mervärdesskatt|skatt|skattebelopp|mwst|mw st|ust|\
     umsatzsteuer|mehrwertsteuer|steuer|steuerbetrag|mehrwertsteuerbetrag|steuersatz|tva|taxe|btw|iva|\
     imposta|impuesto|mva|merverdiavgift|alv|podatek|消費税|消費税額|税額|税额|增值税|부가세|세액";
const WITH: &str = "incl|including|included|inclusive|inkl|inklusive|inc|with|after|mit|nach|med|avec|ttc|\
     compris|comprises|con|incluido|inclusa|gross|brutto|plus";
const WITHOUT: &str = "excl|excluding|exclusive|exkl|exklusive|ex|without|before|net|netto|pre|ohne|vor|utan|\
     före|hors|sans|zonder|senza|sin|ht";
const DUE: &str = "due|att betala|at betale|te betalen|zu zahlen";
/// What is left once a discount is taken off.
const LEFT: &str = "payable|after discount|after discounts|after rebate|after credits|discounted|nach rabatt|efter rabatt|\
     à payer|a pagar|da pagare|应付金额|实付金额|应付|実支払額";
const DISCOUNT: &str = "refunded|discount|discounts|disc|rebate|rebates|savings|credits|promotion|promotions|rabatt|nachlass|skonto|\
     remise|rabais|ristourne|korting|descuento|sconto|rabat|desconto|alennus|优惠|优惠金额|折扣|折扣金额|割引|割引額";
const COMMITTED: &str = "savings plan|savings plans";
const EACH: &str = "unit price|unit cost|unit rate|price unit|price each|price per|cost per|amount per|per unit|\
     per seat|per user|per license|per licence|each|einzelpreis|stückpreis|preis pro|kosten pro|preis je|\
     kosten je|à pris|styckpris|enhetspris|pris st|pris per|kostnad per|stuksprijs|eenheidsprijs|prijs per|\
     kosten per|prix unitaire|prix par|coût par|coût unitaire|precio unitario|precio por|prezzo unitario|\
     stykpris|stykkpris|cena jednostkowa|単価|单价|단가";
const ASIDE: &str = "budget|budgeted|budgeterat|budgetiert|planned|plankosten|plan cost|forecast|forecasted|\
     prognos|prognose|prévision|previsión|previsione|commitment|committed|commit|obligation|limit|cap|quota|\
     allowance|target|previous|prior|last month|last year|balance|saldo|solde|remaining|remainder|left|\
     restbelopp|cumulative|ytd|year to date|mtd|month to date|qtd|quarter to date|wtd|week to date|kumuliert|\
     ackumulerat|running total|average|avg|durchschnitt|\
     medel|variance|difference|abweichung|avvikelse";
/// What was asked for or agreed: no charge where what came of it stands beside it.
const AGREED: &str = "po|purchase order|order|ordered|contract|requested|accrued|accrual|old|estimate|beantragt|bestellt|\
     vertrag|begärt|beställt|avtal|demandé|commandé|contrat";
/// What came of it.
const CAME_OF_IT: &str = "invoiced|approved|allocated|billed|actual|genehmigt|fakturiert|abgerechnet|zugeordnet|fakturerat|\
     godkänt|fördelat|facturé|approuvé|alloué|gefactureerd|goedgekeurd|facturado|aprobado|fatturato|approvato";
/// What is counted, where no word says that it is money.
const COUNTED: &str = "request|requests|message|messages|token|tokens|user|users|seat|seats|hour|hours|call|calls|prompts|\
     conversations|sessions|licenses|licences|headcount|employees|anfragen|nachrichten|nutzer|benutzer|stunden|lizenzen|\
     meddelanden|användare|timmar|requêtes|utilisateurs|heures|gebruikers|uren|usuarios|utenti";
const OF_MONEY: &str = "cost|costs|amount|price|spend|charge|charges|fee|fees|billed|value|kosten|betrag|preis|gebühr|kostnad|\
     belopp|pris|avgift|coût|montant|prix|frais|bedrag|prijs|coste|importe|precio|costo|importo|prezzo";
/// Days on which nothing was charged yet.
const LATER: &str = "due|renewal|renews|renew|expiry|expires|expiration|next|deadline|fällig|fälligkeit|fälligkeitsdatum|\
     verlängerung|kündigung|förfallodatum|förfaller|förnyelse|échéance|renouvellement|vervaldatum|vervaldag|verlenging|\
     vencimiento|renovación|scadenza|rinnovo|forfaldsdato|forfall|forfallsdato";
const PERIODIC: &str = "monthly|annual|annually|yearly|quarterly|weekly|daily|month|year|week|day|lifetime|to date|monatlich|\
     jährlich|månad|år|mensuel|annuel|maand|jaar|mensual|anual|mensile|annuale";
const FISCAL: &str =
    "fiscal|fy|financial|geschäftsjahr|wirtschaftsjahr|räkenskapsår|exercice|boekjaar|ejercicio|esercizio";
const BALANCE: &str = "balance|saldo|solde|kontostand|behållning|running total";
const ACCOUNT: &str =
    "account|account no|acct|konto|kontonr|kontonummer|kto|compte|rekening|grootboek|cuenta|conto|rachunek";
const CONTRA: &str = "gegenkonto|contra account|contra|offset account|offsetting account|balancing account|motkonto|modkonto|\
     tegenrekening|contrepartie|contropartita|contrapartida";
const GROSS: &str = "before discount|before discounts|vor rabatt|före rabatt|原价|gross|brutto|bruttobetrag|bruttobelopp|bruttobedrag|ttc|grand total";
const NET: &str =
    "net|netto|nettobetrag|nettobelopp|nettobedrag|subtotal|delsumma|zwischensumme|sous total|ht";
const TOTAL: &str = "total|gesamt|gesamtpreis|gesamtbetrag|totalt|totalpris|totaal|totaalprijs|summa|summe|\
     extended|amount|betrag|belopp|bedrag|montant|value";
const PRICE: &str = "price|preis|pris|prijs|prix|precio|prezzo|cena|rate";
const ONLY_NAME: &str = "name|nom|namn|naam|nombre|nome|navn";
const PERSON: &str = "user|full|display|employee|member|person|first|last|family|given|preferred|legal|assignee|owner|\
     requester|cardholder|holder|worker|staff|seat|of|the|mitarbeiter|benutzer|nutzer|vollständiger|salarié|anställd|\
     medewerker|empleado|dipendente|medarbeider|complet|completo";
const START: &str = "start|starts|begin|beginning|from|von|beginn|début|från|desde|inicio|inizio";
const END: &str = "end|ends|ending|until|bis|ende|fin|till|slut|hasta|fine|einde";
const BILL: &str = "billing|invoice|bill|statement";
const DEED: &str =
    "payment|paid|due|created|updated|modified|settled|posted|issued|approved|submitted|booked|exported";
/// What is paid beside the price of something.
const FEE: &str = "fee|fees|surcharge|surcharges|transaction fee|processing fee|service fee|bank fee|fx fee|card fee|handling|gebühr|\
     gebühren|zuschlag|aufschlag|avgift|avgifter|gebyr|gebyrer|frais|supplément|toeslag|recargo|comisión|commissione";
/// An amount from which something is taken.
const LESS: &str = "less|minus|of fees|abzüglich|minskat|moins|menos|meno";
/// Of two amounts the one in the currency of the company, and the one in that of its group.
const LOCAL: &str = "local|lokal|lokalwährung|hauswährung|locale|lcy|lc|lokala|lokal valuta";
const GROUP: &str = "group|group currency|konzern|konzernwährung|koncern|koncernvaluta|groupe|groep|gruppo|grupo|reporting|gc";
const REFUND: &str = "refunded|amount refunded|refunded amount|erstattet|återbetalt|remboursé|terugbetaald";
const REASONING: &str = "reasoning|thinking|thoughts|thought";
const EXCHANGE: &str = "exchange|fx|forex|conversion rate|currency rate|wechselkurs|umrechnungskurs|devisenkurs|tageskurs|kurs|växelkurs|\
     omräkningskurs|valutakurs|valutakurse|valuttakurs|vekselkurs|cours|taux de change|taux de conversion|wisselkoers|koers|\
     tipo de cambio|tasso di cambio|cambio|taxa de câmbio|câmbio|kurs waluty|kurs walutowy|valuuttakurssi|汇率|為替レート";
/// Words of headings of cached tokens, and of those without them.
const CACHED: &str = "cache|cached|caching";
const UNCACHED: &str = "no cache|non cached|not cached|uncached|without cache|excl cache";
/// Whose an amount is, where one firm pays another on account of a third.
const PARTY: &str = "to you|your|you pay|customer|end customer|client|reseller|resale|partner|distributor|wholesale|retail|\
     seller|buyer|kunde|kunden|endkunde|wiederverkäufer|händler|ihre|kund|återförsäljare|revendeur|klant|\
     wederverkoper|cliente|revendedor|rivenditore|kundenpreis|kundpris|einkauf|verkauf|einkaufspreis|verkaufspreis|ek|vk";

/// What a heading says that its column is.
pub(crate) fn role(name: &str) -> Role {
    let says = |words| says(words, name);
    let is_taxed = says(TAX);
    match () {
        () if is_taxed && says(WITHOUT) => Role::Net,
        () if is_taxed && says(WITH) => Role::Gross,
        () if is_taxed => Role::Tax,
        () if says(DUE) || says(LEFT) => Role::Amount,
        () if says(EACH) => Role::Each,
        () if says(ASIDE) => Role::Aside,
        () if says(GROSS) => Role::Gross,
        () if says(DISCOUNT) && !says(COMMITTED) => Role::Discount,
        () if says(PRICE) && !says(TOTAL) => Role::Price,
        () if says(NET) => Role::Net,
        () => Role::Amount,
    }
}

/// Whether a heading says outright that its column is an amount.
pub(crate) fn is_amount(name: &str) -> bool {
    let is_meant = matches!(role(name), Role::Amount | Role::Net | Role::Gross);
    is_meant && heading(BILLED.words, name).0 >= 2
}

/// Whether a column says what is left of an amount once a discount is taken off.
pub(crate) fn is_left(name: &str) -> bool {
    says(LEFT, name) || role(name) == Role::Net
}

/// Whether a heading is a currency and nothing else.
pub(crate) fn is_only_currency(name: &str) -> bool {
    let mut words = name
        .split(|letter: char| letter.is_whitespace() || "()[]/_-.".contains(letter))
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| currency_in(word).is_some())
}

/// Whether a heading names a person, where it ends or begins with a word for a name.
pub(crate) fn is_of_person(name: &str) -> bool {
    let is_person = |part: &str| {
        let mut known = PERSON.split('|').chain(ONLY_NAME.split('|'));
        known.any(|word| word == part) || part.bytes().all(|byte| byte.is_ascii_digit())
    };
    plain(name).split(' ').all(is_person)
}

/// Whether a word is one for a name, and says not of whom.
pub(crate) fn is_only_name(word: &str) -> bool {
    ONLY_NAME.split('|').any(|known| known == word)
}

/// Whether a heading says that its days begin something, and whether they end it.
pub(crate) fn begins_or_ends(name: &str) -> (bool, bool) {
    (says(START, name), says(END, name))
}

/// Whether a heading says that it is about a bill.
pub(crate) fn is_of_bill(name: &str) -> bool {
    says(BILL, name)
}

/// Whether a heading says that its days are of something that was done about a bill or a row.
pub(crate) fn is_of_deed(name: &str) -> bool {
    says(DEED, name) || is_of_bill(name)
}

/// Whether a column turns amounts of one currency into another.
pub(crate) fn is_exchange(name: &str) -> bool {
    says(EXCHANGE, name)
}

/// Whether a column holds rates of exchange, which are no amounts.
pub(crate) fn is_rate(name: &str) -> bool {
    is_exchange(name) && heading(BILLED.words, name).0 == 0 && !says(FEE, name)
}

/// Whether a heading names cached tokens.
pub(crate) fn is_cached(name: &str) -> bool {
    says(CACHED, name) && !says(UNCACHED, name)
}

/// The word of a heading that says whose an amount is.
pub(crate) fn party(name: &str) -> Option<&'static str> {
    PARTY.split('|').find(|word| says(word, name))
}

/// Whether an amount is what was asked for or agreed, and whether it is what came of it.
pub(crate) fn is_agreed(name: &str) -> (bool, bool) {
    let came = says(CAME_OF_IT, name);
    (says(AGREED, name) && !came, came)
}

/// Whether a column says what is paid beside the price of something, and not an amount with it or without.
pub(crate) fn is_fee(name: &str) -> bool {
    says(FEE, name) && !says(WITH, name) && !says(WITHOUT, name) && !says(LESS, name)
}

/// Whether an amount is in the currency of the company, where its group may have another.
pub(crate) fn is_local(name: &str) -> bool {
    says(LOCAL, name)
}

/// Whether an amount is in the currency of a group.
pub(crate) fn is_group(name: &str) -> bool {
    says(GROUP, name)
}

/// Whether a heading names the account on the other side of a booking.
pub(crate) fn is_contra(name: &str) -> bool {
    says(CONTRA, name)
}

/// Whether a heading says that its column names accounts.
pub(crate) fn is_account(name: &str) -> bool {
    says(ACCOUNT, name)
}

/// Whether a column says what was refunded of an amount.
pub(crate) fn is_refund(name: &str) -> bool {
    says(REFUND, name)
}

/// Whether a heading says that something is counted, and nothing of money.
pub(crate) fn is_count(name: &str) -> bool {
    let is_money = || {
        says(OF_MONEY, name)
            || name
                .split([' ', '(', ')', '_'])
                .any(|word| currency_in(word).is_some())
    };
    says(COUNTED, name) && !is_money()
}

/// Whether an amount is that of a length of time.
pub(crate) fn is_periodic(name: &str) -> bool {
    says(PERIODIC, name)
}

/// Whether a heading says days on which nothing was charged yet.
pub(crate) fn is_later(name: &str) -> bool {
    says(LATER, name)
}

/// Whether a heading is about a year that need not begin in January.
pub(crate) fn is_fiscal(name: &str) -> bool {
    says(FISCAL, name)
}

/// Whether tokens are those of reasoning, which are part of the output.
pub(crate) fn is_reasoning(name: &str) -> bool {
    says(REASONING, name)
}

/// Whether a column says what is left on an account.
pub(crate) fn is_balance(name: &str) -> bool {
    says(BALANCE, name) && !says(DUE, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_what_else_than_an_amount_a_column_is() {
        let known = [
            (
                Role::Tax,
                "Moms|VAT amount|MwSt 19%|Sales tax|Umsatzsteuer|TVA (20%)|BTW-bedrag",
            ),
            (
                Role::Gross,
                "Amount incl VAT|Brutto|Betrag inkl. MwSt|Montant TTC|Total (incl. tax)",
            ),
            (
                Role::Net,
                "Netto|Amount excl. VAT|Belopp exkl moms|Montant HT|Before tax|Summe netto",
            ),
            (
                Role::Each,
                "Einzelpreis|Pris/st|Stuksprijs|Unit price|Preis pro Lizenz|Cost per user|Prix unitaire",
            ),
            (
                Role::Discount,
                "Discount|Rebate|Skonto|Mengenrabatt|Promotions and others|优惠金额",
            ),
            (Role::Price, "Price|Net price|Prix|Rate|Listenpreis"),
            (
                Role::Aside,
                "Budget|Forecast cost|Commitment|Saldo|Closing balance|Avg|YTD",
            ),
            (
                Role::Amount,
                "Amount|Gesamtpreis|Totaalprijs|Balance due|Att betala|Totalt|Plan fee|Actual cost|\
                 Payable|Total after discount|Savings plan fee|应付金额",
            ),
        ];
        for (role, names) in known {
            for name in names.split('|') {
                assert_eq!(super::role(name), role, "{name}");
            }
        }
    }

    #[test]
    fn counts_and_days_to_come_are_told() {
        for name in ["Total requests", "Total messages", "total_tokens", "Summe Nutzer"] {
            assert!(is_count(name), "{name}");
        }
        for name in [
            "Total",
            "Total cost",
            "Seat fee",
            "Token cost",
            "Total (EUR)",
            "Requests EUR",
        ] {
            assert!(!is_count(name), "{name}");
        }
        assert!(is_later("Renewal date") && is_later("Due date") && !is_later("Invoice date"));
        assert!(is_fiscal("Fiscal Year") && is_fiscal("FY") && !is_fiscal("Year"));
        assert_eq!(is_agreed("PO amount"), (true, false));
        assert_eq!(is_agreed("Approved amount"), (false, true));
    }

    #[test]
    fn a_fee_is_told_from_an_amount_without_it() {
        for name in [
            "Fee",
            "Fee (EUR)",
            "Source fee amount",
            "Total fees",
            "Gebühr",
            "Kortavgift",
        ] {
            assert!(is_fee(name), "{name}");
        }
        for name in [
            "Source amount (after fees)",
            "Net of fees",
            "Total incl. fees",
            "Amount less fee",
            "Amount",
        ] {
            assert!(!is_fee(name), "{name}");
        }
    }

    #[test]
    fn amounts_are_told_from_prices() {
        for name in [
            "Totalt",
            "Totaalprijs",
            "Montant total HT",
            "Net value",
            "Actual",
            "Gesamtpreis",
        ] {
            assert!(is_amount(name), "{name}");
        }
        for name in ["Price", "Net price", "Prix", "VAT amount", "Budget", "Menge"] {
            assert!(!is_amount(name), "{name}");
        }
    }
}
