//! Currencies that only the number formats of a workbook say. They count where nothing else says one; where all rows say
//! another, that is told.

use model::{Problem, Severity};

use super::Run;
use crate::feed::at_sheet;
use crate::formats::Layout;
use crate::source::Shown;
use crate::value::may_mean;

/// Where a table shows its amounts in a currency.
pub(super) struct Told {
    sheet: String,
    column: String,
    shown: Shown,
}

impl Run<'_, '_, '_> {
    /// Gives the amounts of a table the currency in which all of them are shown, as long as nobody said another.
    pub(super) fn show(&mut self, layout: &mut Layout, table: usize) {
        let places = layout.money_places();
        let looks = self.opened.shown_currencies(table);
        let mut all = places.iter().map(|place| looks.get(*place)?.clone());
        let (Some(Some(shown)), Some(place)) = (all.next(), places.first()) else {
            return;
        };
        if !all.all(|other| other.is_some_and(|other| other.currency == shown.currency)) {
            return;
        }
        layout.file.currency.get_or_insert(shown.currency.clone());
        let info = &self.opened.tables[table];
        self.shown.push(Told {
            sheet: info.name.clone(),
            column: info.columns.get(*place).cloned().unwrap_or_default(),
            shown,
        });
    }

    /// Says where amounts are shown in a currency of which there are none.
    pub(super) fn contradicted(&mut self) {
        let is_one = |shown: &Shown, code: &str| shown.currency.code() == code || may_mean(&shown.sign, code);
        let have: Vec<String> = self
            .report
            .totals
            .iter()
            .filter(|total| total.measure.is_money())
            .map(|total| total.currency.code().to_owned())
            .collect();
        for Told { sheet, column, shown } in std::mem::take(&mut self.shown) {
            if have.is_empty() || have.iter().any(|code| is_one(&shown, code)) {
                continue;
            }
            let (says, counts) = (shown.currency.code(), have.join(", "));
            let what = format!("The cells are shown in {says}, but their rows say {counts}, which counts.");
            let problem = Problem::new(Severity::Warning, what).column(column);
            let problem = problem.hint(format!(
                "if {says} is right, say it in a mapping: currency = {{ value = \"{says}\" }}"
            ));
            self.problem(at_sheet(problem, &sheet));
        }
    }
}
