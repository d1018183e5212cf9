//! Which columns a document looks at. Decides nothing about them.

use super::document::Document;
use super::field::Field;
use super::header::Header;
use super::parts::{History, Skip};
use super::rule::Rule;
use super::take::Condition;

impl Document {
    /// Every column a fact may come from.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let fields = self.columns_of(|_| true);
        fields.chain(self.key.iter().flat_map(|names| &names.0))
    }

    /// The columns that some fields come from.
    pub(crate) fn columns_of(&self, which: impl Fn(Field) -> bool) -> impl Iterator<Item = &String> {
        let fields = self.blocks().flat_map(|(_, block)| &block.fields);
        let fields = fields.filter(move |(field, _)| which(**field));
        fields.flat_map(|(_, take)| take.columns())
    }

    /// Columns that the scope names: `{=account_id}`.
    pub fn scope_columns(&self) -> impl Iterator<Item = &str> {
        let parts = self.scope.split("{=").skip(1);
        parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }

    /// Fields of a fact that the scope names: `{account}`, and `provider` of `{=Column|provider}`; of `{=Column|}` none.
    pub(super) fn scope_fields(&self) -> impl Iterator<Item = &str> {
        let parts = self.scope.split('{').skip(1);
        let named = parts.filter_map(|part| part.split_once('}').map(|(name, _)| name));
        named.filter_map(|name| match name.strip_prefix('=') {
            Some(column) => column
                .split_once('|')
                .map(|(_, field)| field)
                .filter(|field| !field.is_empty()),
            None => Some(name),
        })
    }

    /// Every column that rules or facts look at, once: what is read of a JSON file.
    pub fn every_column(&self) -> Vec<String> {
        let rules = self
            .skip
            .iter()
            .map(|skip| &skip.when)
            .chain(self.note.iter().map(|note| &note.when));
        let rules = rules
            .chain(self.provisional.as_ref())
            .chain(self.prefer.as_ref())
            .chain(self.blocks().map(|(_, block)| &block.when));
        let tested = rules.flat_map(|when| &when.0).flat_map(Condition::columns);
        let deciding = self.keep_largest.iter().flat_map(|names| &names.0);
        let before = self.newest.0.iter().chain(&self.made.0).chain(&self.carry.0);
        let history = self.history.iter().flat_map(History::columns);
        let all = self
            .columns()
            .chain(tested)
            .chain(deciding)
            .chain(before)
            .chain(history);
        let mut columns: Vec<&str> = all.map(String::as_str).chain(self.scope_columns()).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.into_iter().map(str::to_owned).collect()
    }

    /// Why a table with such a header must not be read, if so.
    pub(crate) fn refuses(&self, columns: &[String], file: &str) -> Option<&str> {
        let header = Header::new(columns, self.header);
        let forbids = |refuse: &&Skip| Rule::place(&refuse.when, &header, file).always();
        self.refuse
            .iter()
            .find(forbids)
            .map(|refuse| refuse.reason.as_str())
    }

    /// Rows of a table that are left out.
    pub(crate) fn skips(&self, columns: &[String]) -> Vec<Rule> {
        let header = Header::new(columns, self.header);
        let skips = self.skip.iter();
        skips.map(|skip| Rule::place(&skip.when, &header, "")).collect()
    }

    /// Whether facts name people.
    pub fn names_people(&self) -> bool {
        let named = [Field::PersonId, Field::Email, Field::Employee];
        self.blocks()
            .any(|(_, block)| named.iter().any(|field| block.fields.contains_key(field)))
    }
}
