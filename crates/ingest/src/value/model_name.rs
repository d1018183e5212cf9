//! The AI model that a line of a cloud bill names: `USE1-Claude4.6Opus-input-tokens` is `claude-opus-4-6`. Knows
//! families and the words of names, no list of models, so that next month's model is read too.

/// Names of model families. Common words count only with one of theirs behind them.
const FAMILIES: &[(&str, &[&str])] = &[
    ("claude", &[]),
    ("gpt", &[]),
    ("gemini", &[]),
    ("gemma", &[]),
    ("imagen", &[]),
    ("veo", &[]),
    ("llama", &[]),
    (
        "nova",
        &[
            "lite", "micro", "pro", "premier", "canvas", "reel", "sonic", "act",
        ],
    ),
    ("titan", &["text", "embed", "embeddings", "image", "multimodal"]),
    ("mistral", &[]),
    ("mixtral", &[]),
    ("ministral", &[]),
    ("codestral", &[]),
    ("pixtral", &[]),
    ("magistral", &[]),
    ("deepseek", &[]),
    ("qwen", &[]),
    ("grok", &[]),
    ("jamba", &[]),
    ("palmyra", &[]),
    ("kimi", &[]),
    ("phi", &[]),
    ("command", &["r", "a"]),
];
/// Words that go on with a name.
const WORDS: &[&str] = &[
    "opus", "sonnet", "haiku", "instant", "pro", "flash", "lite", "mini", "nano", "micro", "premier",
    "turbo", "large", "small", "medium", "codex", "instruct", "ultra", "max", "chat", "reasoner", "coder",
    "maverick", "scout", "oss", "canvas", "reel", "sonic", "act", "r", "r1", "a", "v2", "v3", "embed",
    "plus", "fast", "k2", "x1", "x2",
];
/// Reasoning models of `OpenAI` that have no family word.
const SERIES: &[&str] = &["o1", "o3", "o4"];

/// The model that a text names, in the spelling of its maker's API where that follows from the words.
pub(crate) fn model_in(text: &str) -> Option<String> {
    let words = words(text);
    (0..words.len()).find_map(|at| named(&words[at..]))
}

fn named(words: &[String]) -> Option<String> {
    let first = words[0].as_str();
    if SERIES.contains(&first) {
        let rest = words[1..]
            .iter()
            .take_while(|word| ["mini", "pro"].contains(&word.as_str()));
        let is_openai = words
            .iter()
            .any(|word| ["inp", "outp", "opt", "input", "output", "cached"].contains(&word.as_str()));
        return is_openai.then(|| join(first, rest));
    }
    let (_, must) = FAMILIES.iter().find(|(family, _)| *family == first)?;
    let rest: Vec<&String> = words[1..].iter().take_while(|word| goes_on(word)).collect();
    let next = rest.first()?.as_str();
    if !must.is_empty() && !must.contains(&next) {
        return None;
    }
    Some(if first == "claude" {
        claude(&rest)
    } else {
        join(first, rest)
    })
}

fn join<'w>(first: &str, rest: impl IntoIterator<Item = &'w String>) -> String {
    rest.into_iter()
        .fold(first.to_owned(), |name, word| format!("{name}-{word}"))
}

/// Anthropic writes the tier first since version 4, and no points.
fn claude(rest: &[&String]) -> String {
    let is_version = |word: &&&String| word.starts_with(|letter: char| letter.is_ascii_digit());
    let versions: Vec<String> = rest
        .iter()
        .filter(is_version)
        .map(|word| word.replace('.', "-"))
        .collect();
    let tiers: Vec<String> = rest
        .iter()
        .filter(|word| !is_version(word))
        .map(ToString::to_string)
        .collect();
    let is_old = versions
        .first()
        .is_some_and(|version| version.starts_with(['1', '2', '3']));
    let parts = if is_old {
        [versions, tiers]
    } else {
        [tiers, versions]
    };
    join("claude", &parts.concat())
}

/// Versions of at most two digits a part, sizes (`70b`), and the words of names.
fn goes_on(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => WORDS.contains(&word),
        1..=2 => true,
        _ => digits == 3 && word.ends_with('b'),
    }
}

