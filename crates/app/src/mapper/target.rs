//! What a column of a table can become, for each thing that a row can be, with the headings by which it is known.
//! Looks at no file.

use ingest::profile::Profile;

use super::headings::{
    ACCOUNT, ACTIVE_DAYS, ASSIGNED, BILLED, CACHE_READ, CACHE_WRITE, CATEGORY, COST_CENTRE, CREDIT, CURRENCY,
    DAY, DEBIT, EMAIL, EMPLOYEE, END, ESTIMATED, FIRST_NAME, FROM, INPUT, INVOICE, KPI_NAME, LAST,
    LAST_ACTIVE, LIST, LOCATION, LOGIN, MODEL, MONTH, NAME, ORG_UNIT, OUTPUT, PAYMENT, PERSON_ID, PRODUCT,
    PROJECT, PROVIDER, QUANTITY, RANGE, REQUESTS, ROLE, SENIORITY, SERVICE, SIDE, SKU, SNAPSHOT, START,
    STATE, TEAM, TIER, TO, TOKEN_CLASS, TOKENS, TOOL, UNIT, VALUE, YEAR,
};

/// What the cells of a column must hold for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Day,
    Money,
    Number,
    Currency,
    Email,
    Text,
    /// Two days in one cell.
    Range,
    /// A year and nothing else.
    Year,
    /// A word that says on which side of an account the amount is.
    Side,
}

/// In place of a currency that is the same for every row: the sign in each cell says it.
pub(crate) const BY_SIGN: &str = "sign";

/// In place of what is the same for every row: the heading that a row stands under says it.
pub(crate) const BY_HEADING: &str = "@heading";

/// Something a column can become.
#[derive(Debug)]
pub(crate) struct Target {
    /// As the draft and the document name it. Those of [`SPLIT`] become more than a field.
    pub id: &'static str,
    /// For people.
    pub label: &'static str,
    pub holds: Holds,
    /// Headings in lower case, parted by bars; none: known by its cells alone.
    pub words: &'static str,
}

/// What a row is.
#[derive(Debug)]
pub(crate) struct RowKind {
    /// Name of the document's blocks.
    pub id: &'static str,
    /// For people.
    pub label: &'static str,
    pub targets: &'static [&'static Target],
    /// Targets that may be the same for every row, where no column has them.
    pub fixed: &'static [&'static str],
    /// Of each list one must be there.
    pub needs: &'static [(&'static [&'static str], &'static str)],
}

/// Targets that are more or less than a field: sides of a ledger, two days in one cell, classes of tokens.
pub(crate) const SPLIT: &[(&str, &str)] = &[
    ("range", ""),
    ("year", ""),
    ("debit", ""),
    ("credit", ""),
    ("payment", ""),
    ("side", ""),
    ("tokens", ""),
    ("tokens-input", "input"),
    ("tokens-output", "output"),
    ("tokens-cache-read", "cache-read"),
    ("tokens-cache-write", "cache-write"),
    ("requests", ""),
];

/// What a column becomes whose cells are rows of their own, its heading being one of their fields.
pub(crate) const TURN: &str = "turn";

/// Whether the columns of a wide table can become rows of that kind; members of JSON cannot.
pub(crate) fn can_turn(kind: &RowKind, profile: &Profile) -> bool {
    profile.json.is_none() && ["charge", "usage", "kpi"].contains(&kind.id)
}

/// What the heading of a turned column can become.
pub(crate) fn headings(kind: &RowKind) -> impl Iterator<Item = &'static Target> {
    let targets = kind.targets.iter().copied();
    targets.filter(|target| {
        matches!(target.holds, Holds::Day | Holds::Text) && !["last", "to"].contains(&target.id)
    })
}

/// What the cells of a turned column can become.
pub(crate) fn values(kind: &RowKind) -> impl Iterator<Item = &'static Target> {
    let targets = kind.targets.iter().copied();
    let is_side = |target: &Target| ["debit", "credit"].contains(&target.id);
    targets.filter(move |target| matches!(target.holds, Holds::Money | Holds::Number) && !is_side(target))
}

/// The target of that name.
pub(crate) fn target(kind: &RowKind, id: &str) -> Option<&'static Target> {
    kind.targets.iter().copied().find(|target| target.id == id)
}

/// What a row is by its name; a charge if the name is not known.
pub(crate) fn row_kind(id: &str) -> &'static RowKind {
    KINDS.iter().find(|kind| kind.id == id).unwrap_or(&KINDS[0])
}

