//! Reconciliation: does what an invoice bills follow from what was used?
//!
//! `invoice = Σ (tokens × contract price) + tier and rounding + credits + seats + tax + unexplained`, exact, per invoice. Per
//! model: billed against tokens × price; where they are within the larger of 0.01 and 3 % the difference is tier and
//! rounding, else it is unexplained. Inputs: the invoice's totals, the charges it bills by model, and the same models'
//! tokens at contract prices. Unit: the currency of the invoice. Guards: a model without tokens or price has no
//! calculated figure, and its billed money is unexplained, not zero; drift of rounded rows is shown, never corrected.

use model::{Currency, Total};

use super::Signals;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "reconciliation",
    area: "signals",
    name: "Invoice against usage",
    unit: "currency",
    formula: "billed = Σ(tokens × contract price) + tier and rounding + credits + seats + tax + unexplained; ok where |unexplained| ≤ max(0.01, 3 %)",
    practice: "Sticker shock",
    guard: "No tokens or no price is missing, not zero; drift is shown, not corrected",
    needs: &[Need::Money(&["model", "category"]), Need::Quantity],
};

/// What is known of one invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Currency.
    pub currency: Currency,
    /// What it says in all, with tax and with the sign of a credit note.
    pub total: Total,
    /// Tax in it.
    pub tax: Total,
    /// Allowances and credits, usually below zero.
    pub credits: Total,
    /// Seats and other purchases.
    pub seats: Total,
    /// Usage by model.
    pub models: Vec<ModelUse>,
}

/// One model on an invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelUse {
    /// The model; empty is usage without one.
    pub model: String,
    /// What its charges add up to.
    pub billed: Total,
    /// Its tokens, where usage states them.
    pub tokens: Option<i128>,
    /// Tokens × contract price; `None` without tokens or price.
    pub priced: Option<Total>,
}

/// One model, held against its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelResult {
    /// Billed, tokens and calculation.
    pub of: ModelUse,
    /// Billed less calculated.
    pub difference: Option<Total>,
    /// Whether that is within the tolerance.
    pub ok: bool,
}

/// One invoice, taken apart. The steps add up to the total exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// What was stated.
    pub stated: Stated,
    /// Per model.
    pub models: Vec<ModelResult>,
    /// Σ tokens × price.
    pub usage: Total,
    /// Differences within the tolerance.
    pub rounding: Total,
    /// What nothing explains.
    pub unexplained: Total,
    /// How much may stay unexplained.
    pub tolerance: Total,
}

impl Reconciled {
    /// Whether what is unexplained is within the tolerance.
    pub fn ok(&self) -> bool {
        self.unexplained.0.abs() <= self.tolerance.0
    }

    /// The share of its price in percent at which every model that differs is billed, where that is one share: a discount
    /// that the price book does not hold.
    pub fn discount(&self) -> Option<String> {
        const ALIKE: f64 = 0.005;
        let off = self.models.iter();
        let off = off.filter(|model| !model.ok && model.of.billed.0 != 0);
        let ratios: Vec<f64> = off
            .filter_map(|model| crate::figure::share(model.of.billed, model.of.priced?))
            .collect();
        let (low, high) = ratios.iter().fold((f64::MAX, f64::MIN), |(low, high), ratio| {
            (low.min(*ratio), high.max(*ratio))
        });
        (ratios.len() > 1 && high - low < ALIKE).then(|| format!("{:.1}", low.midpoint(high) * 100.0))
    }