/// Lower-case words: letters, or a number with its points and one letter behind it (`4o`, `70b`).
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.replace("gpt4omini", "gpt-4o-mini").chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = if letters[at].is_ascii_digit() {
            number_end(&letters, at)
        } else if is_version_word(&letters, at) {
            at + 2
        } else {
            word_end(&letters, at)
        };
        if end > at {
            words.push(letters[at..end].iter().collect::<String>().to_lowercase());
        }
        at = end.max(at + 1);
    }
    words
}

/// Letters, up to a capital behind a small one: `NovaPro` is two words.
fn word_end(letters: &[char], at: usize) -> usize {
    let end = run(letters, at, char::is_alphabetic);
    let is_seam = |place: &usize| letters[*place].is_uppercase() && letters[place - 1].is_lowercase();
    (at + 1..end).find(is_seam).unwrap_or(end)
}

fn run(letters: &[char], at: usize, is: impl Fn(char) -> bool) -> usize {
    at + letters[at..].iter().take_while(|letter| is(**letter)).count()
}

/// `o3`, `v2`, `r1`, `k2` by themselves.
fn is_version_word(letters: &[char], at: usize) -> bool {
    let alone = at == 0 || !letters[at - 1].is_alphanumeric();
    let ends = letters
        .get(at + 2)
        .is_none_or(|next| !next.is_alphanumeric() && *next != ':');
    alone && ends && "ovrkOVRK".contains(letters[at]) && letters.get(at + 1).is_some_and(char::is_ascii_digit)
}

fn number_end(letters: &[char], at: usize) -> usize {
    let mut end = run(letters, at, |letter| letter.is_ascii_digit());
    while letters.get(end) == Some(&'.') && letters.get(end + 1).is_some_and(char::is_ascii_digit) {
        end = run(letters, end + 1, |letter| letter.is_ascii_digit());
    }
    let letter = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphabetic());
    if letter(end) && !letter(end + 1) {
        end + 1
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::model_in;

    #[test]
    fn models_are_found_in_the_words_of_every_cloud() {
        for (text, model) in [
            (
                "USE1-Claude4.6Opus-input-tokens-cross-region-global",
                Some("claude-opus-4-6"),
            ),
            ("us.anthropic.claude-opus-4-6-v1:0", Some("claude-opus-4-6")),
            (
                "anthropic.claude-3-5-sonnet-20241022-v2:0",
                Some("claude-3-5-sonnet"),
            ),
            (
                "Claude Opus 4.6 (Amazon Bedrock Edition)",
                Some("claude-opus-4-6"),
            ),
            ("USE1-NovaPro-input-tokens", Some("nova-pro")),
            ("USE1-Nova-Pro-input-tokens", Some("nova-pro")),
            ("meta.llama3-1-70b-instruct-v1:0", Some("llama-3-1-70b-instruct")),
            ("Azure OpenAI - gpt 4.1 - Input - Global", Some("gpt-4.1")),
            ("gpt 4.1 Inp glbl Tokens", Some("gpt-4.1")),
            ("gpt-4o-mini-0718-Inp-glbl Tokens", Some("gpt-4o-mini")),
            ("gpt4omini-0718-Outp-glbl Tokens", Some("gpt-4o-mini")),
            ("GPT 5.1 opt Gl 1M Tokens", Some("gpt-5.1")),
            ("o4-mini 0416 cached Inp glbl Tokens", Some("o4-mini")),
            (
                "Gemini 2.5 Pro Thinking Text Output - Predictions",
                Some("gemini-2.5-pro"),
            ),
            (
                "Generate content input token count gemini 2.5 flash short input text",
                Some("gemini-2.5-flash"),
            ),
            ("Claude Enterprise seats", None),
            ("Run Command", None),
            ("USE1-BoxUsage:g5.xlarge", None),
            ("Super Nova hosting", None),
            ("", None),
        ] {
            assert_eq!(model_in(text).as_deref(), model, "{text}");
        }
    }
}
