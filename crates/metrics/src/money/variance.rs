//! Variance waterfall: why the sum of two periods differs, exact to the last stored decimal.
//!
//! `price = Σ (p₁−p₀)·q₀`, `volume = Σ p₀·(Q₁/Q₀−1)·q₀`, `mix = Σ p₀·(q₁−q₀·Q₁/Q₀)`, `price × quantity = Σ (p₁−p₀)·(q₁−q₀)`
//! over items priced in both periods, `Q` within one unit; then new, gone, credits, tax, unexplained (no quantity).
//! Inputs: two `Groups` by the same dimensions, with quantities; `category` among them sets credits and tax apart.
//! Unit: the currency. Guards: computed in fractions, rounded once, the remainder given to the effects that lost most,
//! so that the steps sum to the difference exactly.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use model::{Currency, Dimension, Group, Groups, Total};
use num_rational::BigRational;
use serde::Serialize;

use crate::figure::{percent, share};
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Figure};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "variance",
    area: "money",
    name: "Variance waterfall",
    unit: "currency",
    formula: "Σ (p₁−p₀)q₀ + Σ p₀q₀(Q₁/Q₀−1) + Σ p₀(q₁−q₀Q₁/Q₀) + Σ (p₁−p₀)(q₁−q₀) + new − gone + credits + tax + unexplained",
    practice: "Sticker shock",
    guard: "Steps sum to the difference exactly; units are never added",
    needs: &[Need::Money(&["category"])],
};

/// What the items are told apart by, where nothing else is asked.
pub const BY: [Dimension; 5] = [
    Dimension::Provider,
    Dimension::Service,
    Dimension::Model,
    Dimension::TokenClass,
    Dimension::Category,
];

/// Waterfalls per currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variance {
    /// In order of currency.
    pub sets: Vec<Waterfall>,
    /// How it came about.
    pub explanation: Explanation,
}

/// The waterfall of one currency: `before + Σ effects = after`, exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waterfall {
    /// Its currency.
    pub currency: Currency,
    /// The earlier sum.
    pub before: Total,
    /// The later sum.
    pub after: Total,
    /// Every effect in the order of [`EffectKind::ALL`], zero ones too.
    pub effects: Vec<Effect>,
    /// What moved, largest absolute change first.
    pub items: Vec<VarianceItem>,
    /// `Price explains 62 % of the rise`; empty when nothing changed.
    pub finding: String,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Which.
    pub kind: EffectKind,
    /// How much, at the currency's scale.
    pub value: Total,
}

/// The steps of a waterfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectKind {
    /// Same quantity at another price.
    Price,
    /// All quantities grew alike.
    Volume,
    /// The shares of dearer and cheaper items moved.
    Mix,
    /// Price change on the changed quantity.
    Cross,
    /// Not there before.
    New,
    /// Not there any more.
    Gone,
    /// Credits and refunds.
    Credits,
    /// Tax.
    Tax,
    /// What has no quantity.
    Unexplained,
}

impl EffectKind {
    /// Every kind in the order of the waterfall.
    pub const ALL: &[Self] = &[
        Self::Price,
        Self::Volume,
        Self::Mix,
        Self::Cross,
        Self::New,
        Self::Gone,
        Self::Credits,
        Self::Tax,
        Self::Unexplained,
    ];

    /// The word under the bar.
    pub fn label(self) -> &'static str {
        match self {
            Self::Price => "Price",
            Self::Volume => "Volume",
            Self::Mix => "Mix",
            Self::Cross => "Price × quantity",
            Self::New => "New",
            Self::Gone => "Gone",
            Self::Credits => "Credits",
            Self::Tax => "Tax",
            Self::Unexplained => "Unexplained",
        }
    }

    /// The beginning of a sentence about it.
    fn explains(self) -> String {
        match self {
            Self::New => "New items explain".to_owned(),
            Self::Gone => "Items that are gone explain".to_owned(),
            Self::Credits => "Credits explain".to_owned(),
            Self::Unexplained => "What no step explains makes".to_owned(),
            other => format!("{} explains", other.label()),
        }
    }
}

