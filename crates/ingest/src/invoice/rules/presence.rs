//! Rules on what must be there: categories, reasons, periods, identifiers, terms of payment.

use model::{Adjustment, Invoice, Syntax};

use super::{Gaps, Verdict, together};

/// ISO 3166-1 codes, with `EL` for Greece, `XI` for Northern Ireland, `1A` for Kosovo.
const COUNTRIES: &str = " 1A AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES \
ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW \
TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI YE YT ZA ZM ZW ";

pub(super) fn one_tax_point(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    match (invoice.tax_point.is_some(), !invoice.tax_point_code.is_empty()) {
        (false, false) => None,
        (true, true) => Verdict::new(
            false,
            "The day on which tax falls due is stated twice: as a day and as a code.",
        ),
        _ => Verdict::new(true, "The day on which tax falls due is stated once."),
    }
}

pub(super) fn lines_have_category(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    if invoice.lines.is_empty() {
        return None;
    }
    let lines = invoice.lines.iter().enumerate();
    let lacking = lines.filter(|(_, line)| line.category.is_empty());
    let wrong: Vec<String> = lacking
        .map(|(at, line)| match &*line.id {
            "" => format!("Line {} has no tax category.", at + 1),
            id => format!("Line {id} has no tax category."),
        })
        .collect();
    together(&wrong, "Every line has a tax category.")
}

pub(super) fn vat_ids_name_a_country(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let parties = [
        ("seller", &invoice.seller),
        ("tax representative", &invoice.tax_representative),
        ("buyer", &invoice.buyer),
    ];
    let mut stated = parties
        .iter()
        .filter(|(_, party)| !party.vat_id.is_empty())
        .peekable();
    stated.peek()?;
    let wrong: Vec<String> = stated
        .filter(|(_, party)| !starts_with_country(&party.vat_id))
        .map(|(who, party)| {
            format!(
                "The VAT id of the {who}, {}, does not begin with a country.",
                party.vat_id
            )
        })
        .collect();
    together(&wrong, "VAT ids begin with a country.")
}

fn starts_with_country(id: &str) -> bool {
    id.get(..2)
        .is_some_and(|two| !two.contains(' ') && COUNTRIES.contains(&format!(" {two} ")))
}

pub(super) fn has_tax_breakdown(_: &Invoice, gaps: &Gaps) -> Option<Verdict> {
    if gaps.breakdown {
        Verdict::new(true, "Tax is broken down by category and rate.")
    } else {
        Verdict::new(false, "Tax is not broken down by category and rate.")
    }
}

pub(super) fn period_says_something(_: &Invoice, gaps: &Gaps) -> Option<Verdict> {
    gaps.period
        .then(|| Verdict::new(false, "The period has neither a first nor a last day."))?
}

pub(super) fn line_periods_say_something(_: &Invoice, gaps: &Gaps) -> Option<Verdict> {
    if gaps.line_periods.is_empty() {
        return None;
    }
    let lines = gaps.line_periods.iter();
    let wrong: Vec<String> = lines
        .map(|line| format!("The period of line {line} has neither a first nor a last day."))
        .collect();
    together(&wrong, "")
}

fn reasons<'i>(all: impl Iterator<Item = &'i Adjustment>, is_charge: bool, what: &str) -> Option<Verdict> {
    let mut own = all.filter(|one| one.is_charge == is_charge).peekable();
    own.peek()?;
    let lacking = own
        .filter(|one| one.reason.is_empty() && one.reason_code.is_empty())
        .count();
    match lacking {
        0 => Verdict::new(true, format!("Every {what} has a reason.")),
        count => Verdict::new(false, format!("No reason is given for {count} {what}.")),
    }
}

pub(super) fn allowances_have_reason(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    reasons(invoice.adjustments.iter(), false, "allowance")
}

pub(super) fn charges_have_reason(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    reasons(invoice.adjustments.iter(), true, "charge")
}

pub(super) fn line_allowances_have_reason(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    reasons(
        invoice.lines.iter().flat_map(|line| &line.adjustments),
        false,
        "allowance of a line",
    )
}

pub(super) fn line_charges_have_reason(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    reasons(
        invoice.lines.iter().flat_map(|line| &line.adjustments),
        true,
        "charge of a line",
    )
}

pub(super) fn payment_is_agreed(invoice: &Invoice, gaps: &Gaps) -> Option<Verdict> {
    let payable = invoice.totals.payable?;
    // The official check asks it of a credit note only in CII.
    let exempt = invoice.is_credit_note && invoice.syntax != Syntax::Cii;
    if payable.is_negative() || payable.is_zero() || exempt {
        return None;
    }
    if gaps.terms {
        Verdict::new(true, "It is said when to pay.")
    } else {
        Verdict::new(
            false,
            "Something is to be paid, but neither a day nor terms of payment stand where they belong.",
        )
    }
}

pub(super) fn seller_is_identified(invoice: &Invoice, _: &Gaps) -> Option<Verdict> {
    let seller = &invoice.seller;
    let ids = [&seller.id, &seller.registration, &seller.vat_id];
    let known = ids.iter().any(|id| !id.is_empty());
    let lacking = "The seller has no identifier: no number, registration or VAT id.";
    Verdict::new(
        known,
        if known {
            "The seller has an identifier."
        } else {
            lacking
        },
    )
}
