//! Anthropic Console: cost per day, model, workspace, key and token type, and the tokens beside it.

use super::{Dice, SampleDay, days, line};

pub(super) struct Key {
    workspace: &'static str,
    name: &'static str,
    pub(super) model: &'static str,
    api_model: &'static str,
    /// Thousand uncached input tokens a working day at the start.
    thousands: u64,
    growth: u64,
    /// Hundredths of a cent per thousand tokens: input, output, cache read, cache write.
    pub(super) prices: [u64; 4],
}

const OPUS: [u64; 4] = [50, 250, 5, 62];
const HAIKU: [u64; 4] = [10, 50, 1, 12];

const KEYS: &[Key] = &[
    Key {
        workspace: "Claims",
        name: "claims-triage",
        model: "Claude Opus 5",
        api_model: "claude-opus-5",
        thousands: 9_000,
        growth: 12,
        prices: OPUS,
    },
    Key {
        workspace: "Engineering",
        name: "code-review",
        model: "Claude Opus 5",
        api_model: "claude-opus-5",
        thousands: 7_500,
        growth: 8,
        prices: OPUS,
    },
    Key {
        workspace: "Correspondence",
        name: "letter-drafting",
        model: "Claude Haiku 4.5",
        api_model: "claude-haiku-4-5",
        thousands: 16_000,
        growth: 5,
        prices: HAIKU,
    },
    Key {
        workspace: "Correspondence",
        name: "batch-letters",
        model: "Claude Haiku 4.5",
        api_model: "claude-haiku-4-5",
        thousands: 4_000,
        growth: 2,
        prices: HAIKU,
    },
];

pub(super) const TOKEN_TYPES: &[&str] = &[
    "input_no_cache",
    "output",
    "input_cache_read",
    "input_cache_write_5m",
];

/// Tokens of one key on one day: uncached input, output, cache read, cache write.
fn tokens(day: SampleDay, key: &Key, dice: &mut Dice) -> [u64; 4] {
    let base = key.thousands * 1_000 * (100 + key.growth * u64::from(day.month)) / 100;
    let calm = if day.is_weekend { base / 8 } else { base };
    let input = dice.between(calm * 8 / 10, calm * 12 / 10) * runaway(day, key);
    [
        input,
        input * dice.between(16, 24) / 100,
        input * dice.between(180, 320) / 100,
        input * dice.between(8, 14) / 100,
    ]
}

/// In the second half of August 2026 a retry loop of the batch letters ran for nine days before anyone looked.
fn runaway(day: SampleDay, key: &Key) -> u64 {
    let days = "2026-08-14"..="2026-08-22";
    if key.name == "batch-letters" && days.contains(&day.date.to_string().as_str()) {
        46
    } else {
        1
    }
}

/// The cost export since August 2026.
pub(crate) fn costs() -> String {
    let mut text = line(&[
        "usage_date_utc",
        "model",
        "workspace",
        "api_key",
        "usage_type",
        "context_window",
        "token_type",
        "cost_usd",
        "list_price_usd",
        "cost_type",
        "inference_geo",
        "speed",
        "api_key_id",
        "api_key_status",
    ]);
    each(|day, key, tokens| {
        for ((kind, tokens), price) in TOKEN_TYPES.iter().zip(tokens).zip(key.prices) {
            let list = cents(tokens * price);
            let cost = cents(tokens * price * 92 / 100);
            text += &line(&[
                &day.date.to_string(),
                key.model,
                key.workspace,
                key.name,
                "message",
                "≤ 200k",
                kind,
                &cost,
                &list,
                "token",
                "global",
                "standard",
                &format!("apikey_{}", key.name),
                "active",
            ]);
        }
    });
    text
}

/// One line of the token export.
fn tokens_line(day: SampleDay, key: &Key, tokens: [u64; 4]) -> String {
    let [input, output, read, write] = tokens.map(|count| count.to_string());
    line(&[
        &day.date.to_string(),
        key.api_model,
        key.name,
        key.workspace,
        "message",
        "≤ 200k",
        &input,
        &write,
        "0",
        &read,
        &output,
        "0",
        "global",
        "standard",
    ])
}

/// The token export of all keys.
pub(crate) fn tokens_export() -> String {
    let mut text = line(&[
        "usage_date_utc",
        "model_version",
        "api_key",
        "workspace",
        "usage_type",
        "context_window",
        "usage_input_tokens_no_cache",
        "usage_input_tokens_cache_write_5m",
        "usage_input_tokens_cache_write_1h",
        "usage_input_tokens_cache_read",
        "usage_output_tokens",
        "web_search_count",
        "inference_geo",
        "speed",
    ]);
    each(|day, key, tokens| text += &tokens_line(day, key, tokens));
    text
}

/// Every key on every day, with the same draws for both exports.
pub(super) fn each(mut visit: impl FnMut(SampleDay, &Key, [u64; 4])) {
    let mut dice = Dice::of(20);
    for day in days() {
        for key in KEYS {
            let drawn = tokens(day, key, &mut dice);
            visit(day, key, drawn);
        }
    }
}

/// Hundredths of a cent per thousand tokens, summed, as dollars rounded to cents the way the Console rounds.
fn cents(hundredths_per_thousand: u64) -> String {
    let cents = (hundredths_per_thousand / 100 + 500) / 1_000;
    format!("{}.{:02}", cents / 100, cents % 100)
}
