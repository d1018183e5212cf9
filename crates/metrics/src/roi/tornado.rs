//! Tornado: which input moves the NPV most.
//!
//! One input at a time at its low and its high, all others at mid; sorted by `|NPV(high) − NPV(low)|`.
//! Inputs: a scenario. Unit: its currency. Guards: inputs without a range are left out.

use model::Money;
use serde::Serialize;

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TornadoBar {
    /// Its name: `Gain`, `Tokens monthly`.
    pub input: String,
    /// Its low and high as text.
    pub range: (String, String),
    /// NPV at the low.
    pub at_low: Money,
    /// NPV at the high.
    pub at_high: Money,
}
