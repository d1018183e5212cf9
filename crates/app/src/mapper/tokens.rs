//! Columns of tokens beside each other: classes that add up, totals that repeat them, and cached tokens within the input.

use ingest::profile::ColumnProfile;

use super::document::Writing;
use super::grid::Grid;
use super::heading::heading;
use super::headings::TOKENS;
use super::target::SPLIT;

/// Where the table says nothing, whether cached tokens are within the input is a guess.
const INSIDE: &str = "Cached tokens are taken to be part of the input, as they are where a heading calls them so. A guess; if \
                      they are not,\n# write tokens = the column of the input alone.";

impl Writing<'_> {
    /// Where the tokens of each class come from, without those that another states as well; and what to say of it.
    pub(super) fn tokens(&self) -> (Vec<(&'static str, String)>, &'static str) {
        let grid = Grid::of(self.profile);
        let place = |target: &str| self.draft.place(target);
        let cached: Vec<usize> = ["tokens-cache-read", "tokens-cache-write"]
            .into_iter()
            .filter_map(place)
            .collect();
        let (inside, remark) = match place("tokens-input") {
            Some(input) => self.within(&grid, input, &cached),
            None => (Vec::new(), ""),
        };
        let classes: Vec<usize> = SPLIT
            .iter()
            .filter_map(|(id, class)| place(id).filter(|_| !class.is_empty()))
            .collect();
        let parts = ["tokens-input", "tokens-output"]
            .into_iter()
            .filter_map(place)
            .count();
        let mut found = Vec::new();
        for (target, class) in SPLIT.iter().filter(|(target, _)| target.starts_with("tokens")) {
            let Some(column) = self.column_of(target) else {
                continue;
            };
            let take = match (*target, place(target)) {
                // What all come to is there already.
                ("tokens", Some(_)) if parts == 2 => continue,
                ("tokens", Some(all)) if !classes.is_empty() && is_whole(&grid, all, &classes) => {
                    self.without(&column, &classes)
                }
                ("tokens-input", _) if !inside.is_empty() => self.without(&column, &inside),
                _ => column,
            };
            found.push((*class, take));
        }
        (found, remark)
    }

    /// A column without others.
    fn without(&self, column: &str, others: &[usize]) -> String {
        format!("{{ column = {column}, minus = {} }}", self.names(others))
    }

    /// The column of all tokens, also where nothing is taken from it.
    fn total_of_tokens(&self) -> Option<usize> {
        let both = || self.draft.targets.iter().zip(&self.profile.columns);
        let is_total = |(target, column): (&String, &ColumnProfile)| {
            target.is_empty()
                && heading(TOKENS.words, &column.name).0 == 3
                && column.numbers.is_mostly_numbers()
        };
        self.draft.place("tokens").or_else(|| both().position(is_total))
    }

    /// The cached tokens that are part of the input: where input and output make the total, or else by their heading.
    fn within(&self, grid: &Grid, input: usize, cached: &[usize]) -> (Vec<usize>, &'static str) {
        let (Some(output), false) = (self.draft.place("tokens-output"), cached.is_empty()) else {
            return (Vec::new(), "");
        };
        if let Some(all) = self.total_of_tokens() {
            if grid.add_up([input, output, all]) {
                return (cached.to_vec(), "");
            }
            let mut parts = cached.to_vec();
            parts.push(output);
            let is_beside = is_whole(grid, all, &[&parts[..], &[input]].concat());
            if is_beside {
                return (Vec::new(), "");
            }
        }
        let is_called = |place: &usize| {
            self.profile.columns[*place]
                .name
                .to_lowercase()
                .contains("cached")
        };
        let called: Vec<usize> = cached.iter().copied().filter(is_called).collect();
        if !called.is_empty() && is_whole(grid, input, &called) {
            return (called, INSIDE);
        }
        (Vec::new(), "")
    }
}