/// One item of both periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VarianceItem {
    /// Its keys.
    pub keys: Vec<String>,
    /// Where its change went; `Price` stands for all four quantity effects.
    pub kind: EffectKind,
    /// The earlier sum.
    pub before: Total,
    /// The later sum.
    pub after: Total,
}

/// One key of both answers.
type Pair<'a> = (Option<&'a Group>, Option<&'a Group>);
type Pairs<'a> = BTreeMap<&'a [String], Pair<'a>>;
/// Quantity effects of one unit, in fractions.
type Fractions = [BigRational; 4];

/// Why `after` differs from `before`. Both are grouped by the same dimensions.
pub fn variance(before: &Groups, after: &Groups) -> Variance {
    let category = before.query.by.iter().position(|by| *by == Dimension::Category);
    let mut currencies: BTreeMap<&Currency, Pairs<'_>> = BTreeMap::new();
    for group in &before.groups {
        currencies
            .entry(&group.currency)
            .or_default()
            .entry(&group.keys)
            .or_default()
            .0 = Some(group);
    }
    for group in &after.groups {
        currencies
            .entry(&group.currency)
            .or_default()
            .entry(&group.keys)
            .or_default()
            .1 = Some(group);
    }
    let is_stated = |pairs: &Pairs<'_>| {
        let groups = pairs.values().flat_map(|(old, new)| old.iter().chain(new));
        groups.copied().any(|group| group.facts > 0)
    };
    let sets = currencies
        .into_iter()
        .filter(|(_, pairs)| is_stated(pairs))
        .map(|(currency, pairs)| waterfall(currency, &pairs, category));
    let sets: Vec<Waterfall> = sets.collect();
    let explanation = explain(before, &sets).covered_by(&after.coverage);
    Variance { sets, explanation }
}

fn waterfall(currency: &Currency, pairs: &Pairs<'_>, category: Option<usize>) -> Waterfall {
    let mut sums: BTreeMap<EffectKind, i128> = BTreeMap::new();
    let mut priced: BTreeMap<&str, Vec<(&Group, &Group)>> = BTreeMap::new();
    let mut items = Vec::new();
    for (keys, pair) in pairs {
        let kind = kind_of(pair, category.and_then(|at| keys.get(at)));
        let (old, new) = (value(pair.0), value(pair.1));
        match (kind, pair) {
            (EffectKind::Price, (Some(old), Some(new))) => {
                priced.entry(&old.unit).or_default().push((old, new));
            }
            _ => *sums.entry(kind).or_default() += new.0 - old.0,
        }
        items.push(VarianceItem {
            keys: keys.to_vec(),
            kind,
            before: old,
            after: new,
        });
    }
    for family in priced.values() {
        match rounded(&quantity_effects(family), moved(family)) {
            Some(parts) => EffectKind::ALL.iter().zip(parts).for_each(|(kind, part)| {
                *sums.entry(*kind).or_default() += part;
            }),
            None => *sums.entry(EffectKind::Unexplained).or_default() += moved(family),
        }
    }
    items.sort_by_key(|item| Reverse(item.before.0.abs_diff(item.after.0)));
    let effects: Vec<Effect> = EffectKind::ALL
        .iter()
        .map(|kind| Effect {
            kind: *kind,
            value: Total(sums.get(kind).copied().unwrap_or_default()),
        })
        .collect();
    Waterfall {
        currency: currency.clone(),
        before: items.iter().map(|item| item.before).sum(),
        after: items.iter().map(|item| item.after).sum(),
        finding: finding(&effects),
        effects,
        items,
    }
}

fn value(group: Option<&Group>) -> Total {
    group.map_or(Total(0), |group| group.value)
}

/// `Price` stands for everything that has a quantity on both sides.
fn kind_of(pair: &Pair<'_>, category: Option<&String>) -> EffectKind {
    let quantity = |group: &Group| group.quantity.filter(|quantity| *quantity > 0);
    match (category.map(String::as_str), pair) {
        (Some("credit"), _) => EffectKind::Credits,
        (Some("tax"), _) => EffectKind::Tax,
        (_, (None, _)) => EffectKind::New,
        (_, (_, None)) => EffectKind::Gone,
        (_, (Some(old), Some(new))) if old.unit == new.unit && quantity(old).and(quantity(new)).is_some() => {
            EffectKind::Price
        }
        _ => EffectKind::Unexplained,
    }
}

