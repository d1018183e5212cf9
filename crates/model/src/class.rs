//! Closed lists that facts are told apart by: charge categories and token classes.

use serde::{Deserialize, Serialize};

/// FOCUS charge categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Consumption.
    #[default]
    Usage,
    /// Seats, commitments, prepayments.
    Purchase,
    /// Tax.
    Tax,
    /// Credit or refund.
    Credit,
    /// Anything that adjusts.
    Adjustment,
}

impl Category {
    /// Every category.
    pub const ALL: &[Self] = &[
        Self::Usage,
        Self::Purchase,
        Self::Tax,
        Self::Credit,
        Self::Adjustment,
    ];

    /// Lower-case id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Purchase => "purchase",
            Self::Tax => "tax",
            Self::Credit => "credit",
            Self::Adjustment => "adjustment",
        }
    }

    /// The category of an id or of FOCUS' word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|category| category.id().eq_ignore_ascii_case(text.trim()))
    }
}

/// Which kind of token. Input is always *uncached* input: the classes never overlap, so they add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenClass {
    /// Not about tokens, or not told apart.
    #[default]
    None,
    /// Uncached input.
    Input,
    /// Output, reasoning included.
    Output,
    /// Input served from the cache.
    CacheRead,
    /// Input written to the cache.
    CacheWrite,
}

impl TokenClass {
    /// Every class.
    pub const ALL: &[Self] = &[
        Self::None,
        Self::Input,
        Self::Output,
        Self::CacheRead,
        Self::CacheWrite,
    ];

    /// Kebab-case id, `""` for none.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Input => "input",
            Self::Output => "output",
            Self::CacheRead => "cache-read",
            Self::CacheWrite => "cache-write",
        }
    }

    /// The class of an id.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.id() == text)
    }
}
