//! Columns whose blank cells mean: as in the row above. Proposed where a value stands in the first row of its group alone.

use ingest::profile::Profile;

use super::document::{Writing, quoted};
use super::sides::holds_balance;

/// Targets that can stand once for several rows.
const GROUPS: &[&str] = &["provider", "service", "tool", "project", "account", "cost-centre"];

impl Writing<'_> {
    /// The line that says which columns these are; a guess.
    pub(super) fn carried(&self) -> String {
        // A member that JSON has not is none.
        if self.profile.json.is_some() {
            return String::new();
        }
        let places = GROUPS.iter().filter_map(|target| self.draft.place(target));
        let groups = places.filter(|place| stands_once(self.profile, *place));
        let names: Vec<String> = groups
            .map(|place| quoted(&self.profile.columns[place].name))
            .collect();
        if names.is_empty() {
            return String::new();
        }
        format!(
            "# A blank cell there is taken to mean: as in the row above. A guess; if it is not so, take the line out.\n\
             carry = [{}]\n",
            names.join(", ")
        )
    }
}

/// Whether the first row is filled, no value stands twice, and at least as many cells are blank; and nothing else says
/// what the rows are, as those of an account with its balance.
fn stands_once(profile: &Profile, place: usize) -> bool {
    let column = &profile.columns[place];
    if column.empty < column.filled() || profile.columns.iter().any(holds_balance) {
        return false;
    }
    let data = profile.data();
    let cells: Vec<&str> = data
        .map(|row| row.cells.get(place).map_or("", String::as_str))
        .collect();
    let mut filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let (count, first) = (filled.len(), cells.first().is_some_and(|cell| !cell.is_empty()));
    filled.sort_unstable();
    filled.dedup();
    first && count == filled.len()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    #[test]
    fn a_vendor_that_stands_once_for_its_rows_is_carried() {
        let text = document(
            "Vendor,Month,Amount\nOpenAI,2026-07,1.50\n,2026-08,2.50\nAnthropic,2026-07,3.50\n,2026-08,1.00\n",
        );
        assert!(text.contains("carry = [\"Vendor\"]"), "{text}");
        ingest::Mapping::parse("it", &text).expect("it can be read");
        for other in [
            "OpenAI,2026-07,1.50\nOpenAI,2026-08,2.50\n,2026-07,3.50\n,2026-08,1.00\n",
            ",2026-07,1.50\nOpenAI,2026-08,2.50\n,2026-07,3.50\n",
            "OpenAI,2026-07,1.50\n,2026-08,2.50\nFigma,2026-08,2.50\n",
        ] {
            let text = document(&format!("Vendor,Month,Amount\n{other}"));
            assert!(!text.contains("carry"), "{text}");
        }
    }

    #[test]
    fn nothing_is_carried_through_the_rows_of_an_account() {
        let table = "Date,Vendor,Amount,Balance\n2026-07-01,OpenAI,-1.50,9.00\n2026-07-02,,-2.50,6.50\n";
        assert!(!document(table).contains("carry"), "{}", document(table));
    }

    #[test]
    fn a_column_without_a_heading_is_named_by_its_place() {
        let text = document(",Jul 2026,Aug 2026,Total\nOpenAI,1.50,2.50,4.00\nAnthropic,5.00,5.50,10.50\n");
        assert!(text.contains("keep = [\"Column 1\"]"), "{text}");
        assert!(text.contains("provider = \"Column 1\""), "{text}");
    }
}
