//! The mapper as the window shows it. Formats and counts; decides nothing.

use charts::{Locale, format};
use ingest::Confidence;
use ingest::profile::{ColumnProfile, Profile, ShownKind, ShownRow};
use ingest::value::{DateOrder, DateStyle, DecimalMark, NumberStyle, NumberValue, bare_month, currencies};

use super::draft::Draft;
use super::guess::{self, Guess};
use super::period::Said;
use super::style::{Styles, styles, taken};
use super::target::{BY_HEADING, BY_SIGN, Holds, KINDS, TURN, Target, can_turn, headings, target, values};
use super::{currency, document};
use crate::preview::reading::LAYOUT;
use crate::view::{BarPart, Choice, FixedField, MapperColumn, MapperView, PreviewView, Setting, SourceRow};

const SAMPLES: usize = 3;

/// What a view is made of.
pub(crate) struct Shown<'a> {
    /// Number of the waiting file.
    pub id: u32,
    pub draft: &'a Draft,
    pub profile: &'a Profile,
    /// What reading by the draft gives.
    pub preview: PreviewView,
    /// Rows that were read for it at most.
    pub brief: u64,
}

/// The view of a draft.
pub(crate) fn view(shown: Shown<'_>) -> MapperView {
    let Shown {
        id,
        draft,
        profile,
        preview,
        brief,
    } = shown;
    let styles = styles(draft, profile);
    let kind = draft.row_kind();
    let guesses = guess::propose(kind, profile);
    let columns = profile.columns.iter().enumerate();
    let columns: Vec<MapperColumn> = columns
        .map(|(place, column)| self::column(place, column, &guesses, (draft, styles)))
        .collect();
    let left = columns.iter().filter(|column| column.target.is_empty());
    MapperView {
        id,
        file: profile.file.clone(),
        tables: tables(profile),
        kinds: KINDS
            .iter()
            .map(|known| choice(known.id, known.label, known.id == kind.id))
            .collect(),
        targets: targets(draft, profile),
        left_out: left.map(|column| column.name.clone()).collect(),
        columns,
        fixed: fixed(draft, profile),
        settings: settings((draft, profile), styles, &preview),
        missing: missing(draft),
        is_open: open_needs(draft).any(|(any, _)| !any.iter().any(|id| DAYS.contains(id))),
        source: profile.shown.iter().map(source).collect(),
        rows: rows(profile, brief),
        is_brief: profile.rows > brief,
        preview,
        toml: document::toml(draft, profile),
        draft: draft.clone(),
    }
}

fn choice(id: &str, label: &str, selected: bool) -> Choice {
    Choice {
        id: id.to_owned(),
        label: label.to_owned(),
        selected,
        go: None,
        ..Choice::default()
    }
}

fn count(number: u64) -> String {
    format::count(number.into(), &Locale::default())
}

fn tables(profile: &Profile) -> Vec<Choice> {
    let named = |(place, name): &(usize, String)| {
        let label = if name.is_empty() {
            format!("Table {}", place + 1)
        } else {
            name.clone()
        };
        choice(&place.to_string(), &label, *place == profile.table)
    };
    profile.tables.iter().map(named).collect()
}

/// What a column can become; what another column gives already is marked.
fn targets(draft: &Draft, profile: &Profile) -> Vec<Choice> {
    let mut choices = vec![choice("", "not imported", false)];
    if can_turn(draft.row_kind(), profile) {
        choices.push(choice(TURN, "rows: one for each cell", false));
    }
    let known = draft.row_kind().targets.iter();
    let is_given = |id: &str| draft.place(id).is_some() || draft.is_of_turned(id);
    choices.extend(known.map(|target| choice(target.id, target.label, is_given(target.id))));
    choices
}

fn column(
    place: usize,
    column: &ColumnProfile,
    guesses: &[Option<Guess>],
    (draft, styles): (&Draft, Styles),
) -> MapperColumn {
    let given = &draft.targets[place];
    let proposed = guesses[place].as_ref();
    let confidence = match proposed {
        _ if given.is_empty() => "",
        _ if given == TURN && (Said::of(&column.name).is_some() || bare_month(&column.name).is_some()) => {
            document::word(Confidence::Likely)
        }
        Some(guess) if guess.target.id == given => document::word(guess.confidence),
        _ => "your choice",
    };
    let becomes = if given == TURN { &draft.value } else { given };
    let has_year = given == "billing-month" && draft.place("year").is_some();
    let holds = target(draft.row_kind(), becomes).map(|target| target.holds);
    let holds = holds.filter(|_| !has_year);
    MapperColumn {
        name: if column.name.trim().is_empty() {
            format!("Column {}", place + 1)
        } else {
            column.name.clone()
        },
        samples: column.values.iter().take(SAMPLES).cloned().collect(),
        target: given.clone(),
        confidence: confidence.to_owned(),
        proposed: proposed.map_or_else(String::new, |guess| guess.target.id.to_owned()),
        is_guess: proposed.is_some_and(|guess| guess.confidence == Confidence::Guess),
        bar: bar(column, holds, styles),
    }
}