fn moved(family: &[(&Group, &Group)]) -> i128 {
    family.iter().map(|(old, new)| new.value.0 - old.value.0).sum()
}

/// Price, volume, mix and cross of the items of one unit. With `a = p·q` no price is ever computed.
fn quantity_effects(family: &[(&Group, &Group)]) -> Fractions {
    let whole = |n: i128| BigRational::from_integer(n.into());
    let quantity = |group: &Group| whole(group.quantity.unwrap_or_default());
    let sum = |pick: fn(&(&Group, &Group)) -> i128| whole(family.iter().map(pick).sum());
    let growth =
        sum(|(_, new)| new.quantity.unwrap_or_default()) / sum(|(old, _)| old.quantity.unwrap_or_default());
    let mut effects = [(); 4].map(|()| whole(0));
    for (old, new) in family {
        let (a0, a1, q0, q1) = (
            whole(old.value.0),
            whole(new.value.0),
            quantity(old),
            quantity(new),
        );
        let new_price_old_quantity = &a1 * &q0 / &q1;
        let old_price_new_quantity = &a0 * &q1 / &q0;
        let grown = &a0 * &growth;
        let price = &new_price_old_quantity - &a0;
        effects[3] += &a1 - &old_price_new_quantity - &price;
        effects[0] += price;
        effects[1] += &grown - &a0;
        effects[2] += old_price_new_quantity - grown;
    }
    effects
}

/// Whole numbers that sum to `total`: each rounded down, the rest given to those that lost most.
/// `None` when absurd quantities push an effect beyond 128 bits.
fn rounded(effects: &Fractions, total: i128) -> Option<[i128; 4]> {
    let mut parts = [0; 4];
    for (part, effect) in parts.iter_mut().zip(effects) {
        *part = i128::try_from(effect.floor().to_integer()).ok()?;
    }
    let mut by_loss = [0, 1, 2, 3];
    by_loss.sort_by_key(|at: &usize| Reverse(&effects[*at] - effects[*at].floor()));
    let rest = total.checked_sub(parts.iter().try_fold(0i128, |sum, part| sum.checked_add(*part))?)?;
    for at in by_loss.iter().take(usize::try_from(rest).ok()?) {
        parts[*at] += 1;
    }
    Some(parts)
}

fn finding(effects: &[Effect]) -> String {
    let change: i128 = effects.iter().map(|effect| effect.value.0).sum();
    let Some(main) = effects
        .iter()
        .max_by_key(|effect| effect.value.0 * change.signum())
    else {
        return String::new();
    };
    let word = if change < 0 { "fall" } else { "rise" };
    match share(main.value, Total(change)) {
        None => String::new(),
        Some(part) if part > 1.0 => format!("{} more than all of the {word}", main.kind.explains()),
        Some(part) => format!("{} {} % of the {word}", main.kind.explains(), percent(part)),
    }
}

fn explain(before: &Groups, sets: &[Waterfall]) -> Explanation {
    let steps = sets.iter().map(|set| {
        let figure = |total| Figure::new(before.query.measure, &set.currency, total).text();
        let shown = set.effects.iter().filter(|effect| effect.value.0 != 0);
        let effects: Vec<String> = shown
            .map(|e| format!("{} {}", e.kind.label(), figure(e.value)))
            .collect();
        format!(
            "{} + ({}) = {} {}",
            figure(set.before),
            effects.join("; "),
            figure(set.after),
            set.currency
        )
    });
    let units: BTreeSet<&str> = before.groups.iter().map(|group| group.unit.as_str()).collect();
    Explanation::new(
        "Why two periods differ, step by step.",
        steps.collect::<Vec<_>>().join(" · "),
    )
    .input("items", &sets.iter().map(|set| set.items.len()).sum::<usize>())
    .guard("Steps sum to the difference exactly; computed in fractions and rounded once.")
    .note_if(
        units.len() > 1,
        "Volume and mix are computed within each unit; units are never added.",
    )
    .note_if(
        !before.query.by.contains(&Dimension::Category),
        "Not grouped by category: credits and tax are not set apart.",
    )
}
