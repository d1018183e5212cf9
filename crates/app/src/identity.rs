//! Who is whom: the roster, identities that fit nobody, and what the user says about them. For the terminal and the
//! window alike; names stay hidden unless they are asked for.

use model::Period;
use serde_json::{Value, json};
use store::{Book, IdentityKind, Matching, NamingRule, RuleUse, Unresolved};

use crate::few::Few;
use crate::{Error, Result};

/// How a person is called where names are hidden.
pub(crate) fn number(person: i64) -> String {
    format!("Person {person}")
}

/// Matched identities of those that could be a person: `12 of 18 identities matched (67 %)`.
pub(crate) fn rate(matching: &Matching) -> String {
    let (matched, of) = matching.rate();
    if of == 0 {
        return "no identities".to_owned();
    }
    let share = crate::show::percent(f64::from(matched) / f64::from(of));
    format!("{matched} of {of} identities matched ({share})")
}

/// The match rate as JSON: numerator, denominator, and what is nobody.
pub(crate) fn rate_json(matching: &Matching) -> Value {
    let (matched, of) = matching.rate();
    json!({"matched": matched, "of": of, "keys_and_services": matching.things})
}

/// Everybody on the roster, and how far identities are matched to them.
pub(crate) fn people(book: &Book, names: bool) -> Result<Value> {
    let entries = if names {
        book.roster_entries()?
    } else {
        Few::of(book)?.roster()
    };
    let entries = entries.into_iter().map(|entry| {
        let hidden = |text: String| if names { text } else { String::new() };
        json!({
            "person": entry.person,
            "name": if names { entry.label } else { number(entry.person) },
            "email": hidden(entry.email),
            "team": entry.team,
            "unit": entry.unit,
            "role": entry.role,
        })
    });
    let people: Vec<Value> = entries.collect();
    Ok(json!({"people": people, "matching": rate_json(&book.matching()?)}))
}

/// Identities that fit nobody, by kind, with whom they resemble.
pub(crate) fn unmatched(book: &Book, names: bool) -> Result<Value> {
    let all = book.unresolved()?;
    let found = all.iter().map(|one| {
        let suggestion = one.suggestion.as_ref().map(|suggestion| {
            let name = if names {
                suggestion.label.clone()
            } else {
                number(suggestion.person)
            };
            json!({"person": suggestion.person, "name": name, "why": suggestion.why})
        });
        json!({
            "number": one.number,
            "source": one.identity.source,
            "id": shown(one, names),
            "email": if names { one.identity.email.clone() } else { String::new() },
            "name": if names { one.identity.name.clone() } else { String::new() },
            "kind": one.kind,
            "suggestion": suggestion,
        })
    });
    Ok(json!({"unmatched": found.collect::<Vec<_>>(), "matching": rate_json(&book.matching()?)}))
}

/// What an identity is called: keys and services by their own text, people by number where names are hidden.
pub(crate) fn shown(one: &Unresolved, names: bool) -> String {
    let text = [&one.identity.id, &one.identity.email, &one.identity.name];
    let text = text
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default();
    match one.kind {
        IdentityKind::Person if !names => format!("identity {}", one.number),
        IdentityKind::Key if !names && text.starts_with("claude_code_key_") => format!("key {}", one.number),
        _ => text,
    }
}

/// What a kind is called.
pub(crate) fn kind(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Person => "not on the roster",
        IdentityKind::Former => "former member",
        IdentityKind::Key => "key",
        IdentityKind::Service => "service",
    }
}

/// Says that `openai:user-Ra7` is the person with this employee number, e-mail or login; without one, takes it back.
pub(crate) fn confirm(book: &Book, identity: &str, person: Option<&str>) -> Result<Value> {
    let (source, id) = identity.split_once(':').ok_or_else(|| {
        Error::asked(
            format!("`{identity}` names no identity"),
            "Write it as SOURCE:ID, as `people unmatched` lists it.",
        )
    })?;
    let person = match person {
        None => None,
        Some(text) => Some(book.person_called(text)?.ok_or_else(|| {
            Error::asked(
                format!("Nobody on the roster has the employee number, e-mail or login `{text}`"),
                "Import a roster that has this person first.",
            )
        })?),
    };
    let mut numbers = book.identities_called(source, id)?;
    if let Some(number) = id.strip_prefix('#').and_then(|number| number.parse().ok()) {
        numbers.push(number);
    }
    if numbers.is_empty() {
        let hint = "`counterfoil people unmatched --names` lists what no source matches.";
        return Err(Error::asked(format!("No file names `{id}` in `{source}`"), hint));
    }
    for number in &numbers {
        book.confirm_identity(*number, person)?;
    }
    let matching = rate_json(&book.matching()?);
    Ok(json!({"identities": numbers, "person": person, "matching": matching}))
}

/// Rules about how keys are named, confirmed and proposed.
pub(crate) fn rules(book: &Book) -> Result<Value> {
    Ok(json!({"rules": book.naming_rules()?, "matching": rate_json(&book.matching()?)}))
}

/// Confirms a rule, or takes it back.
pub(crate) fn set_rule(book: &Book, rule: &NamingRule, is_confirmed: bool) -> Result<Value> {
    if !rule.pattern.contains("{user}") {
        return Err(Error::asked(
            format!("`{}` does not say where the user stands", rule.pattern),
            "Write {user} in its place: claude_code_key_{user}_*",
        ));
    }
    book.confirm_rule(rule, is_confirmed)?;
    rules(book)
}

/// Rules in an order that does not change when one is confirmed.
pub(crate) fn sorted(mut rules: Vec<RuleUse>) -> Vec<RuleUse> {
    rules.sort_by(|a, b| (&a.rule.source, &a.rule.pattern).cmp(&(&b.rule.source, &b.rule.pattern)));
    rules
}

/// Which sources can see which days, and how many people.
pub(crate) fn coverage(book: &Book, asked: Option<Period>) -> Result<Value> {
    let info = book.info()?;
    let all = info.from.zip(info.to).map(|(from, to)| Period::new(from, to));
    let Some(period) = asked.or(all) else {
        return Ok(json!({"period": null, "people": 0, "sources": []}));
    };
    let sources = book.seen(period)?.into_iter().map(|seen| {
        let span = |period: &Period| json!({"from": period.from, "to": period.to});
        json!({
            "source": seen.source,
            "name": source_name(&seen.source),
            "names_people": seen.names_people,
            "people": seen.people,
            "covered_days": seen.days.len(),
            "gaps": seen.gaps.iter().map(span).collect::<Vec<_>>(),
            "days": seen.days.iter().map(|day| json!({"day": day.day, "people": day.people})).collect::<Vec<_>>(),
        })
    });
    Ok(json!({
        "period": {"from": period.from, "to": period.to},
        "people": book.roster_entries()?.len(),
        "sources": sources.collect::<Vec<_>>(),
    }))
}

/// The name of a format, or its id if a user made it.
pub(crate) fn source_name(id: &str) -> String {
    ingest::formats::by_id(id).map_or_else(|| model::capitalised(id), |document| document.name.clone())
}