/// Cells that can be used, are doubtful, cannot be used, and are blank: over all rows.
fn bar(column: &ColumnProfile, holds: Option<Holds>, styles: Styles) -> Vec<BarPart> {
    let filled = column.filled();
    let (numbers, dates) = (&column.numbers, &column.dates);
    let (warning, error) = match holds {
        None | Some(Holds::Text | Holds::Range | Holds::Year | Holds::Side) => (0, 0),
        Some(Holds::Email) => (filled - column.emails.min(filled), 0),
        Some(Holds::Currency) => (filled - column.currencies.min(filled), 0),
        Some(Holds::Day) => {
            let open = if styles.dates == DateOrder::Ambiguous {
                dates.open()
            } else {
                0
            };
            (open, dates.others + dates.unread(styles.dates))
        }
        Some(Holds::Money | Holds::Number) => {
            let open = if styles.decimal == DecimalMark::Ambiguous {
                numbers.open()
            } else {
                0
            };
            (open, numbers.others + numbers.unread(styles.decimal))
        }
    };
    let error = error.min(filled);
    let warning = warning.min(filled - error);
    let all = (filled + column.empty).max(1);
    let parts = [
        ("valid", "can be used", filled - error - warning),
        ("warning", "in doubt", warning),
        ("error", "cannot be used", error),
        ("empty", "blank", column.empty),
    ];
    let part = |(kind, word, cells): (&str, &str, u64)| BarPart {
        kind: kind.to_owned(),
        share: cells as f64 / all as f64 * 100.0,
        text: format!("{} {word}", count(cells)),
    };
    parts
        .into_iter()
        .filter(|(.., cells)| *cells > 0)
        .map(part)
        .collect()
}

/// What can be the same for every row and no column gives.
fn fixed(draft: &Draft, profile: &Profile) -> Vec<FixedField> {
    let kind = draft.row_kind();
    let open = kind
        .fixed
        .iter()
        .filter(|id| draft.place(id).is_none() && !draft.is_of_turned(id));
    open.filter_map(|id| {
        let target = target(kind, id)?;
        let value = draft.fixed.get(*id).cloned().unwrap_or_default();
        let by_sign = currency::signs(profile, &draft.targets)
            .map(|_| choice(BY_SIGN, "as the sign in each cell says", value == BY_SIGN));
        let by_heading =
            (value == BY_HEADING).then(|| choice(BY_HEADING, "as the row above each group says", true));
        let codes = currencies().iter().map(|code| choice(code, code, *code == value));
        Some(FixedField {
            target: target.id.to_owned(),
            label: target.label.to_owned(),
            choices: if target.holds == Holds::Currency {
                by_sign.into_iter().chain(codes).collect()
            } else {
                by_heading.into_iter().collect()
            },
            value,
            wanted: open_needs(draft).any(|(any, _)| any.contains(id)),
        })
    })
    .collect()
}

/// What a period says that the import is told.
const DAYS: &[&str] = &["day", "snapshot"];

/// What must be said of such rows and is not.
fn open_needs(draft: &Draft) -> impl Iterator<Item = &'static (&'static [&'static str], &'static str)> {
    let needs = draft.row_kind().needs.iter();
    needs.filter(|(any, _)| !any.iter().any(|id| draft.has(id)))
}

fn missing(draft: &Draft) -> Vec<String> {
    open_needs(draft).map(|(_, what)| (*what).to_owned()).collect()
}

fn setting(key: &str, label: &str, shown: String, choices: Vec<Choice>) -> Setting {
    Setting {
        key: key.to_owned(),
        label: label.to_owned(),
        shown,
        choices,
        secret: false,
        hint: String::new(),
        wanted: false,
    }
}