/// Whether no row has more in some columns together than in the one that states all.
fn is_whole(grid: &Grid, all: usize, parts: &[usize]) -> bool {
    let most = |row: usize| parts.iter().filter_map(|part| grid.at(*part, row)).sum::<f64>();
    (0..grid.rows()).all(|row| grid.at(all, row).is_none_or(|all| most(row) <= all + 0.5))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;

    #[track_caller]
    fn tokens(table: &str, expected: &[&str]) {
        let text = document(table);
        let lines: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("tokens = "))
            .collect();
        assert_eq!(lines, expected, "{text}");
        ingest::Mapping::parse("it", &text).expect("it can be read");
    }

    #[test]
    fn a_total_beside_its_classes_is_left_out() {
        for names in [
            "Input tokens,Output tokens,Total tokens",
            "prompt_tokens,completion_tokens,total_tokens",
        ] {
            let names: Vec<&str> = names.split(',').collect();
            let table = format!("Date,Model,{}\n2026-09-03,gpt-5,1000,200,1200\n", names.join(","));
            tokens(
                &table,
                &[&format!("\"{}\"", names[0]), &format!("\"{}\"", names[1])],
            );
        }
        tokens(
            "Date,Model,Total tokens\n2026-09-03,gpt-5,1200\n",
            &["\"Total tokens\""],
        );
        let one =
            "Date,Model,Output tokens,Total tokens\n2026-09-03,gpt-5,200,1200\n2026-09-04,gpt-5,20,120\n";
        tokens(
            one,
            &[
                "{ column = \"Total tokens\", minus = \"Output tokens\" }",
                "\"Output tokens\"",
            ],
        );
    }

    #[test]
    fn columns_of_other_names_are_the_classes_that_they_say() {
        let table = "date,model,input_tokens,output_tokens,cache_creation_input_tokens,cache_read_input_tokens\n\
                     2026-09-01,claude-opus-5,1000,200,300,4000\n";
        tokens(
            table,
            &[
                "\"input_tokens\"",
                "\"output_tokens\"",
                "\"cache_read_input_tokens\"",
                "\"cache_creation_input_tokens\"",
            ],
        );
        assert!(document(table).contains("\"cache-write\""));
        let old = "snapshot_date,model,n_requests,n_context_tokens_total,n_generated_tokens_total\n2026-09-01,gpt-4,12,1000,200\n";
        tokens(
            old,
            &["\"n_context_tokens_total\"", "\"n_generated_tokens_total\""],
        );
        assert!(document(old).contains("\"input\""));
        // Cached tokens alone are no input.
        tokens(
            "date,model,cache_read_input_tokens\n2026-09-01,gpt-4,12\n",
            &["\"cache_read_input_tokens\""],
        );
    }

    #[test]
    fn reasoning_is_part_of_the_output() {
        let table = "Date,Model,Input tokens,Output tokens,Reasoning tokens\n2026-09-03,gpt-5,1000,200,150\n";
        tokens(table, &["\"Input tokens\"", "\"Output tokens\""]);
    }

    #[test]
    fn cached_tokens_are_within_the_input_where_the_total_says_so() {
        let table = |cached: &str, totals: [&str; 2]| {
            format!(
                "Date,Model,Input tokens,{cached},Output tokens,Total tokens\n2026-09-03,gpt-5,1000,400,200,{}\n\
                 2026-09-04,gpt-5,2000,500,300,{}\n",
                totals[0], totals[1]
            )
        };
        let inside = "{ column = \"Input tokens\", minus = \"Cache read tokens\" }";
        tokens(
            &table("Cache read tokens", ["1200", "2300"]),
            &[inside, "\"Output tokens\"", "\"Cache read tokens\""],
        );
        let beside = ["\"Input tokens\"", "\"Output tokens\"", "\"Cached tokens\""];
        tokens(&table("Cached tokens", ["1600", "2800"]), &beside);
        // Without a total their heading says it, as a guess.
        let open = "Date,Model,Input tokens,Cached tokens,Output tokens\n2026-09-03,gpt-5,1000,400,200\n";
        let inside = "{ column = \"Input tokens\", minus = \"Cached tokens\" }";
        tokens(open, &[inside, "\"Output tokens\"", "\"Cached tokens\""]);
        assert!(document(open).contains("A guess"));
        tokens(
            &open.replace("1000", "100"),
            &["\"Input tokens\"", "\"Output tokens\"", "\"Cached tokens\""],
        );
    }
}
