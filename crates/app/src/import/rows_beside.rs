//! What is kept beside the bills, as a preview shows it.

use chrono::NaiveDate;
use model::{Contract, Fact};

use super::rows::{Cells, amount, day, identity, micros, period};

/// The fact as headings and values; empty for facts that are shown elsewhere.
pub(super) fn cells(fact: &Fact) -> Cells {
    match fact {
        Fact::Contract(fact) => contract(fact),
        Fact::Headcount(fact) => vec![
            ("Unit", fact.unit.clone()),
            ("Month", day(fact.month)),
            ("People", fact.people.map(micros).unwrap_or_default()),
        ],
        Fact::Payroll(fact) => vec![
            ("Unit", fact.unit.clone()),
            ("Month", day(fact.month)),
            ("Loaded cost", amount(fact.cost, &fact.currency)),
            ("Currency", fact.currency.code().to_owned()),
        ],
        Fact::Budget(fact) => vec![
            ("Budget", fact.name.clone()),
            ("Owner", fact.owner.clone()),
            ("For", scope(&fact.dimension, &fact.value)),
            ("Days", period(fact.period)),
            ("Amount", amount(fact.amount, &fact.currency)),
            ("Currency", fact.currency.code().to_owned()),
        ],
        Fact::Survey(fact) => vec![
            ("Day", day(fact.day)),
            ("Question", fact.question.clone()),
            ("Person", identity(&fact.identity)),
            ("Team", fact.team.clone()),
            ("Answer", fact.answer.clone()),
            (
                "Count",
                fact.count.map(|count| count.to_string()).unwrap_or_default(),
            ),
            ("Value", fact.value.map(micros).unwrap_or_default()),
        ],
        Fact::Price(fact) => vec![
            ("Vendor", fact.provider.clone()),
            ("Model", fact.model.clone()),
            ("Class", fact.class.id().to_owned()),
            ("Tier", fact.tier.clone()),
            ("Region", fact.region.clone()),
            ("Above", above(fact.above)),
            ("Price of one", fact.amount.to_string()),
            ("Currency", fact.currency.code().to_owned()),
            ("From", day(fact.from)),
            ("Source", fact.source.clone()),
        ],
        Fact::Rate(fact) => vec![
            ("Day", day(fact.day)),
            ("One", fact.base.code().to_owned()),
            ("Is", fact.rate.to_string()),
            ("Of", fact.quote.code().to_owned()),
            ("Source", fact.source.clone()),
        ],
        _ => Vec::new(),
    }
}

fn contract(term: &Contract) -> Cells {
    let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
    let renews = term.auto_renew.map_or("", |yes| if yes { "yes" } else { "no" });
    vec![
        ("Contract", term.number.clone()),
        ("Product", term.product.clone()),
        ("Vendor", term.provider.clone()),
        ("Seats", count(term.seats)),
        ("Unit price", amount(term.unit_price, &term.currency)),
        ("Per", term.per.id().to_owned()),
        ("Currency", term.currency.code().to_owned()),
        ("Start", day(term.start)),
        (
            "Last day",
            day(term.end.and_then(|end: NaiveDate| end.pred_opt())),
        ),
        ("Notice by", day(term.notice)),
        ("Minimum seats", count(term.minimum)),
        ("Commitment", amount(term.commitment, &term.currency)),
        ("Auto renew", renews.to_owned()),
        ("Decision", term.decision.clone()),
        ("Owner", term.owner.clone()),
    ]
}

/// `provider = OpenAI`, or everything.
fn scope(dimension: &str, value: &str) -> String {
    if dimension.is_empty() {
        "everything".to_owned()
    } else {
        format!("{dimension} = {value}")
    }
}

fn above(tokens: i64) -> String {
    if tokens == 0 {
        String::new()
    } else {
        format!("{tokens} input tokens")
    }
}