/// What headings or cells of turned columns become; nothing where no column is turned.
fn turned(key: &str, label: &str, given: &str, known: &[&'static Target]) -> Option<Setting> {
    let shown = known.iter().find(|target| target.id == given)?.label.to_owned();
    let choices = known
        .iter()
        .map(|target| choice(target.id, target.label, target.id == given));
    Some(setting(key, label, shown, choices.collect()))
}

/// Everything that is said of the table as a whole.
fn settings((draft, profile): (&Draft, &Profile), styles: Styles, preview: &PreviewView) -> Vec<Setting> {
    let kind = draft.row_kind();
    let (headings, values): (Vec<_>, Vec<_>) = (headings(kind).collect(), values(kind).collect());
    let own = [
        turned("heading", "Headings become", &draft.heading, &headings),
        turned("value", "Cells become", &draft.value, &values),
        dates(profile, draft, styles),
        decimal(profile, draft, styles),
        overlap(draft),
    ];
    let read = preview.settings.iter();
    let read = read.filter(|setting| LAYOUT.contains(&setting.key.as_str()));
    read.cloned().chain(own.into_iter().flatten()).collect()
}

/// The order of dates; where nothing tells, both readings of a cell of the file.
fn dates(profile: &Profile, draft: &Draft, styles: Styles) -> Option<Setting> {
    if !styles.has_dates && draft.dates.is_empty() {
        return None;
    }
    let open = taken(draft, profile)
        .filter(|(_, holds)| *holds == Holds::Day)
        .find_map(|(column, _)| column.open_date.clone());
    let read = |order| {
        let text = open.as_ref()?;
        let day = DateStyle { order }.read(text).day()?;
        Some(format!("{text} is {}", format::date(day, &Locale::default())))
    };
    let option = |(id, word, order): (&str, &str, DateOrder)| {
        let label = read(order).map_or_else(|| word.to_owned(), |reading| format!("{word}: {reading}"));
        choice(id, &label, styles.dates == order)
    };
    let orders = [
        ("dmy", "day first", DateOrder::Dmy),
        ("mdy", "month first", DateOrder::Mdy),
        ("iso", "year first", DateOrder::Iso),
    ];
    let word = orders
        .iter()
        .find(|(.., order)| *order == styles.dates)
        .map(|(_, word, _)| (*word).to_owned());
    Some(Setting {
        wanted: word.is_none(),
        ..setting(
            "dates",
            "Dates",
            word.unwrap_or_else(|| "day or month first?".to_owned()),
            orders.into_iter().map(option).collect(),
        )
    })
}

/// The decimal mark, likewise.
fn decimal(profile: &Profile, draft: &Draft, styles: Styles) -> Option<Setting> {
    if !styles.has_marks && draft.decimal.is_empty() {
        return None;
    }
    let open = taken(draft, profile)
        .filter(|(_, holds)| matches!(holds, Holds::Money | Holds::Number))
        .find_map(|(column, _)| column.open_number.clone());
    let read = |mark| {
        let text = open.as_ref()?;
        match (NumberStyle { mark }).read(text) {
            NumberValue::Exact(value, _) => Some(format!("{text} is {value}")),
            _ => None,
        }
    };
    let option = |(id, word, mark): (&str, &str, DecimalMark)| {
        let label = read(mark).map_or_else(|| word.to_owned(), |reading| format!("{word}: {reading}"));
        choice(id, &label, styles.decimal == mark)
    };
    let marks = [
        ("point", "point", DecimalMark::Point),
        ("comma", "comma", DecimalMark::Comma),
    ];
    let word = marks
        .iter()
        .find(|(.., mark)| *mark == styles.decimal)
        .map(|(_, word, _)| (*word).to_owned());
    Some(Setting {
        wanted: word.is_none(),
        ..setting(
            "decimal",
            "Decimal mark",
            word.unwrap_or_else(|| "point or comma?".to_owned()),
            marks.into_iter().map(option).collect(),
        )
    })
}

/// How a later file meets this one, where there is a choice.
fn overlap(draft: &Draft) -> Option<Setting> {
    if draft.row_kind().id != "charge" {
        return None;
    }
    let words = [
        ("content", "adds rows that are not there yet"),
        ("period", "replaces the vendor’s month"),
    ];
    let word = words
        .iter()
        .find(|(id, _)| *id == draft.overlap)
        .map_or("", |(_, word)| word);
    let choices = words
        .iter()
        .map(|(id, word)| choice(id, word, *id == draft.overlap))
        .collect();
    Some(setting("overlap", "A later file", word.to_owned(), choices))
}

fn source(row: &ShownRow) -> SourceRow {
    let (kind, struck) = match row.kind {
        ShownKind::Preamble => ("above the table", true),
        ShownKind::Header => ("headings", false),
        ShownKind::Data => ("", false),
        ShownKind::Total => ("total", true),
        ShownKind::Heading => ("heading", true),
        ShownKind::Group => ("sum of the rows below", true),
        ShownKind::Footer => ("below the table", true),
    };
    SourceRow {
        number: count(row.number),
        kind: kind.to_owned(),
        struck,
        cells: row.cells.clone(),
    }
}

fn rows(profile: &Profile, brief: u64) -> String {
    if profile.rows > brief {
        format!("The first {} of {} rows", count(brief), count(profile.rows))
    } else {
        format!("All {} rows", count(profile.rows))
    }
}
