//! What an amount of tokens costs: a pure function of quantities and prices, exact, with every step said.

use model::{Decimal, Exact, PriceClass};

/// Tokens and requests of one call or one sum of calls, classes apart: input is without the cached and audio parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantities {
    /// How much of which class.
    pub of: Vec<(PriceClass, i128)>,
    /// Input tokens of one request, cached ones included, where one request is priced: decides which step holds.
    pub request_input: Option<i64>,
}

impl Quantities {
    /// Of a class.
    #[must_use]
    pub fn with(mut self, class: PriceClass, count: i128) -> Self {
        if count != 0 {
            self.of.push((class, count));
        }
        self
    }
}

/// One step of a cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was used.
    pub class: PriceClass,
    /// How much.
    pub count: i128,
    /// The class whose price was taken, where it is another one.
    pub priced_as: PriceClass,
    /// Of one.
    pub price: Exact,
    /// Count times price.
    pub amount: Decimal,
}

/// What it comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Steps.
    pub lines: Vec<Line>,
    /// What has no price.
    pub unpriced: Vec<(PriceClass, i128)>,
}

impl Bill {
    /// The exact sum of the steps for which something holds.
    pub fn sum(&self, of: impl Fn(PriceClass) -> bool) -> Decimal {
        let lines = self.lines.iter().filter(|line| of(line.class));
        lines.fold(Decimal::default(), |sum, line| sum + &line.amount)
    }

    /// The exact total.
    pub fn total(&self) -> Decimal {
        self.sum(|_| true)
    }
}

/// Classes whose price stands in for one that the list does not state: cached and audio tokens are tokens.
fn stand_in(class: PriceClass) -> &'static [PriceClass] {
    match class {
        PriceClass::CacheRead | PriceClass::AudioInput | PriceClass::CacheWrite => &[PriceClass::Input],
        PriceClass::CacheWriteHour => &[PriceClass::CacheWrite, PriceClass::Input],
        PriceClass::AudioCacheRead => &[PriceClass::AudioInput, PriceClass::CacheRead, PriceClass::Input],
        PriceClass::AudioOutput | PriceClass::Reasoning => &[PriceClass::Output],
        _ => &[],
    }
}

/// The cost of quantities at prices by class and step. `price` gives the price of a class for a request with so many
/// input tokens.
pub fn cost(quantities: &Quantities, price: impl Fn(PriceClass, i64) -> Option<Exact>) -> Bill {
    let mut bill = Bill::default();
    let input = quantities.request_input.unwrap_or(0);
    for (class, count) in &quantities.of {
        let candidates = std::iter::once(*class).chain(stand_in(*class).iter().copied());
        let found = candidates
            .into_iter()
            .find_map(|class| Some((class, price(class, input)?)));
        match found {
            Some((priced_as, price)) => bill.lines.push(Line {
                class: *class,
                count: *count,
                priced_as,
                price,
                amount: price.decimal() * Decimal::from(*count),
            }),
            None => bill.unpriced.push((*class, *count)),
        }
    }
    bill
}
