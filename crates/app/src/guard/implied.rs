//! What amounts imply per token, seat and request, by the file's own quantities or beside the tokens that the vendor
//! states for the same days.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Currency, Total};
use store::{DayMoney, ImportTx, Priced};

use super::price::{bounds, tokens_per_unit};
use super::sides::{Side, Sides};
use super::unit::Suspicion;
use super::vendor::{Named, vendor};
use super::{meeting, money};
use crate::Result;

/// So much above what is plausible is odd, and so much below.
const ABOVE: i128 = 3;
const BELOW: i128 = 20;
/// A seat for a month costs at most so many dollars, a request so many cents.
const SEAT_MOST: i128 = 900;
const REQUEST_MOST_CENTS: i128 = 500;
const ONE: i128 = 1_000_000_000;

/// How far bounds are widened for a currency: not at all for dollars, twofold for others of about its worth.
fn slack(currency: &Currency) -> Option<i128> {
    match currency.code() {
        "USD" => Some(1),
        "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "NZD" | "SGD" => Some(2),
        _ => None,
    }
}

/// What some tokens cost and might cost, in billionths.
#[derive(Default)]
struct Cost {
    paid: i128,
    least: i128,
    most: i128,
}

impl Cost {
    fn add_tokens(&mut self, tokens: i128, (least, most): (i128, i128)) {
        // Thousandths of a dollar per million tokens: tokens × bound is in billionths of a dollar.
        self.least = self.least.saturating_add(tokens.saturating_mul(least));
        self.most = self.most.saturating_add(tokens.saturating_mul(most));
    }

    fn pay(&mut self, amount: Total) {
        self.paid = self.paid.saturating_add(amount.0);
    }

    /// The powers of ten that would make it plausible; none if it is, or if nothing is known.
    fn powers(&self) -> Vec<i8> {
        let Self { paid, least, most } = *self;
        if most <= 0 || paid <= 0 {
            return Vec::new();
        }
        let fits = |power: &i8| {
            let factor = 10i128.pow(power.unsigned_abs().into());
            let would = if *power < 0 {
                paid / factor
            } else {
                paid.saturating_mul(factor)
            };
            least / 2 <= would && would <= most.saturating_mul(2)
        };
        let candidates = if paid / ABOVE > most {
            [-2, -3]
        } else if paid.saturating_mul(BELOW) < least {
            [2, 3]
        } else {
            return Vec::new();
        };
        let fitting: Vec<i8> = candidates.into_iter().filter(fits).collect();
        if fitting.is_empty() {
            candidates.to_vec()
        } else {
            fitting
        }
    }
}

/// Whether a file tells by its own quantities what tokens cost.
fn says_price(prices: &[Priced]) -> bool {
    prices.iter().any(|price| {
        price.amount.0 > 0
            && slack(&price.currency).is_some()
            && tokens_of(price).is_some_and(|tokens| tokens > 0)
    })
}

pub(super) fn token_prices(prices: &[Priced]) -> Option<Suspicion> {
    let mut cost = Cost::default();
    let mut said: Vec<(i128, String)> = Vec::new();
    for price in prices {
        let Some((tokens, slack)) = tokens_of(price).zip(slack(&price.currency)) else {
            continue;
        };
        let (least, most) = bounds(&price.model, price.class);
        cost.pay(price.amount);
        cost.add_tokens(tokens, (least / slack, most * slack));
        if tokens > 0 && price.amount.0 > 0 {
            said.push((price.amount.0, priced(price, tokens, (least, most))));
        }
    }
    let powers = cost.powers();
    said.sort_by(|a, b| b.cmp(a));
    (!powers.is_empty()).then(|| Suspicion {
        why: said.into_iter().take(3).map(|(_, text)| text).collect(),
        powers,
    })
}

/// AI tokens: of a model, of a class, or of a vendor that is known. Others sell tokens that are credits.
fn tokens_of(price: &Priced) -> Option<i128> {
    let is_ai = || Named::of(&price.provider).is_known();
    if price.model.is_empty() && price.class.id().is_empty() && !is_ai() {
        return None;
    }
    Some(price.quantity.saturating_mul(tokens_per_unit(&price.unit)?) / 1_000_000)
}

