//! Variance waterfall: why the sum of two periods differs, exact to the last stored decimal.
//!
//! `price = Σ (p₁−p₀)·q₀`, `volume = Σ p₀·(Q₁/Q₀−1)·q₀`, `mix = Σ p₀·(q₁−q₀·Q₁/Q₀)`, `price × quantity = Σ (p₁−p₀)·(q₁−q₀)`
//! over items priced in both periods, `Q` within one unit; then new, gone, credits, tax, unexplained (no quantity).
//! Inputs: two `Groups` by the same dimensions, with quantities; `category` among them sets credits and tax apart.
//! Unit: the currency. Guards: computed in fractions, rounded once, the remainder given to the effects that lost most,
//! so that the steps sum to the difference exactly.

use model::{Currency, Total};
use serde::Serialize;

use crate::Explanation;

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
