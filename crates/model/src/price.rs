//! Prices and exchange rates, exact to the last digit that their source states.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Currency, Exact, Key, Origin, TokenClass};

/// What a price is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceClass {
    /// One token of uncached input.
    #[default]
    Input,
    /// One token of output.
    Output,
    /// One token of reasoning, where it does not cost what output does.
    Reasoning,
    /// One token of input served from the cache.
    CacheRead,
    /// One token written to the cache for five minutes, or as long as the vendor keeps it by itself.
    CacheWrite,
    /// One token written to the cache for an hour.
    CacheWriteHour,
    /// One token of audio input.
    AudioInput,
    /// One token of audio output.
    AudioOutput,
    /// One token of audio input served from the cache.
    AudioCacheRead,
    /// One request.
    Request,
}

impl PriceClass {
    /// Every class; the order is stored.
    pub const ALL: &[Self] = &[
        Self::Input,
        Self::Output,
        Self::Reasoning,
        Self::CacheRead,
        Self::CacheWrite,
        Self::CacheWriteHour,
        Self::AudioInput,
        Self::AudioOutput,
        Self::AudioCacheRead,
        Self::Request,
    ];

    /// What one token of a kind is priced as; `None` where the kind is not stated.
    pub fn of_token(class: TokenClass) -> Option<Self> {
        Some(match class {
            TokenClass::None => return None,
            TokenClass::Input => Self::Input,
            TokenClass::Output => Self::Output,
            TokenClass::CacheRead => Self::CacheRead,
            TokenClass::CacheWrite => Self::CacheWrite,
        })
    }

    /// Kebab-case id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Reasoning => "reasoning",
            Self::CacheRead => "cache-read",
            Self::CacheWrite => "cache-write",
            Self::CacheWriteHour => "cache-write-1h",
            Self::AudioInput => "audio-input",
            Self::AudioOutput => "audio-output",
            Self::AudioCacheRead => "audio-cache-read",
            Self::Request => "request",
        }
    }

    /// The class of an id.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|class| class.id().eq_ignore_ascii_case(text))
    }
}

/// One price of one model, in force from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Who sells, as the source names it.
    pub provider: String,
    /// Model, as the source names it.
    pub model: String,
    /// What it is for.
    pub class: PriceClass,
    /// `batch`, `priority`, `flex` …; empty is the standard tier.
    pub tier: String,
    /// Region; empty is everywhere.
    pub region: String,
    /// Requests with more input tokens than this; 0 is every request.
    pub above: i64,
    /// Currency.
    pub currency: Currency,
    /// Of one token or request.
    pub amount: Exact,
    /// First day in force; `None`: the source is undated and states what holds when it is read.
    pub from: Option<NaiveDate>,
    /// Where it is from.
    pub source: String,
}

/// What one unit of `base` cost in `quote` on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// File position.
    pub origin: Origin,
    /// Overlap key within the format.
    pub key: Key,
    /// Snapshot scope.
    pub scope: String,
    /// Day of publication.
    pub day: Option<NaiveDate>,
    /// One unit of this …
    pub base: Currency,
    /// … is so much of this.
    pub quote: Currency,
    /// How much.
    pub rate: Exact,
    /// Who published it.
    pub source: String,
}