/// `gpt-5-nano, input: USD 25.00 per million tokens; between USD 0.03 and USD 0.40 is plausible.`
fn priced(price: &Priced, tokens: i128, (least, most): (i128, i128)) -> String {
    let name = if price.model.is_empty() {
        &price.provider
    } else {
        &price.model
    };
    let class = price.class.id();
    let what = if class.is_empty() {
        name.clone()
    } else {
        format!("{name}, {class}")
    };
    let per_million = Total(price.amount.0.saturating_mul(1_000_000) / tokens);
    let bound = |thousandths: i128| money(Total(thousandths * 1_000_000), &price.currency);
    format!(
        "{what}: {} per million tokens; between {} and {} is plausible.",
        money(per_million, &price.currency),
        bound(least),
        bound(most)
    )
}

/// Requests of vendors of models, where the unit says so.
pub(super) fn requests(prices: &[Priced]) -> Option<Suspicion> {
    prices.iter().find_map(|price| {
        let unit = price.unit.to_lowercase();
        let is_known =
            ["openai", "anthropic", "github", "cursor"].contains(&vendor(&price.provider).as_str());
        let slack = slack(&price.currency)
            .filter(|_| is_known && (unit.contains("request") || unit.contains("call")))?;
        let each = price
            .amount
            .0
            .checked_mul(1_000_000)?
            .checked_div(price.quantity)?;
        (each > REQUEST_MOST_CENTS * slack * ONE / 100).then(|| Suspicion {
            why: vec![format!(
                "One of the {} of {} costs {}; a few cents are usual.",
                price.unit,
                price.provider,
                money(Total(each), &price.currency)
            )],
            powers: vec![-2, -3],
        })
    })
}

pub(super) fn seats(import: &mut ImportTx<'_>) -> Result<Option<Suspicion>> {
    let found = import.seat_prices()?.into_iter().find_map(|seats| {
        let slack = slack(&seats.currency)?;
        let each = seats
            .amount
            .0
            .checked_mul(1_000_000)?
            .checked_div(seats.seat_months)?;
        let powers = if each > SEAT_MOST * slack * ONE {
            vec![-2, -3]
        } else if each > 0 && each * 5 * slack < ONE {
            vec![2, 3]
        } else {
            return None;
        };
        let each = money(Total(each), &seats.currency);
        Some(Suspicion {
            why: vec![format!("A seat of {} costs {each} a month.", seats.provider)],
            powers,
        })
    });
    Ok(found)
}

/// Money beside the tokens that the same vendor's own export states for the same days.
pub(super) fn beside_usage(
    import: &mut ImportTx<'_>,
    sides: &Sides<'_>,
    (payer, own): (&Side, &[&DayMoney]),
) -> Result<Option<Suspicion>> {
    // Quantities of its own say it better: what others count may be a part of it.
    if says_price(&import.prices(payer.import)?) {
        return Ok(None);
    }
    let mut paid: BTreeMap<(String, NaiveDate), (Total, &Currency)> = BTreeMap::new();
    for day in own.iter().filter(|day| slack(&day.currency).is_some()) {
        if let Some(sum) = day.sums[0].or(day.sums[2]) {
            paid.insert((day.provider.to_string(), day.day), (sum, &day.currency));
        }
    }
    let Some(part) = meeting::Part::of(own, 0).filter(|_| !paid.is_empty()) else {
        return Ok(None);
    };
    let is_own = |side: &Side| side.is_complete() && side.vendor == payer.vendor;
    let mut cost = Cost::default();
    let mut met: BTreeMap<(String, NaiveDate), i128> = BTreeMap::new();
    for tokens in import.tokens(part.period)? {
        let place = (tokens.provider.clone(), tokens.day);
        let is_complete = tokens.import != payer.import && sides.any(tokens.import).is_some_and(is_own);
        let Some((_, currency)) = paid.get(&place).filter(|_| is_complete) else {
            continue;
        };
        let (least, most) = bounds(&tokens.model, tokens.class);
        let slack = slack(currency).unwrap_or(1);
        cost.add_tokens(tokens.tokens, (least / slack, most * slack));
        *met.entry(place).or_default() += tokens.tokens;
    }
    let (mut sum, mut all) = (Total::default(), 0);
    for (place, tokens) in &met {
        cost.pay(paid[place].0);
        sum = sum + paid[place].0;
        all += tokens;
    }
    let powers = cost.powers();
    let said = || {
        let per_million = Total(sum.0.saturating_mul(1_000_000) / all.max(1));
        format!(
            "{} for {} tokens on the same days is {} per million tokens, which no model costs.",
            money(sum, &part.currency),
            charts::format::count(all, &charts::Locale::default()),
            money(per_million, &part.currency)
        )
    };
    Ok((!powers.is_empty()).then(|| Suspicion {
        why: vec![said()],
        powers,
    }))
}
