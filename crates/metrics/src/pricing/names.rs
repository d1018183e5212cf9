//! Names of models and vendors as data: spellings, dated suffixes, prefixes of platforms, display names.

/// Vendors, and how lists and exports write them.
const VENDORS: &[(&str, &[&str])] = &[
    ("anthropic", &["anthropic", "claude"]),
    (
        "openai",
        &["openai", "openai api", "text-completion-openai", "chatgpt"],
    ),
    (
        "google",
        &[
            "google",
            "gemini",
            "google ai",
            "google gemini",
            "vertex_ai-language-models",
            "vertex_ai",
            "vertex",
            "google vertex",
            "google cloud",
        ],
    ),
    (
        "azure",
        &[
            "azure",
            "azure openai",
            "azure-openai",
            "azure_ai",
            "microsoft azure",
            "microsoft",
        ],
    ),
    (
        "aws",
        &[
            "aws",
            "amazon",
            "amazon web services",
            "bedrock",
            "bedrock_converse",
            "amazon bedrock",
            "amazon-bedrock",
        ],
    ),
    ("xai", &["xai", "x-ai"]),
    ("mistral", &["mistral", "mistral ai", "mistralai"]),
    ("deepseek", &["deepseek"]),
    ("cohere", &["cohere", "cohere_chat"]),
    ("groq", &["groq"]),
    ("openrouter", &["openrouter"]),
    ("perplexity", &["perplexity"]),
    ("together", &["together", "together_ai", "togetherai"]),
    ("fireworks", &["fireworks", "fireworks_ai", "fireworks-ai"]),
    ("zhipuai", &["zhipuai", "zhipu"]),
    ("zai", &["zai", "z-ai"]),
    ("moonshotai", &["moonshotai", "moonshot"]),
    ("alibaba", &["alibaba", "dashscope", "qwen"]),
];

/// Beginnings of model names, and who makes such models.
const MAKERS: &[(&str, &str)] = &[
    ("claude", "anthropic"),
    ("gpt", "openai"),
    ("chatgpt", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("codex", "openai"),
    ("text-embedding", "openai"),
    ("gemini", "google"),
    ("grok", "xai"),
    ("mistral", "mistral"),
    ("codestral", "mistral"),
    ("devstral", "mistral"),
    ("deepseek", "deepseek"),
    ("command", "cohere"),
    ("kimi", "moonshotai"),
    ("qwen", "alibaba"),
];

/// Prefixes that say on whose platform or in which region a model runs, not which it is.
const PREFIXES: &[&str] = &[
    "global.",
    "regional.",
    "us-gov.",
    "us.",
    "eu.",
    "apac.",
    "jp.",
    "au.",
    "anthropic.",
    "anthropic--",
    "openai.",
    "openai--",
    "amazon--",
    "google--",
    "meta.",
    "mistral.",
    "cohere.",
    "deepseek.",
];

/// Those of them that are regions: `us.anthropic.…` is a model of Amazon's as it is sold in the US.
const REGIONS: &[&str] = &["global.", "us-gov.", "us.", "eu.", "apac.", "jp.", "au."];

/// Canonical names that are written otherwise as well.
const ALIASES: &[(&str, &str)] = &[
    ("claude-sonnet-4-0", "claude-sonnet-4"),
    ("claude-opus-4-0", "claude-opus-4"),
];

/// Endings that say how hard a model thinks: the price of a token is the same.
const EFFORTS: &[&str] = &[
    "-thinking",
    "-minimal",
    "-low",
    "-medium",
    "-high",
    "-xhigh",
    "-max",
];

/// The region that a model's name begins with; `""` for none.
pub(super) fn region(model: &str) -> &str {
    let of = REGIONS.iter().find(|prefix| {
        let start = model.get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    });
    of.map_or("", |prefix| &model[..prefix.len() - 1])
}

/// The id of a vendor; one that is not known is itself.
pub fn vendor(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let known = VENDORS.iter().find(|(_, names)| names.contains(&name.as_str()));
    known.map_or(name, |(id, _)| (*id).to_owned())
}

/// Who makes a model of a canonical name.
pub fn maker(canonical: &str) -> Option<&'static str> {
    let of = MAKERS.iter().find(|(start, _)| canonical.starts_with(start));
    of.map(|(_, vendor)| *vendor)
}

/// One spelling for every way to write a model's name: `Claude Opus 5`, `anthropic/claude-opus-5`,
/// `us.anthropic.claude-opus-5-v1:0` are `claude-opus-5`. A date in the name stays.
pub fn canonical(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let mut rest = name.rsplit('/').next().unwrap_or(&name);
    while let Some(shorter) = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    let dashes: String = rest
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    let mut parts: Vec<&str> = dashes.split('-').filter(|part| !part.is_empty()).collect();
    drop_revision(&mut parts);
    if parts.last() == Some(&"latest") {
        parts.pop();
    }
    family_first(&mut parts);
    let name = parts.join("-");
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    alias.map_or(name, |(_, model)| (*model).to_owned())
}

/// `…-v1:0` and `…-v2` at the end of a Bedrock name are revisions of the endpoint.
fn drop_revision(parts: &mut Vec<&str>) {
    let is_revision =
        |part: &str| part.len() == 2 && part.starts_with('v') && part.ends_with(|c: char| c.is_ascii_digit());
    let is_digit = |part: &&str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    let claude = parts.first() == Some(&"claude");
    if claude && parts.len() > 2 && parts.last().is_some_and(is_digit) && is_revision(parts[parts.len() - 2])
    {
        parts.truncate(parts.len() - 2);
    } else if claude && parts.len() > 2 && parts.last().is_some_and(|last| is_revision(last)) {
        parts.pop();
    }
}

/// `claude-4-5-sonnet` and `claude-sonnet-4-5` are the same model; the family comes first.
fn family_first(parts: &mut Vec<&str>) {
    const FAMILIES: &[&str] = &["opus", "sonnet", "haiku", "fable"];
    if parts.first() != Some(&"claude") {
        return;
    }
    if let Some(at) = parts.iter().position(|part| FAMILIES.contains(part)) {
        let family = parts.remove(at);
        parts.insert(1, family);
    }
}

/// A canonical name without the date at its end, if it has one: `-20250929`, `-2024-08-06`, `-0613` stays.
pub(super) fn undated(canonical: &str) -> Option<&str> {
    let (head, last) = canonical.rsplit_once('-')?;
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(last, 8) && last.starts_with("20") {
        return Some(head);
    }
    let (head, month) = head.rsplit_once('-')?;
    let (head, year) = head.rsplit_once('-')?;
    (digits(last, 2) && digits(month, 2) && digits(year, 4) && year.starts_with("20")).then_some(head)
}

/// A canonical name without its effort, if it has one.
pub(super) fn without_effort(canonical: &str) -> Option<&str> {
    EFFORTS.iter().find_map(|effort| canonical.strip_suffix(effort))
}
