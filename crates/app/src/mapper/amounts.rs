//! Which column of money is what was charged: by what the columns come to together, else by what their headings say.

use ingest::profile::Profile;

use super::grid::Grid;
use super::heading::{Role, heading, is_amount, is_exchange, role};
use super::headings::BILLED;

/// What is known of the columns of money.
#[derive(Debug, Default)]
pub(crate) struct Amounts {
    /// The column that is the charge, if the numbers themselves show it.
    pub billed: Option<usize>,
    /// Columns that are no charge: taxes, prices of one, budgets.
    not_billed: Vec<usize>,
    /// Columns that are no list price: what is more in them is tax.
    not_list: Vec<usize>,
}

impl Amounts {
    /// Looks at the columns of a table.
    pub(crate) fn of(profile: &Profile, grid: &Grid) -> Self {
        let roles: Vec<Role> = profile.columns.iter().map(|column| role(&column.name)).collect();
        let looked = Looked { profile, grid, roles };
        let mut found = looked.by_headings();
        let product = looked.product();
        if let Some([first, second, product]) = product {
            found.not_billed.extend([first, second]);
            found.billed = Some(product);
        }
        if let Some([net, tax, gross]) = looked.taxed() {
            found.not_billed.extend([tax, gross]);
            found.not_list.extend([tax, gross]);
            found.billed = Some(net);
        }
        found
    }

    /// Whether a column is not what a target holds.
    pub(crate) fn bars(&self, place: usize, target: &str) -> bool {
        match target {
            "billed" | "estimated" => {
                self.not_billed.contains(&place) || self.billed.is_some_and(|billed| billed != place)
            }
            "list" => self.not_list.contains(&place),
            _ => false,
        }
    }
}

struct Looked<'a> {
    profile: &'a Profile,
    grid: &'a Grid,
    roles: Vec<Role>,
}

impl Looked<'_> {
    fn name(&self, place: usize) -> &str {
        &self.profile.columns[place].name
    }

    fn is_numeric(&self, place: usize) -> bool {
        self.profile.columns[place].numbers.numbers > 0
    }

    fn has(&self, role: Role) -> bool {
        let mut all = self.roles.iter().enumerate();
        all.any(|(place, is)| *is == role && self.is_numeric(place))
    }

    fn by_headings(&self) -> Amounts {
        let places = || 0..self.roles.len();
        let has_amount = places().any(|place| self.is_numeric(place) && is_amount(self.name(place)));
        let is_not_billed = |place: &usize| match self.roles[*place] {
            Role::Tax | Role::Each | Role::Aside => true,
            Role::Price => has_amount,
            Role::Gross => self.has(Role::Net),
            Role::Amount | Role::Net => false,
        };
        let is_not_list = |place: &usize| match self.roles[*place] {
            Role::Tax | Role::Aside => true,
            Role::Gross => self.has(Role::Tax),
            _ => false,
        };
        Amounts {
            billed: None,
            not_billed: places().filter(is_not_billed).collect(),
            not_list: places().filter(is_not_list).collect(),
        }
    }

    /// Two factors and what they come to; of several products the one whose heading says best that it is an amount.
    fn product(&self) -> Option<[usize; 3]> {
        let numeric = self.grid.numeric();
        let mut best: Option<(u8, [usize; 3])> = None;
        for (at, first) in numeric.iter().enumerate() {
            for second in &numeric[at + 1..] {
                for product in numeric.iter().filter(|place| *place != first && *place != second) {
                    let places = [*first, *second, *product];
                    let said = heading(BILLED.words, self.name(*product)).0;
                    let is_better = best.is_none_or(|(known, _)| said > known);
                    if is_better && self.may_multiply(places) && self.grid.multiply(places) {
                        best = Some((said, places));
                    }
                }
            }
        }
        best.map(|(_, places)| places)
    }

    /// Taxes are products, too, and so are amounts in another currency.
    fn may_multiply(&self, [first, second, product]: [usize; 3]) -> bool {
        let is_amount_already = |place| is_amount(self.name(place)) && !is_amount(self.name(product));
        let is_factor = |place| {
            self.roles[place] != Role::Tax && !is_exchange(self.name(place)) && !is_amount_already(place)
        };
        let is_charge = !matches!(self.roles[product], Role::Tax | Role::Each | Role::Aside);
        is_charge && is_factor(first) && is_factor(second)
    }

    /// An amount, the tax on it, and both together.
    fn taxed(&self) -> Option<[usize; 3]> {
        let numeric = self.grid.numeric();
        let of = |is_meant: fn(Role) -> bool| {
            let some = numeric
                .iter()
                .copied()
                .filter(move |place| is_meant(self.roles[*place]));
            some.collect::<Vec<usize>>()
        };
        let taxes = of(|role| role == Role::Tax);
        let amounts = of(|role| !matches!(role, Role::Tax | Role::Each | Role::Aside));
        let pairs = amounts
            .iter()
            .flat_map(|net| amounts.iter().map(move |gross| (*net, *gross)));
        let sums = pairs.flat_map(|(net, gross)| taxes.iter().map(move |tax| [net, *tax, gross]));
        sums.into_iter()
            .find(|[net, tax, gross]| net != gross && self.grid.add_up([*net, *tax, *gross]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapper::fixture::profile;

    fn billed(table: &str) -> Option<usize> {
        let profile = profile(table);
        Amounts::of(&profile, &Grid::of(&profile)).billed
    }

    #[test]
    fn a_quantity_times_a_price_is_the_charge_whatever_it_is_called() {
        assert_eq!(
            billed("Menge;Einzelpreis;Gesamtpreis\n2;10,50;21,00\n3;7,00;21,00\n"),
            Some(2)
        );
        assert_eq!(billed("Antal,Summa,X\n2,21.00,10.50\n3,21.00,7.00\n"), Some(1));
        assert_eq!(billed("Qty,A,B\n2,10.50,21.00\n3,7.00,21.00\n"), Some(2));
    }

    #[test]
    fn taxes_and_exchange_are_products_that_are_no_charge() {
        assert_eq!(
            billed("Amount,Tax rate,Tax\n100.00,0.25,25.00\n40.00,0.25,10.00\n"),
            None
        );
        assert_eq!(
            billed("Amount,Kurs,Local\n100.00,11.50,1150.00\n40.00,11.50,460.00\n"),
            None
        );
    }

    #[test]
    fn of_net_tax_and_gross_the_net_is_the_charge() {
        assert_eq!(
            billed("Netto;Moms;Brutto\n100,00;25,00;125,00\n50,00;12,50;62,50\n"),
            Some(0)
        );
        assert_eq!(
            billed("Total,VAT,Subtotal\n125.00,25.00,100.00\n62.50,12.50,50.00\n"),
            Some(2)
        );
        assert_eq!(
            billed("Opening,Amount,Closing\n100.00,25.00,125.00\n125.00,12.50,137.50\n"),
            None
        );
    }

    #[test]
    fn headings_bar_what_is_no_charge_and_a_gross_beside_a_tax_is_no_list_price() {
        let profile = profile("Budget,Actual,Tax,Brutto\n1.00,2.00,0.50,9.00\n3.00,4.00,0.70,9.00\n");
        let found = Amounts::of(&profile, &Grid::of(&profile));
        assert!(found.bars(0, "billed") && !found.bars(1, "billed") && found.bars(2, "billed"));
        assert!(found.bars(3, "list") && !found.bars(1, "list"));
    }
}
