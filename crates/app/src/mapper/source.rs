//! Where a field of a mapping document comes from: a column, or the same for every row.

use super::document::{Writing, quoted};

impl Writing<'_> {
    /// Where a target comes from.
    pub(super) fn take(&self, target: &str) -> Option<String> {
        let fixed = || {
            let value = self.draft.fixed.get(target)?;
            Some(format!("{{ value = {} }}", quoted(value)))
        };
        self.column_of(target).or_else(fixed)
    }

    /// The column of a target, quoted.
    pub(super) fn column_of(&self, target: &str) -> Option<String> {
        let is_turned = |given: &str| !target.is_empty() && given == target;
        if is_turned(&self.draft.heading) {
            return Some(quoted("@column"));
        }
        if is_turned(&self.draft.value) {
            return Some(quoted("@value"));
        }
        self.draft.place(target).map(|place| self.name(place))
    }

    fn name(&self, place: usize) -> String {
        quoted(&self.profile.columns[place].name)
    }
}
