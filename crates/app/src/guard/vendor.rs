//! Which vendor a text means, so that a card line `OPENAI *CHATGPT SUBSCR` meets `OpenAI`. Compares whole words only.

use model::company_words;

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

/// Words of the names of groups, which are no part of a vendor's.
const PARTS: &[&str] = &["the", "ireland", "emea"];

/// The vendor that a text means; what nobody knows is its own words.
pub(super) fn vendor(text: &str) -> String {
    let named = Named::of(text);
    named.known.map_or_else(|| named.words.join(" "), str::to_owned)
}

/// A name that is compared with others.
pub(crate) struct Named {
    known: Option<&'static str>,
    words: Vec<String>,
}

impl Named {
    /// Takes a name apart.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = company_words(text);
        words.retain(|word| !PARTS.contains(&word.as_str()));
        let known = words.iter().find_map(|word| {
            let named = VENDORS.iter().find(|(_, names)| names.contains(&word.as_str()));
            named.map(|(vendor, _)| *vendor)
        });
        Self { known, words }
    }

    /// Whether it is a vendor of the list.
    pub(super) fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// Whether an issuer of invoices with this name is the vendor that charges name: the same one by any of its names, or
    /// written shorter in whole words: `Acme`, `Acme Cloud Ltd`.
    pub(crate) fn issues_for(&self, vendor: &Self) -> bool {
        const SHORTEST: usize = 3;
        if let (Some(own), Some(theirs)) = (self.known, vendor.known) {
            return own == theirs;
        }
        let name = vendor.words.concat();
        let is_start = |count: usize| self.words[..count].concat() == name;
        name.chars().count() >= SHORTEST && (1..=self.words.len()).any(is_start)
    }
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

    #[test]
    fn an_issuer_is_told_by_any_name_of_its_vendor_and_by_whole_words() {
        let is_issuer = |issuer: &str, vendor: &str| Named::of(issuer).issues_for(&Named::of(vendor));
        for (issuer, vendor) in [
            ("Amazon Web Services EMEA SARL", "AWS"),
            ("Microsoft Ireland Operations Limited", "Azure"),
            ("Google Ireland Limited", "Google Cloud"),
            ("Anysphere, Inc.", "Cursor"),
            ("OpenAI Ireland Ltd", "OpenAI"),
            ("Acme Cloud Ltd", "Acme"),
            ("Nord-Wolke GmbH", "Nordwolke"),
        ] {
            assert!(is_issuer(issuer, vendor), "{issuer} for {vendor}");
        }
        for (issuer, vendor) in [
            ("OpenAI Ireland Ltd", "Open"),
            ("The Weather Co", "The"),
            ("Microsoft Ireland", "Micro"),
            ("", "AWS"),
            ("Acme", "Acme Cloud"),
        ] {
            assert!(!is_issuer(issuer, vendor), "{issuer} for {vendor}");
        }
    }
}
