//! Which vendor a text means, so that a card line `OPENAI *CHATGPT SUBSCR` meets `OpenAI`. Compares whole words only.

/// A vendor by the words that name it.
const VENDORS: &[(&str, &[&str])] = &[
    ("openai", &["openai", "chatgpt"]),
    ("anthropic", &["anthropic", "claude"]),
    ("github", &["github"]),
    ("cursor", &["cursor", "anysphere"]),
    ("microsoft", &["microsoft", "azure", "msft"]),
    ("aws", &["aws", "amazon"]),
    ("google", &["google", "gcp", "gemini", "vertex"]),
    ("oracle", &["oracle", "oci"]),
    ("deepseek", &["deepseek"]),
    ("mistral", &["mistral"]),
    ("openrouter", &["openrouter"]),
    ("perplexity", &["perplexity"]),
    ("langfuse", &["langfuse"]),
    ("slack", &["slack"]),
    ("okta", &["okta"]),
    ("notion", &["notion"]),
];

/// Legal forms, which are no part of a name.
const FORMS: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "gmbh",
    "pbc",
    "ab",
    "sa",
    "sas",
    "bv",
    "plc",
    "co",
    "oy",
    "as",
    "the",
    "ireland",
    "emea",
];

/// The vendor that a text means; what nobody knows is its own words.
pub(super) fn vendor(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty() && !FORMS.contains(word))
        .collect();
    let known = words.iter().find_map(|word| {
        let named = VENDORS.iter().find(|(_, names)| names.contains(word));
        named.map(|(vendor, _)| (*vendor).to_owned())
    });
    known.unwrap_or_else(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_line_and_a_bill_name_the_same_vendor() {
        for text in [
            "OpenAI",
            "OpenAI, LLC",
            "OPENAI *CHATGPT SUBSCR",
            "openai ireland ltd",
        ] {
            assert_eq!(vendor(text), "openai", "{text}");
        }
        assert_eq!(vendor("CURSOR, AI POWERED IDE"), "cursor");
        assert_eq!(vendor("Amazon Web Services"), "aws");
        assert_eq!(vendor("Acme Data GmbH"), vendor("ACME DATA"));
        assert_ne!(vendor("Cursory Reading Ltd"), "cursor");
    }
}