/// What a row can be; the first is what it is unless the table looks otherwise.
pub(crate) const KINDS: &[RowKind] = &[
    RowKind {
        id: "charge",
        label: "a charge",
        targets: &[
            &DAY,
            &FROM,
            &LAST,
            &TO,
            &RANGE,
            &MONTH,
            &YEAR,
            &PROVIDER,
            &SERVICE,
            &SKU,
            &MODEL,
            &TOKEN_CLASS,
            &TOOL,
            &PROJECT,
            &ACCOUNT,
            &EMAIL,
            &PERSON_ID,
            &NAME,
            &COST_CENTRE,
            &CATEGORY,
            &CURRENCY,
            &BILLED,
            &DEBIT,
            &CREDIT,
            &PAYMENT,
            &SIDE,
            &LIST,
            &QUANTITY,
            &UNIT,
            &INVOICE,
            &TOKENS,
            &INPUT,
            &OUTPUT,
            &CACHE_READ,
            &CACHE_WRITE,
            &REQUESTS,
        ],
        fixed: &["provider", "service", "currency"],
        needs: &[
            (
                &["day", "from", "range", "billing-month"],
                "Say which column holds the day, or state a period.",
            ),
            (
                &["billed", "debit", "credit", "payment", "list"],
                "Say which column holds the amount.",
            ),
            (&["currency"], "Say in which currency the amounts are."),
            (&["provider"], "Say who the vendor is."),
        ],
    },
    RowKind {
        id: "usage",
        label: "usage",
        targets: &[
            &DAY,
            &FROM,
            &LAST,
            &TO,
            &RANGE,
            &MONTH,
            &YEAR,
            &PROVIDER,
            &TOOL,
            &MODEL,
            &TOKEN_CLASS,
            &PROJECT,
            &EMAIL,
            &PERSON_ID,
            &NAME,
            &TOKENS,
            &INPUT,
            &OUTPUT,
            &CACHE_READ,
            &CACHE_WRITE,
            &REQUESTS,
            &ACTIVE_DAYS,
            &ESTIMATED,
            &CURRENCY,
        ],
        fixed: &["provider", "tool", "currency"],
        needs: &[
            (
                &["day", "from", "range", "billing-month"],
                "Say which column holds the day, or state a period.",
            ),
            (
                &[
                    "tokens",
                    "tokens-input",
                    "tokens-output",
                    "requests",
                    "active-days",
                ],
                "Say which column counts the usage.",
            ),
            (&["tool"], "Say which tool was used."),
        ],
    },
    RowKind {
        id: "seat",
        label: "a seat",
        targets: &[
            &PRODUCT,
            &PROVIDER,
            &EMAIL,
            &PERSON_ID,
            &NAME,
            &SNAPSHOT,
            &ASSIGNED,
            &LAST_ACTIVE,
            &TIER,
            &STATE,
        ],
        fixed: &["product", "provider", "snapshot"],
        needs: &[
            (&["product"], "Say of which product these are seats."),
            (&["email", "person-id"], "Say which column names the person."),
            (&["snapshot"], "Say of which day the list is."),
        ],
    },
    RowKind {
        id: "person",
        label: "a person",
        targets: &[
            &EMPLOYEE,
            &EMAIL,
            &LOGIN,
            &FIRST_NAME,
            &NAME,
            &TEAM,
            &ORG_UNIT,
            &ROLE,
            &SENIORITY,
            &LOCATION,
            &COST_CENTRE,
            &STATE,
            &START,
            &END,
        ],
        fixed: &[],
        needs: &[(
            &["email", "employee", "login"],
            "Say which column names the person: e-mail, number or login.",
        )],
    },
    RowKind {
        id: "kpi",
        label: "a figure (KPI)",
        targets: &[&DAY, &KPI_NAME, &TEAM, &VALUE, &UNIT],
        fixed: &["name", "unit", "team"],
        needs: &[
            (&["day"], "Say which column holds the day."),
            (&["name"], "Say which figure it is."),
            (&["value"], "Say which column holds the value."),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_needs_and_fixed_values_are_targets_of_their_kind() {
        for kind in KINDS {
            let ids: HashSet<&str> = kind.targets.iter().map(|target| target.id).collect();
            assert_eq!(ids.len(), kind.targets.len(), "{}", kind.id);
            let named = kind
                .fixed
                .iter()
                .chain(kind.needs.iter().flat_map(|(any, _)| *any));
            for id in named {
                assert!(ids.contains(id), "{}: {id}", kind.id);
            }
        }
    }

    #[test]
    fn headings_are_in_lower_case() {
        for target in KINDS.iter().flat_map(|kind| kind.targets) {
            assert_eq!(target.words.to_lowercase(), target.words);
            assert!(
                target
                    .words
                    .split('|')
                    .all(|word| (!word.is_empty() || target.words.is_empty()) && word.trim() == word),
                "{}",
                target.id
            );
        }
    }
}