    /// The steps from usage to the invoice, without the total.
    pub fn steps(&self) -> [(&'static str, Total); 6] {
        [
            ("tokens × price", self.usage),
            ("tier and rounding", self.rounding),
            ("credits", self.stated.credits),
            ("seats", self.stated.seats),
            ("tax", self.stated.tax),
            ("unexplained", self.unexplained),
        ]
    }
}

/// Invoices, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// In the order asked.
    pub invoices: Vec<Reconciled>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Takes invoices apart.
pub fn reconciliation(stated: Vec<Stated>, settings: Signals) -> Reconciliation {
    let invoices: Vec<Reconciled> = stated.into_iter().map(|one| reconcile(one, settings)).collect();
    Reconciliation {
        explanation: explain(&invoices, settings),
        invoices,
    }
}

fn reconcile(stated: Stated, settings: Signals) -> Reconciled {
    let tolerance = |of: Total| {
        let cent = 10i128.pow(stated.currency.scale()) / 100;
        Total((of.0.abs() * i128::from(settings.reconcile_percent) / 100).max(cent))
    };
    let result = |of: ModelUse| {
        let difference = of.priced.map(|priced| Total(of.billed.0 - priced.0));
        ModelResult {
            ok: difference.is_some_and(|difference| difference.0.abs() <= tolerance(of.billed).0),
            difference,
            of,
        }
    };
    let models: Vec<ModelResult> = stated.models.iter().cloned().map(result).collect();
    let usage: Total = models.iter().filter_map(|model| model.of.priced).sum();
    let rounding: Total = models
        .iter()
        .filter(|model| model.ok)
        .filter_map(|model| model.difference)
        .sum();
    let explained = usage + rounding + stated.credits + stated.seats + stated.tax;
    Reconciled {
        unexplained: Total(stated.total.0 - explained.0),
        tolerance: tolerance(stated.total),
        models,
        usage,
        rounding,
        stated,
    }
}

fn explain(invoices: &[Reconciled], settings: Signals) -> Explanation {
    let step = |one: &Reconciled| {
        let text = |total: Total| total.text(&one.stated.currency);
        let parts: Vec<String> = one
            .steps()
            .iter()
            .map(|(name, total)| format!("{} {name}", text(*total)))
            .collect();
        format!(
            "{}: {} {} = {}",
            one.stated.number,
            text(one.stated.total),
            one.stated.currency,
            parts.join(" + ")
        )
    };
    let steps: Vec<String> = invoices.iter().take(5).map(step).collect();
    let ok = invoices.iter().filter(|one| one.ok()).count();
    let unpriced = invoices
        .iter()
        .flat_map(|one| &one.models)
        .filter(|model| model.of.priced.is_none() && model.of.billed.0 != 0)
        .count();
    let mut explanation = Explanation::new(
        "What each invoice bills, taken apart into what usage explains and what nothing does.",
        steps.join("; "),
    )
    .input(
        "invoices whose usage explains them",
        &format!("{ok} of {}", invoices.len()),
    )
    .input("tolerance in percent", &settings.reconcile_percent)
    .guard("Drift of rows that a console rounded is shown, never corrected.")
    .note_if(
        invoices.is_empty(),
        "No invoice whose charges are in the book: an invoice and the vendor's cost export bring both.",
    )
    .note_if(
        unpriced > 0,
        format!("{unpriced} models have no tokens or no price in the book; what they bill is unexplained."),
    );
    explanation.notes.extend(invoices.iter().filter_map(discount));
    explanation
}

fn discount(one: &Reconciled) -> Option<String> {
    let share = one.discount()?;
    Some(format!(
        "{}: every model is billed at {share} % of its price. If that was agreed, put the agreed prices into the book.",
        one.stated.number
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::units;

    fn model(name: &str, billed: i128, priced: Option<i128>) -> ModelUse {
        ModelUse {
            model: name.into(),
            billed: units(billed),
            tokens: priced.map(|_| 1),
            priced: priced.map(units),
        }
    }

    fn one(total: i128, models: Vec<ModelUse>) -> Reconciled {
        let stated = Stated {
            number: "A-1".into(),
            currency: Currency::new("USD"),
            total: units(total),
            tax: units(19),
            credits: units(-20),
            seats: units(40),
            models,
            ..Stated::default()
        };
        reconciliation(vec![stated], Signals::default())
            .invoices
            .remove(0)
    }

    #[test]
    fn the_steps_add_up_to_the_invoice_exactly() {
        let made = one(239, vec![model("a", 100, Some(98)), model("b", 100, Some(50))]);
        assert_eq!(
            (made.usage, made.rounding),
            (units(148), units(2)),
            "2 of 100 is within 3 %"
        );
        assert_eq!(made.unexplained, units(50));
        assert_eq!(
            made.steps().iter().map(|(_, total)| *total).sum::<Total>(),
            units(239)
        );
        assert!(!made.ok() && made.models[0].ok && !made.models[1].ok);
    }

    #[test]
    fn a_model_without_a_price_is_unexplained_and_not_zero() {
        let made = one(139, vec![model("a", 100, None)]);
        assert_eq!((made.models[0].difference, made.unexplained), (None, units(100)));
        assert!(one(139, vec![model("a", 100, Some(100))]).ok());
    }

    #[test]
    fn one_ratio_for_all_models_is_said_to_be_a_discount() {
        let stated = |second| Stated {
            number: "A-1".into(),
            models: vec![model("a", 92, Some(100)), model("b", second, Some(200))],
            ..Stated::default()
        };
        let notes = |second| {
            reconciliation(vec![stated(second)], Signals::default())
                .explanation
                .notes
        };
        assert!(notes(184)[0].contains("billed at 92.0 % of its price"));
        assert!(notes(150).is_empty());
    }

    #[test]
    fn a_cent_is_always_allowed() {
        let stated = Stated {
            currency: Currency::new("USD"),
            total: Total(10_000_000),
            ..Stated::default()
        };
        let made = reconciliation(vec![stated], Signals::default())
            .invoices
            .remove(0);
        assert!(made.ok(), "one cent of one cent");
    }
}
