//! The terms that usage was served under, as far as its source states them: what decides which price is its own.

use crate::{PriceClass, TokenClass};

/// Terms of usage. What is not stated is the standard tier, everywhere, of requests of any length.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Terms {
    /// `batch`, `priority`, `flex` …; empty is the standard tier.
    pub tier: String,
    /// Region or geography; empty is everywhere.
    pub region: String,
    /// The requests had more input tokens than this; 0 is not stated.
    pub above: i64,
    /// Input written to the cache is kept for an hour.
    pub hour: bool,
}

/// Words for the standard tier, and for another tier than the price lists use.
const TIERS: &[(&str, &str)] = &[
    ("standard", ""),
    ("default", ""),
    ("auto", ""),
    ("on_demand", ""),
    ("batches", "batch"),
];
/// Lengths of requests from which on price lists ask other prices.
const STEPS: &[i64] = &[32_000, 128_000, 200_000, 256_000, 272_000, 512_000];
/// No model takes more input at once: a longer one is the sum of several requests.
const LONGEST: i64 = 10_000_000;
/// Words for no region at all.
const NOWHERE: &[&str] = &["not_available", "not available", "unknown"];

impl Terms {
    /// The tier that a source names, in the words of price lists.
    pub fn tier_of(named: &str) -> String {
        let named = word(named);
        let known = TIERS.iter().find(|(name, _)| *name == named);
        known.map_or(named, |(_, tier)| (*tier).to_owned())
    }

    /// The region that a source names.
    pub fn region_of(named: &str) -> String {
        Some(word(named))
            .filter(|region| !NOWHERE.contains(&region.as_str()))
            .unwrap_or_default()
    }

    /// The highest step that a request with so many input tokens is above; 0 for none.
    pub fn step_below(input: i64) -> i64 {
        let passed = STEPS
            .iter()
            .rev()
            .find(|step| (**step + 1..=LONGEST).contains(&input));
        passed.copied().unwrap_or(0)
    }

    /// Whether nothing is stated.
    pub fn is_standard(&self) -> bool {
        self.tier.is_empty() && self.region.is_empty() && self.above == 0 && !self.hour
    }

    /// What a token is priced as; `None` where its kind is not stated.
    pub fn class(&self, class: TokenClass) -> Option<PriceClass> {
        let priced = PriceClass::of_token(class)?;
        let is_hour = self.hour && priced == PriceClass::CacheWrite;
        Some(if is_hour {
            PriceClass::CacheWriteHour
        } else {
            priced
        })
    }

    /// Their one text, as it is kept: `batch region:us above:200000 cache:1h`; nothing where nothing is stated.
    pub fn write(&self, text: &mut String) {
        text.clear();
        let above = if self.above == 0 {
            String::new()
        } else {
            self.above.to_string()
        };
        let hour = if self.hour { "1h" } else { "" };
        for (mark, part) in [
            ("", self.tier.as_str()),
            (REGION, &self.region),
            (ABOVE, &above),
            (CACHE, hour),
        ] {
            if !part.is_empty() {
                let space = if text.is_empty() { "" } else { " " };
                text.extend([space, mark, part]);
            }
        }
    }

    /// The terms of such a text.
    pub fn parse(text: &str) -> Self {
        let mut terms = Self::default();
        for part in text.split(' ') {
            if let Some(region) = part.strip_prefix(REGION) {
                region.clone_into(&mut terms.region);
            } else if let Some(above) = part.strip_prefix(ABOVE) {
                terms.above = above.parse().unwrap_or(0);
            } else if part.starts_with(CACHE) {
                terms.hour = true;
            } else {
                part.clone_into(&mut terms.tier);
            }
        }
        terms
    }
}

const REGION: &str = "region:";
const ABOVE: &str = "above:";
const CACHE: &str = "cache:";

/// One word in small letters, without what separates the parts of the text.
fn word(text: &str) -> String {
    let is_gap = |letter: char| letter.is_whitespace() || letter == ':';
    text.trim().to_lowercase().replace(is_gap, "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_survive_their_text() {
        let all = Terms {
            tier: "batch".into(),
            region: "us-east-1".into(),
            above: 200_000,
            hour: true,
        };
        let hour = Terms {
            hour: true,
            ..Terms::default()
        };
        for (terms, expected) in [
            (Terms::default(), ""),
            (hour, "cache:1h"),
            (all, "batch region:us-east-1 above:200000 cache:1h"),
        ] {
            let mut text = "room".to_owned();
            terms.write(&mut text);
            assert_eq!(text, expected);
            assert_eq!(Terms::parse(&text), terms);
        }
    }

    #[test]
    fn a_request_is_above_the_last_step_that_it_passes() {
        for (input, step) in [
            (0, 0),
            (32_000, 0),
            (32_001, 32_000),
            (270_023, 256_000),
            (300_000, 272_000),
            (2_000_000, 512_000),
            (100_000_000, 0),
        ] {
            assert_eq!(Terms::step_below(input), step, "{input}");
        }
    }

    #[test]
    fn standard_has_many_names_and_says_nothing() {
        for named in ["standard", "default", " Standard ", "auto", ""] {
            assert_eq!(Terms::tier_of(named), "", "{named}");
        }
        assert_eq!(Terms::tier_of("Batch"), "batch");
        assert_eq!(Terms::tier_of("on sale: now"), "on-sale--now");
        assert_eq!(Terms::region_of("not_available"), "");
        assert_eq!(Terms::region_of("US"), "us");
    }

    #[test]
    fn only_a_cache_write_is_kept_for_an_hour() {
        let hour = Terms::parse("batch cache:1h");
        assert_eq!(
            hour.class(TokenClass::CacheWrite),
            Some(PriceClass::CacheWriteHour)
        );
        assert_eq!(hour.class(TokenClass::Input), Some(PriceClass::Input));
        assert_eq!(hour.class(TokenClass::None), None);
        assert!(!hour.is_standard() && Terms::parse("").is_standard());
    }
}
