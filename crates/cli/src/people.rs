//! `counterfoil people` and `counterfoil coverage`: who is whom, and what each source can see.

use app::ask;
use app::shelf::{NamingRule, Shelf};
use clap::{Args, Subcommand};
use serde_json::Value;

use crate::args::Cli;
use crate::output::{each, print, text};

/// Everybody on the roster, and who is whom.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  counterfoil people unmatched --names\n  counterfoil people match openai:user-Ra7 ines.moreau@larkfield.example\n  counterfoil people rule add \"claude_code_key_{user}_*\" --source anthropic"
)]
pub(crate) struct People {
    /// Name people; without it they are numbered.
    #[arg(long, global = true)]
    names: bool,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Identities that fit nobody, and whom they resemble.
    Unmatched,
    /// Say that an identity is somebody of the roster.
    Match {
        /// As SOURCE:ID.
        identity: String,
        /// Employee number, e-mail or login.
        person: String,
    },
    /// Take such a word back.
    Unmatch {
        /// As SOURCE:ID.
        identity: String,
    },
    /// Rules about how keys are named after people.
    Rule {
        #[command(subcommand)]
        action: Option<RuleAction>,
    },
}

#[derive(Subcommand)]
enum RuleAction {
    /// Every rule, confirmed or proposed.
    List,
    /// Confirm a rule.
    Add(Rule),
    /// Take a rule back.
    Remove(Rule),
}

#[derive(Args)]
struct Rule {
    /// {user} stands for the login or e-mail name, * for anything.
    pattern: String,
    /// Only for identities of this source.
    #[arg(long, default_value = "")]
    source: String,
}

impl Rule {
    fn named(&self) -> NamingRule {
        NamingRule {
            source: self.source.clone(),
            pattern: self.pattern.clone(),
        }
    }
}

impl People {
    /// Runs it; the exit status.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let book = Shelf::open(&cli.book())?;
        let document = match &self.action {
            None => book.people(self.names)?,
            Some(Action::Unmatched) => book.unmatched(self.names)?,
            Some(Action::Match { identity, person }) => book.match_person(identity, Some(person))?,
            Some(Action::Unmatch { identity }) => book.match_person(identity, None)?,
            Some(Action::Rule { action }) => match action {
                None | Some(RuleAction::List) => book.rules()?,
                Some(RuleAction::Add(rule)) => book.set_rule(&rule.named(), true)?,
                Some(RuleAction::Remove(rule)) => book.set_rule(&rule.named(), false)?,
            },
        };
        book.close()?;
        print(cli, &document, || lines(&document))?;
        Ok(0)
    }
}

fn lines(document: &Value) -> Vec<String> {
    let mut lines = each(&document["people"], |person| {
        format!(
            "{}  {}  {}",
            text(&person["name"]),
            text(&person["email"]),
            text(&person["team"])
        )
    });
    lines.extend(each(&document["unmatched"], |one| {
        let suggestion = &one["suggestion"];
        let like = if suggestion.is_null() {
            String::new()
        } else {
            format!(
                "  perhaps {}: {}",
                text(&suggestion["name"]),
                text(&suggestion["why"])
            )
        };
        format!(
            "{}:{}  #{}  {}{like}",
            text(&one["source"]),
            text(&one["id"]),
            one["number"],
            text(&one["kind"])
        )
    }));
    lines.extend(each(&document["rules"], |rule| {
        let state = if rule["confirmed"] == true {
            "confirmed"
        } else {
            "proposed"
        };
        format!(
            "{state}: {} {}  names {} identities, {} of them people of the roster",
            text(&rule["source"]),
            text(&rule["pattern"]),
            rule["identities"],
            rule["people"]
        )
    }));
    let rate = &document["matching"];
    lines.push(format!(
        "{} of {} identities matched, {} keys and services are nobody",
        rate["matched"], rate["of"], rate["keys_and_services"]
    ));
    lines
}

/// Which sources can see which days, and how many people.
#[derive(Args)]
pub(crate) struct Coverage {
    /// First day.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// End, exclusive.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

impl Coverage {
    /// Runs it; the exit status.
    pub(crate) fn run(&self, cli: &Cli) -> anyhow::Result<u8> {
        let period = match (&self.from, &self.to) {
            (Some(from), Some(to)) => Some(ask::span(&format!("{from}..{to}"))?),
            (None, None) => None,
            _ => anyhow::bail!("Say both --from and --to, or neither."),
        };
        let document = Shelf::open(&cli.book())?.coverage(period)?;
        print(cli, &document, || each(&document["sources"], covered))?;
        Ok(0)
    }
}

fn covered(source: &Value) -> String {
    let people = if source["names_people"] == true {
        format!("{} people", source["people"])
    } else {
        "names nobody".to_owned()
    };
    let gaps = each(&source["gaps"], |gap| {
        format!("{} to {}", text(&gap["from"]), text(&gap["to"]))
    });
    let gaps = if gaps.is_empty() {
        "no gaps".to_owned()
    } else {
        format!("not covered: {}", gaps.join(", "))
    };
    format!(
        "{}: {} day{}, {people}, {gaps}",
        text(&source["name"]),
        source["covered_days"],
        if source["covered_days"] == 1 { "" } else { "s" }
    )
}
