//! Thresholds: every setting with its value, and what another value would move before it is kept. Arranges only.

use model::capitalised;
use serde_json::Value;
use store::Book;

use super::{Desk, placed};
use crate::view::{Block, Choice, Column, Control, Placed, RowView, TableView};
use crate::{Result, settings, show};

/// Inputs of the route: which setting is looked at, and the value tried.
const SETTING: &str = "setting";
const TRIED: &str = "tried";
/// Entries of a list that are named.
const FEW: usize = 4;

/// The settings of a book, and the one that is being changed.
pub(super) fn blocks(desk: &Desk<'_>) -> Result<Vec<Placed>> {
    let list = settings::list(desk.scope.book)?;
    let all: Vec<Setting> = list["settings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(Setting::of)
        .collect();
    let asked = desk.scope.route.inputs.get(SETTING);
    let chosen = all
        .iter()
        .find(|setting| Some(&setting.key) == asked)
        .or(all.first());
    let mut blocks = Vec::new();
    if let Some(chosen) = chosen {
        let tried = tried(desk, chosen);
        let controls = Block::Controls {
            title: format!("Thresholds, version {}", list["version"]),
            controls: [choose(desk, &all, chosen)]
                .into_iter()
                .chain(chosen.slider(desk.scope.book, &tried)?)
                .collect(),
            actions: Vec::new(),
        };
        blocks.push(placed(6, controls));
        blocks.push(placed(6, Block::Table(effect(desk, chosen, &tried))));
    }
    blocks.push(placed(12, Block::Table(table(&all))));
    Ok(blocks)
}

struct Setting {
    key: String,
    value: Value,
    default: Value,
}

impl Setting {
    fn of(json: &Value) -> Self {
        Self {
            key: json["key"].as_str().unwrap_or_default().to_owned(),
            value: json["value"].clone(),
            default: json["default"].clone(),
        }
    }

    /// `privacy.minimum` as people read it: `Privacy: minimum`; what is on or off is called by its subject.
    fn label(&self) -> String {
        let key = self.key.strip_suffix(".on").unwrap_or(&self.key);
        capitalised(&key.replace('.', ": ").replace('-', " "))
    }

    /// A slider for a number, at most to four times its default and only over what is not refused; words and lists are
    /// set in the terminal.
    fn slider(&self, book: &Book, tried: &str) -> Result<Option<Control>> {
        let Some(default) = self.default.as_f64() else {
            return Ok(None);
        };
        let is_whole = self.default.is_u64() || self.default.is_i64();
        let far = if default <= 0.0 { 10.0 } else { default * 4.0 };
        let step = if is_whole { 1.0 } else { far / 100.0 };
        let most = ((far - default) / step).round() as u32;
        let (min, max) = settings::bounds(book, &self.key, (default, step), most)?;
        Ok(Some(Control::Slider {
            key: TRIED.to_owned(),
            label: self.label(),
            min,
            max,
            step,
            value: tried.parse().unwrap_or(default),
            shown: tried.to_owned(),
            source: format!("now {} · default {}", words(&self.value), words(&self.default)),
        }))
    }
}

/// As it is set in the terminal.
fn text(value: &Value) -> String {
    match value {
        Value::Bool(is_on) => if *is_on { "on" } else { "off" }.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// As people read it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "not set".to_owned(),
        Value::String(text) if text.is_empty() => "not set".to_owned(),
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Array(list) => {
            let first: Vec<String> = list.iter().take(FEW).map(words).collect();
            let more = list.len().saturating_sub(FEW);
            let rest = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("{}{rest}", first.join(", "))
        }
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), show::number),
        other => text(other),
    }
}

/// The value on the slider; that of the book where nothing was moved.
fn tried(desk: &Desk<'_>, setting: &Setting) -> String {
    let tried = desk.scope.route.inputs.get(TRIED);
    let number = tried.filter(|text| setting.value.is_number() && text.parse::<f64>().is_ok());
    number.cloned().unwrap_or_else(|| text(&setting.value))
}

/// Another setting starts from its own value.
fn choose(desk: &Desk<'_>, all: &[Setting], chosen: &Setting) -> Control {
    let go = |setting: &Setting| {
        let mut route = desk.scope.route.clone();
        route.inputs.remove(TRIED);
        route.inputs.insert(SETTING.to_owned(), setting.key.clone());
        route
    };
    let choice = |setting: &Setting| Choice {
        id: setting.key.clone(),
        label: setting.label(),
        selected: setting.key == chosen.key,
        go: Some(go(setting)),
        ..Choice::default()
    };
    Control::Select {
        key: SETTING.to_owned(),
        label: "Setting".to_owned(),
        choices: all.iter().map(choice).collect(),
    }
}

/// What the tried value moves, with the button that keeps it.
fn effect(desk: &Desk<'_>, setting: &Setting, tried: &str) -> TableView {
    let is_same = *tried == text(&setting.value);
    let (lines, can_keep) = if is_same {
        (
            vec!["Move the slider to see which figures another value moves.".to_owned()],
            false,
        )
    } else {
        match settings::effect(desk.scope, &setting.key, tried) {
            Ok(moved) => (settings::effect_text(&moved), true),
            Err(error) => (vec![error.message()], false),
        }
    };
    let mut rows: Vec<RowView> = lines.into_iter().map(|line| show::row(vec![line])).collect();
    if can_keep && !desk.scope.book.is_read_only() {
        rows[0].actions = vec![Choice {
            id: format!("confirm:setting-{}={tried}", setting.key),
            label: "Keep this value".to_owned(),
            ..Choice::default()
        }];
    }
    TableView {
        key: "effect".to_owned(),
        title: format!("{} at {tried}", setting.label()),
        columns: vec![Column {
            key: "moves".to_owned(),
            label: "What moves in the newest period".to_owned(),
            ..Column::default()
        }],
        count: rows.len() as u32,
        rows,
        ..TableView::default()
    }
}

fn table(all: &[Setting]) -> TableView {
    let row = |setting: &Setting| {
        let own = if setting.value == setting.default {
            ""
        } else {
            "yes"
        };
        show::row(vec![
            setting.label(),
            words(&setting.value),
            words(&setting.default),
            own.to_owned(),
        ])
    };
    TableView {
        key: "settings".to_owned(),
        title: "Every setting".to_owned(),
        columns: show::columns(&["Setting", "#Value", "#Default", "Set here"]),
        rows: all.iter().map(row).collect(),
        count: all.len() as u32,
        note: "Each change is a version that results print. What no slider moves is set on the command line."
            .to_owned(),
        ..TableView::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_reads_as_its_subject_and_nothing_as_not_set() {
        let setting =
            |key: &str, value: Value| Setting::of(&serde_json::json!({ "key": key, "value": value }));
        assert_eq!(setting("ranking.on", Value::Bool(false)).label(), "Ranking");
        assert_eq!(
            setting("privacy.minimum", Value::Null).label(),
            "Privacy: minimum"
        );
        assert_eq!(words(&Value::Null), "not set");
        assert_eq!(words(&Value::String(String::new())), "not set");
        assert_eq!(words(&Value::Bool(false)), "off");
    }
}
