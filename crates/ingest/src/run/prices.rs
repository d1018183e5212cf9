//! A public list, model by model or day by day. A later list never takes the place of an earlier one: which price holds on a day is
//! decided when it is asked for.

use std::io::Read;
use std::ops::ControlFlow;

use model::{Fact, KeyBuilder, Origin, Price, Problem, Rate, Severity};

use super::Run;
use crate::prices::{self, ListShape, Tree};
use crate::read::IngestError;
use crate::unpack::Limits;

impl Run<'_, '_, '_> {
    /// Reads a list that is no table.
    pub(super) fn list(&mut self, shape: ListShape) -> Result<(), IngestError> {
        let item = self.opened.item();
        let not_read = |what: String| IngestError::NotReadable(what);
        let mut text = String::new();
        let stream = item
            .content
            .stream()
            .map_err(|error| not_read(error.to_string()))?;
        let most = Limits::default().memory;
        let read = stream.take(most).read_to_string(&mut text);
        read.map_err(|error| not_read(error.to_string()))?;
        if shape == ListShape::EcbRates {
            return self.rates(&text);
        }
        let list = Tree::parse(&text).map_err(not_read)?;
        let file = item
            .member
            .clone()
            .unwrap_or_else(|| item.path.to_string_lossy().into_owned());
        for (number, listed) in prices::read(shape, &list, &file).into_iter().enumerate() {
            if self.listed(number as u64 + 1, listed).is_break() {
                break;
            }
        }
        self.stopped.take().map_or(Ok(()), Err)
    }

    /// One row is one day.
    fn rates(&mut self, text: &str) -> Result<(), IngestError> {
        for (number, day) in prices::read_rates(text) {
            self.report.rows.read += 1;
            let rates = match day {
                Ok(rates) => rates,
                Err(text) => {
                    self.report.rows.refused += 1;
                    let problem = Problem::new(Severity::Error, "this is no date").row(number);
                    self.problem(problem.column("Date").value(&text));
                    continue;
                }
            };
            let mut facts = Vec::new();
            for mut rate in rates {
                rate.origin = Origin {
                    table: 0,
                    row: number,
                };
                rate.key = key_of_rate(&rate);
                let fact = Fact::Rate(Box::new(rate));
                self.report.count(&fact);
                facts.push(fact);
            }
            let became = (self.sink)(&mut facts).map_err(IngestError::Sink)?;
            self.report.rows.met(became);
        }
        Ok(())
    }

    fn listed(&mut self, number: u64, listed: prices::Listed) -> ControlFlow<()> {
        self.report.rows.read += 1;
        if listed.prices.is_empty() {
            self.report.rows.skipped += 1;
            let problem = Problem::new(Severity::Info, listed.skipped).row(number);
            self.problem(problem.value(&listed.model));
            return ControlFlow::Continue(());
        }
        let mut facts = Vec::new();
        for mut price in listed.prices {
            price.origin = Origin {
                table: 0,
                row: number,
            };
            price.key = self.key_of(&price);
            let fact = Fact::Price(Box::new(price));
            self.report.count(&fact);
            facts.push(fact);
        }
        if let Err(error) = (self.sink)(&mut facts) {
            self.stopped = Some(IngestError::Sink(error));
            return ControlFlow::Break(());
        }
        self.report.rows.kept += 1;
        ControlFlow::Continue(())
    }

    /// The key of a price: what it is for, and the file that states it.
    pub(super) fn key_of(&self, price: &Price) -> model::Key {
        let mut key = KeyBuilder::new();
        let (above, from) = (price.above.to_string(), price.from.map(|day| day.to_string()));
        let parts = [
            self.plan.header.sha256.as_str(),
            &price.provider,
            &price.model,
            price.class.id(),
            &price.tier,
            &price.region,
            &above,
            price.currency.code(),
            from.as_deref().unwrap_or_default(),
        ];
        for part in parts {
            key.part(part);
        }
        key.key()
    }
}

fn key_of_rate(rate: &Rate) -> model::Key {
    let day = rate.day.map(|day| day.to_string()).unwrap_or_default();
    let mut key = KeyBuilder::new();
    for part in [&day, rate.base.code(), rate.quote.code(), &rate.source] {
        key.part(part);
    }
    key.key()
}
