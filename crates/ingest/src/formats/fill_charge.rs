//! What charges share with others: taken from a row before with the same cells, or filled from the row. Knows no amounts.

use std::rc::Rc;
use std::sync::Arc;

use model::{Charge, Currency, Fact};

use super::alike::Alike;
use super::field::Field;
use super::fill::{One, name_space};
use super::getter::Getter;

/// Fields and where they come from.
type Fields = [(Field, Rc<Getter>)];

impl One<'_, '_> {
    /// A charge: what many rows share is as in a row before with the same cells, where there was one.
    pub(super) fn parts(&mut self, fields: &Fields) {
        let ((stated, has_amounts), ends) = (self.placed.currencies, self.placed.parts.ends);
        if has_amounts && stated == 0 {
            self.take_written(fields);
        }
        self.what(&fields[..ends[0]]);
        self.whose(&fields[ends[0]..ends[1]]);
        if has_amounts && self.take_written(fields) {
            self.name_currency();
        }
        self.put(&fields[ends[1]..]);
    }

    fn what(&mut self, fields: &Fields) {
        let alike = &self.placed.parts.what;
        let cells = alike.cells(self.row, self.currency.code(), &mut self.filled.cells);
        let (row, layout) = (self.row, self.layout);
        self.part(
            (alike, cells),
            |charge| &mut charge.what,
            fields,
            |what, currency| {
                let open = layout.provisional.as_ref();
                what.provisional = open.is_some_and(|rule| rule.holds(row, &layout.style));
                what.currency.clone_from(currency);
            },
        );
        if let Fact::Charge(charge) = &self.fact
            && charge.what.currency != self.currency
        {
            self.currency.clone_from(&charge.what.currency);
            self.scale = self.currency.scale();
        }
    }

    fn whose(&mut self, fields: &Fields) {
        let alike = &self.placed.parts.whose;
        let cells = alike.cells(self.row, "", &mut self.filled.cells);
        let source = &self.layout.document.identity;
        self.part(
            (alike, cells),
            |charge| &mut charge.whose,
            fields,
            |whose, _| {
                name_space(&mut whose.identity, source);
            },
        );
    }

    /// Sets a part of a charge: the one that was kept for these cells, else a new one from its fields, with the last touch. One
    /// about which something is odd is not kept: that is said of each row.
    fn part<T: Clone + Default>(
        &mut self,
        (alike, cells): (&Alike<T>, Option<u128>),
        place: fn(&mut Charge) -> &mut Arc<T>,
        fields: &Fields,
        last_touch: impl FnOnce(&mut T, &Currency),
    ) {
        let known = cells.and_then(|cells| alike.known(cells));
        let (is_known, before) = (known.is_some(), self.filled.problems.len());
        if let Fact::Charge(charge) = &mut self.fact {
            *place(charge) = known.unwrap_or_default();
        }
        if is_known {
            return;
        }
        self.put(fields);
        if let Fact::Charge(charge) = &mut self.fact {
            last_touch(Arc::make_mut(place(charge)), &self.currency);
            if let Some(cells) = cells.filter(|_| self.filled.problems.len() == before) {
                alike.keep(cells, place(charge));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{Origin, Problem};

    use super::*;
    use crate::formats::{FileFacts, Filled, Layout, by_id, fill};
    use crate::row::{Cell, Row};

    const COLUMNS: [(&str, &[&str]); 10] = [
        ("ChargePeriodStart", &["2026-09-01", "2026-09-02", "soon"]),
        ("ChargePeriodEnd", &["2026-09-03"]),
        (
            "ServiceProviderName",
            &["OpenAI", " OpenAI ", "NULL", "Anthropic"],
        ),
        ("SkuId", &["in", "out"]),
        ("ChargeCategory", &["Usage", "Tax", "Nonsense"]),
        ("BillingCurrency", &["USD", "", "EUR", "JPY", "QQQ"]),
        ("BilledCost", &["1.25", "Included", "", "x"]),
        ("SubAccountId", &["a", "b"]),
        ("PrincipalId", &["", "ann@example.com", "ANN@EXAMPLE.COM"]),
        ("Tags", &["", "{\"team\":\"claims\"}"]),
    ];

    /// What a row becomes, and what is odd about it.
    fn filled(layout: &Layout, row: &Row<'_>, spent: &mut Vec<Fact>) -> (Vec<(usize, Fact)>, Vec<Problem>) {
        let mut filled = Filled::default();
        fill(layout, row, Origin::default(), (spent, &mut filled));
        (filled.facts, filled.problems)
    }

    #[test]
    fn a_charge_is_the_same_whatever_rows_came_before() {
        let document = by_id("focus").expect("a format");
        let columns = COLUMNS.map(|(name, _)| name.to_owned());
        let layout = || Layout::of_table(&document, &columns, FileFacts::default());
        let (shared, mut spent, mut charges) = (layout(), Vec::new(), 0);
        for number in 0..600 {
            // Each column turns over at a step of its own, so that parts return in other company.
            let cells = COLUMNS
                .iter()
                .zip(1..)
                .map(|((_, texts), step)| Cell::Text(texts[number * step / 7 % texts.len()].into()));
            let row = Row {
                number: number as u64,
                cells: cells.collect(),
            };
            let (facts, problems) = filled(&shared, &row, &mut spent);
            let alone = filled(&layout(), &row, &mut Vec::new());
            assert_eq!((&facts, &problems), (&alone.0, &alone.1), "{row:?}");
            charges += facts.len();
            spent.extend(facts.into_iter().map(|(_, fact)| fact));
        }
        assert!(charges > 100, "{charges}");
    }
}
