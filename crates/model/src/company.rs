//! Names of companies, comparable however they are set: without case, accents, punctuation and legal form.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Legal forms, which are no part of a name. Of `S.A.S.` the letters are one word.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "company",
    "co",
    "plc",
    "pbc",
    "pty",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "gbr",
    "ek",
    "se",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "srl",
    "sl",
    "slu",
    "spa",
    "bv",
    "nv",
    "bvba",
    "vof",
    "ab",
    "oy",
    "oyj",
    "as",
    "asa",
    "aps",
    "lda",
    "sro",
    "kft",
    "zrt",
    "spzoo",
    "doo",
    "kk",
];

/// The words of a company's name in lower case, without accents and legal forms; all of them, if there is nothing else.
pub fn company_words(name: &str) -> Vec<String> {
    let all = words(name);
    let named: Vec<String> = all
        .iter()
        .filter(|word| !LEGAL_FORMS.contains(&word.as_str()))
        .cloned()
        .collect();
    if named.is_empty() { all } else { named }
}

/// Words in lower case and without accents; letters that stand alone, as in `S.A.`, are one word.
fn words(name: &str) -> Vec<String> {
    let folded: String = name
        .to_lowercase()
        .nfd()
        .filter(|sign| !is_combining_mark(*sign))
        .collect();
    let folded = folded
        .replace('ß', "ss")
        .replace('ø', "o")
        .replace('ł', "l")
        .replace('æ', "ae")
        .replace('œ', "oe");
    let mut words: Vec<String> = Vec::new();
    let mut is_letters = false;
    for word in folded
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let is_letter = word.chars().count() == 1;
        match words.last_mut() {
            Some(letters) if is_letter && is_letters => letters.push_str(word),
            _ => words.push(word.to_owned()),
        }
        is_letters = is_letter;
    }
    // What some write as ü others write as ue.
    let plain = words
        .iter()
        .map(|word| word.replace("ae", "a").replace("oe", "o").replace("ue", "u"));
    plain.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_set() {
        for (one, other) in [
            ("Müller & Söhne GmbH", "MUELLER und SOEHNE"),
            ("Mistral AI SAS", "Mistral AI, S.A.S."),
            ("Atlas Hosting Ltd.", "Atlas Hosting Limited"),
            ("Société Générale", "Societe Generale SA"),
        ] {
            let [one, other] = [one, other].map(|name| {
                company_words(name)
                    .into_iter()
                    .filter(|word| word != "und")
                    .collect::<Vec<_>>()
            });
            assert_eq!(one, other);
        }
        assert_eq!(company_words("AG"), ["ag"]);
        assert_ne!(company_words("Atlas Hosting"), company_words("Atlas Cloud"));
    }
}
