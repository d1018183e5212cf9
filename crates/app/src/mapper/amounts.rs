//! Which column of money is what was charged: by what the columns come to together, else by what their headings say.

use ingest::inspect::beside::{is_foreign_amount, is_foreign_beside};
use ingest::profile::Profile;
use ingest::value::currency_in;

use super::currency::is_of_codes;
use super::grid::Grid;
use super::heading::{
    Role, heading, is_account, is_agreed, is_amount, is_exchange, is_fee, is_left, is_rate, role,
};
use super::headings::{BILLED, CREDIT, DEBIT};
use super::priced;

/// What is known of the columns of money.
#[derive(Debug, Default)]
pub(crate) struct Amounts {
    /// The column that is the charge, if the numbers themselves show it.
    pub billed: Option<usize>,
    /// The column that is the price before a discount, likewise.
    pub list: Option<usize>,
    /// Whether the rows say their currency in a column.
    pub has_currencies: bool,
    /// Columns that are no charge: taxes, prices of one, budgets.
    not_billed: Vec<usize>,
    /// Columns that are no list price: what is more in them is tax.
    not_list: Vec<usize>,
    /// Columns that name accounts by their numbers.
    accounts: Vec<usize>,
    /// Whether the charge is the sum of an amount and a fee.
    is_with_fee: bool,
}

impl Amounts {
    /// Looks at the columns of a table.
    pub(crate) fn of(profile: &Profile, grid: &Grid) -> Self {
        let roles: Vec<Role> = profile.columns.iter().map(|column| role(&column.name)).collect();
        let looked = Looked { profile, grid, roles };
        let mut found = looked.by_headings();
        found.has_currencies = profile.columns.iter().any(is_of_codes);
        let product = looked.product();
        if let Some([first, second, product]) = product {
            found.not_billed.extend([first, second]);
            found.billed = Some(product);
        }
        let discounted = looked.discounted();
        if let Some([list, left]) = discounted {
            (found.list, found.billed) = (Some(list), Some(left));
        }
        if let Some([net, tax, gross]) = looked.taxed() {
            found.not_billed.extend([tax, gross]);
            found.not_list.extend([tax, gross]);
            if discounted.is_none_or(|[list, _]| list != net) {
                found.billed = Some(net);
            }
        }
        if let Some([amount, fee, total]) = looked.with_fee()
            && found.billed.is_none_or(|billed| billed == amount)
        {
            found.not_billed.extend([amount, fee]);
            (found.billed, found.is_with_fee) = (Some(total), true);
        }
        found.accounts = looked.accounts();
        found
    }

    /// Whether a fee was added to an amount for what is charged.
    pub(crate) fn shows_sum(&self) -> bool {
        self.is_with_fee
    }

    /// Whether a column is not what a target holds.
    pub(crate) fn bars(&self, place: usize, target: &str) -> bool {
        match target {
            "billed" | "estimated" => {
                self.not_billed.contains(&place) || self.billed.is_some_and(|billed| billed != place)
            }
            "debit" | "credit" => self.accounts.contains(&place),
            "list" => self.not_list.contains(&place) || self.list.is_some_and(|list| list != place),
            _ => false,
        }
    }

