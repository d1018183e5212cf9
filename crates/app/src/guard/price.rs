//! What a million tokens plausibly cost: wide bounds per family of models, to notice amounts in a wrong unit. Not a
//! price list: nothing is priced with these.

use model::TokenClass;

/// Parts of a model's name that must all occur, and the lowest and highest price of a million plain input tokens in
/// thousandths of a dollar. The first that fits counts.
const FAMILIES: &[(&[&str], i128, i128)] = &[
    (&["embed"], 5, 200),
    (&["realtime"], 600, 100_000),
    (&["audio"], 600, 100_000),
    (&["image"], 2_000, 40_000),
    (&["4o", "mini"], 150, 300),
    (&["4o"], 2_500, 5_000),
    (&["4.1", "nano"], 100, 200),
    (&["4.1", "mini"], 400, 800),
    (&["gpt", "4.1"], 2_000, 3_000),
    (&["gpt", "4.5"], 75_000, 75_000),
    (&["gpt", "5", "nano"], 50, 200),
    (&["gpt", "5", "mini"], 250, 750),
    (&["gpt", "5", "pro"], 15_000, 30_000),
    (&["gpt", "5"], 1_000, 5_000),
    (&["gpt", "3.5"], 500, 3_000),
    (&["gpt", "4", "turbo"], 10_000, 10_000),
    (&["gpt", "4"], 30_000, 60_000),
    (&["o1", "pro"], 150_000, 150_000),
    (&["o1", "mini"], 1_100, 3_000),
    (&["o1"], 15_000, 15_000),
    (&["o3", "mini"], 1_100, 1_100),
    (&["o3", "pro"], 20_000, 20_000),
    (&["o3"], 2_000, 10_000),
    (&["o4", "mini"], 1_100, 1_100),
    (&["haiku"], 250, 1_000),
    (&["sonnet"], 3_000, 3_000),
    (&["opus"], 5_000, 15_000),
    (&["claude"], 800, 15_000),
    (&["gemini", "flash"], 40, 600),
    (&["gemini", "pro"], 1_250, 4_000),
    (&["gemini"], 40, 4_000),
    (&["deepseek"], 100, 700),
    (&["mistral"], 30, 4_000),
    (&["llama"], 15, 6_000),
    (&["grok"], 200, 5_000),
    (&["nova"], 30, 3_000),
];

/// Any model, known or not.
const ANY: (i128, i128) = (5, 150_000);

/// Least and most that a million tokens of a model and class cost, in thousandths of a dollar: half price in a batch,
/// double with priority or a long context.
pub(super) fn bounds(model: &str, class: TokenClass) -> (i128, i128) {
    let name = model.to_lowercase();
    let family = FAMILIES
        .iter()
        .find(|(parts, ..)| parts.iter().all(|part| name.contains(part)));
    let (low, high) = family.map_or(ANY, |(_, low, high)| (*low, *high));
    let (least, most) = match class {
        TokenClass::Input => (low / 2, high * 2),
        TokenClass::Output => (low, high * 16),
        TokenClass::CacheRead => (low / 40, high),
        TokenClass::CacheWrite => (low / 2, high * 4),
        TokenClass::None => (low / 40, high * 16),
    };
    (least, most)
}

/// Tokens in one of a unit; `None` for units of something else.
pub(super) fn tokens_per_unit(unit: &str) -> Option<i128> {
    let unit = unit.to_lowercase();
    if !unit.contains("token") {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| unit.contains(word));
    Some(if has(&["1m", "million", "mtok", "1000000"]) {
        1_000_000
    } else if has(&["1k", "thousand", "ktok", "1000"]) {
        1_000
    } else {
        1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_plausible_and_a_hundredfold_of_it_is_not() {
        // Published prices in thousandths of a dollar per million tokens.
        for (model, class, price) in [
            ("Claude Sonnet 4.5", TokenClass::Input, 3_000),
            ("claude-opus-4-5", TokenClass::Output, 25_000),
            ("claude-haiku-4-5", TokenClass::CacheRead, 100),
            ("gpt-5-mini-2025-08-07", TokenClass::Output, 2_000),
            ("gpt-4o-mini", TokenClass::Input, 150),
            ("gemini-2.5-flash", TokenClass::Input, 300),
        ] {
            let (least, most) = bounds(model, class);
            assert!(least <= price && price <= most, "{model}");
            assert!(price * 100 > most * 3, "{model} in cents");
            assert!(price * 20 / 1_000 < least, "{model} in thousands");
        }
    }

    #[test]
    fn a_unit_says_how_many_tokens_it_is() {
        assert_eq!(tokens_per_unit("tokens"), Some(1));
        assert_eq!(tokens_per_unit("1K tokens"), Some(1_000));
        assert_eq!(tokens_per_unit("1M Tokens"), Some(1_000_000));
        assert_eq!(tokens_per_unit("requests"), None);
    }
}