    /// Whether the numbers show that a column is what a target holds.
    pub(crate) fn shows(&self, place: usize, target: &str) -> bool {
        match target {
            "billed" => self.billed == Some(place),
            "list" => self.list == Some(place),
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
        let is_reduced = |place: usize| self.is_reduced() && !is_left(self.name(place));
        let is_plain = |place: usize| {
            let name = self.name(place);
            self.is_numeric(place) && is_amount(name) && !is_fee(name)
        };
        let has_plain = places().any(is_plain);
        let is_not_billed = |place: &usize| match self.roles[*place] {
            _ if is_rate(self.name(*place)) => true,
            _ if has_plain && is_fee(self.name(*place)) => true,
            Role::Tax | Role::Aside | Role::Discount => true,
            Role::Each => has_amount || !priced::is_multiplied(self.profile),
            Role::Price => has_amount || priced::is_doubtful(self.profile),
            Role::Gross => self.has(Role::Net) || is_reduced(*place),
            Role::Amount | Role::Net => {
                is_reduced(*place) || self.is_foreign_beside_own(*place) || self.is_only_agreed(*place)
            }
        };
        let is_not_list = |place: &usize| match self.roles[*place] {
            Role::Tax | Role::Aside | Role::Discount => true,
            Role::Gross => self.has(Role::Tax),
            _ => false,
        };
        Amounts {
            not_billed: places().filter(is_not_billed).collect(),
            not_list: places().filter(is_not_list).collect(),
            ..Amounts::default()
        }
    }

    /// Whether another amount says what came of this one: what was invoiced of an order. A total is no more beside what was
    /// allocated of it.
    fn is_only_agreed(&self, place: usize) -> bool {
        let is_other = |other: usize| {
            other != place
                && self.is_numeric(other)
                && is_agreed(self.name(other)).1
                && heading(BILLED.words, self.name(other)).0 >= 2
                && !matches!(
                    self.roles[other],
                    Role::Each | Role::Price | Role::Aside | Role::Discount
                )
        };
        let (agreed, came) = is_agreed(self.name(place));
        let is_beside = agreed || heading(BILLED.words, self.name(place)).0 >= 2;
        !came && is_beside && (0..self.roles.len()).any(is_other)
    }

    /// Whether a discount stands beside an amount that is called what is left.
    fn is_reduced(&self) -> bool {
        let mut places = 0..self.roles.len();
        self.has(Role::Discount) && places.any(|place| self.is_numeric(place) && is_left(self.name(place)))
    }

    /// Whether an amount is in the currency of somebody else, and another says the one that it is in, or that it is one's
    /// own.
    fn is_foreign_beside_own(&self, place: usize) -> bool {
        let name = self.name(place);
        let says_its_own = |own: &str| currency_in(own).is_some() && !is_foreign_amount(own);
        let is_own =
            |own: &str| (is_foreign_amount(name) && says_its_own(own)) || is_foreign_beside(name, own);
        let mut places = 0..self.roles.len();
        places.any(|other| self.is_numeric(other) && is_amount(self.name(other)) && is_own(self.name(other)))
    }

    /// An amount, and what is left of it once a discount is taken off: what is called so, or is below zero in every row.
    fn discounted(&self) -> Option<[usize; 2]> {
        let numeric = self.grid.numeric();
        let called: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|at| self.roles[*at] == Role::Discount)
            .collect();
        let below = numeric.iter().copied().filter(|at| {
            self.roles[*at] == Role::Amount && !is_amount(self.name(*at)) && self.grid.is_below_zero(*at)
        });
        let alone = called.iter().copied().chain(below).map(|at| vec![at]);
        let parts: Vec<Vec<usize>> = std::iter::once(called.clone()).chain(alone).collect();
        let amounts = || {
            numeric.iter().copied().filter(|at| {
                !matches!(
                    self.roles[*at],
                    Role::Tax | Role::Each | Role::Aside | Role::Discount
                ) && !self.grid.is_below_zero(*at)
            })
        };
        let mut pairs = amounts().flat_map(|list| amounts().map(move |left| [list, left]));
        let fits = |[list, left]: &[usize; 2]| {
            let mut parts = parts.iter().filter(|parts| !parts.is_empty());
            list != left && parts.any(|parts| self.grid.take_off(*list, parts, *left))
        };
        pairs.find(fits)
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
        let is_charge = !matches!(
            self.roles[product],
            Role::Tax | Role::Each | Role::Aside | Role::Discount
        );
        is_charge && !is_rate(self.name(product)) && is_factor(first) && is_factor(second)
    }

    /// An amount, a fee beside it, and both together.
    fn with_fee(&self) -> Option<[usize; 3]> {
        let numeric = self.grid.numeric();
        let fees = numeric.iter().filter(|at| is_fee(self.name(**at)));
        let amounts = || {
            numeric
                .iter()
                .filter(|at| is_amount(self.name(**at)) && !is_fee(self.name(**at)))
        };
        let pairs = amounts().flat_map(|amount| amounts().map(move |total| (*amount, *total)));
        let pairs: Vec<(usize, usize)> = pairs.filter(|(amount, total)| amount != total).collect();
        let mut sums = fees.flat_map(|fee| pairs.iter().map(move |(amount, total)| [*amount, *fee, *total]));
        sums.find(|places| self.grid.add_up(*places))
    }

    /// Columns of whole numbers that are called accounts, or sides of one that every row fills beside an amount.
    fn accounts(&self) -> Vec<usize> {
        let is_digits =
            |text: &String| (3..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_numbered = |at: &usize| {
            let values = &self.profile.columns[*at].values;
            !values.is_empty() && values.iter().all(is_digits)
        };
        let is_side = |at: &usize| {
            [DEBIT.words, CREDIT.words]
                .iter()
                .any(|words| heading(words, self.name(*at)).0 > 0)
        };
        let numbered: Vec<usize> = (0..self.roles.len()).filter(is_numbered).collect();
        let sides = numbered.iter().filter(|at| is_side(at));
        let has_amount = (0..self.roles.len()).any(|at| self.is_numeric(at) && is_amount(self.name(at)));
        let are_both = sides.count() > 1 && has_amount;
        let is_it = |at: &usize| is_account(self.name(*at)) || (are_both && self.grid.is_full(*at));
        numbered.into_iter().filter(is_it).collect()
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
        let amounts = of(|role| !matches!(role, Role::Tax | Role::Each | Role::Aside | Role::Discount));
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
    fn a_fee_is_no_charge_beside_an_amount() {
        for (names, expected) in [
            ("Fee amount,Transaction amount", "Transaction amount"),
            (
                "Source fee amount,Source amount (after fees)",
                "Source amount (after fees)",
            ),
        ] {
            let table =
                format!("Date,Vendor,{names}\n2026-09-03,OpenAI,0.02,4.97\n2026-09-04,X,0.00,20.00\n");
            let text = crate::mapper::fixture::document(&table);
            assert!(
                text.contains(&format!("billed = \"{expected}\"")) && text.contains("# INCOMPLETE"),
                "{text}"
            );
        }
        let alone = "Date,Vendor,Fee amount\n2026-09-03,OpenAI,20.00\n2026-09-04,X,30.00\n";
        let text = crate::mapper::fixture::document(alone);
        assert!(text.contains("billed = \"Fee amount\""), "{text}");
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
    fn a_rate_of_exchange_is_never_charged() {
        for name in [
            "FX rate",
            "Exchange rate",
            "Kurs EUR",
            "Växelkurs",
            "Taux de change (EUR)",
            "Tipo de cambio",
        ] {
            let table = format!(
                "Date,Vendor,Currency,{name}\n2026-09-01,OpenAI,USD,1.0912\n2026-09-02,X,USD,1.0913\n"
            );
            let text = crate::mapper::fixture::document(&table);
            assert!(
                text.contains("# INCOMPLETE") && !text.contains("\nbilled = "),
                "{text}"
            );
        }
        let exchanged = "Date,Vendor,Exchange amount EUR\n2026-09-01,OpenAI,20.50\n2026-09-02,X,30.10\n";
        let text = crate::mapper::fixture::document(exchanged);
        assert!(text.contains("billed = \"Exchange amount EUR\""), "{text}");
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
    fn what_came_of_an_order_is_the_charge_and_the_order_is_not() {
        for names in [
            "PO amount,Invoiced amount",
            "Contract value,Invoiced to date",
            "Requested amount,Approved amount",
            "Total amount,Allocated amount",
            "Accrued,Invoiced",
            "Line Total,Invoiced",
        ] {
            let table =
                format!("Date,Vendor,{names}\n2026-09-03,OpenAI,1000.00,100.00\n2026-09-04,X,500.00,20.00\n");
            let text = crate::mapper::fixture::document(&table);
            let name = names.split(',').next_back().unwrap_or_default();
            assert!(text.contains(&format!("billed = \"{name}\"")), "{text}");
        }
        let order = "Date,Vendor,Order total\n2026-09-03,OpenAI,1000.00\n2026-09-04,X,500.00\n";
        assert!(crate::mapper::fixture::document(order).contains("billed = \"Order total\""));
    }

    #[test]
    fn what_is_left_of_a_discount_is_the_charge_and_the_rest_is_the_list_price() {
        for (table, list, left) in [
            (
                "Cost,Discount,Net cost\n12.50,-2.50,10.00\n25.00,-5.00,20.00\n",
                0,
                2,
            ),
            ("Gross,Rebate,Payable\n12.50,2.50,10.00\n25.00,5.00,20.00\n", 0, 2),
            (
                "原价,优惠金额,应付金额\n12.50,2.50,10.00\n25.00,5.00,20.00\n",
                0,
                2,
            ),
            (
                "Subtotal,Cost,Discounts,Promotions\n9.00,12.50,-2.50,-1.00\n20.00,25.00,-5.00,\n",
                1,
                0,
            ),
            ("X,Y,Z\n12.50,-2.50,10.00\n25.00,-5.00,20.00\n", 0, 2),
        ] {
            let profile = profile(table);
            let found = Amounts::of(&profile, &Grid::of(&profile));
            assert_eq!((found.list, found.billed), (Some(list), Some(left)), "{table}");
        }
        // Two parts of a total, and what an account had and has.
        for table in [
            "Compute,Storage,Total\n10.00,2.00,12.00\n20.00,3.00,23.00\n",
            "Opening,Amount,Closing\n100.00,-25.00,75.00\n75.00,-12.50,62.50\n",
        ] {
            let profile = profile(table);
            let found = Amounts::of(&profile, &Grid::of(&profile));
            assert_eq!((found.list, found.billed), (None, None), "{table}");
        }
    }

    #[test]
    fn a_discount_that_does_not_add_up_is_no_charge_and_neither_is_what_it_is_taken_off() {
        let profile = profile("Cost,Rebate,Net cost\n12.50,2.00,10.00\n25.00,5.00,19.00\n");
        let found = Amounts::of(&profile, &Grid::of(&profile));
        assert!(found.bars(0, "billed") && found.bars(1, "billed") && !found.bars(2, "billed"));
    }

    #[test]
    fn headings_bar_what_is_no_charge_and_a_gross_beside_a_tax_is_no_list_price() {
        let profile = profile("Budget,Actual,Tax,Brutto\n1.00,2.00,0.50,9.00\n3.00,4.00,0.70,9.00\n");
        let found = Amounts::of(&profile, &Grid::of(&profile));
        assert!(found.bars(0, "billed") && !found.bars(1, "billed") && found.bars(2, "billed"));
        assert!(found.bars(3, "list") && !found.bars(1, "list"));
    }
}
