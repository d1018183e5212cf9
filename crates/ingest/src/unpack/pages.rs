//! Pages of one answer of an interface, told by their names: `seats-page1.json`, `seats-page2.json`.

use super::{Item, Kind};

/// What stands before the number of a page, longest first.
const WORDS: &[&str] = &["page", "pg", "p"];

/// The kind and name of a file without the number of its page, and the number.
pub(super) fn paged(item: &Item) -> Option<(String, u64)> {
    let is_json = matches!(item.kind, Kind::Json | Kind::Jsonl);
    let (stem, number) = is_json.then(|| numbered(&item.name)).flatten()?;
    Some((format!("{} {stem}", item.kind.id()), number))
}

/// A name without the number of its page, and the number.
fn numbered(name: &str) -> Option<(String, u64)> {
    let lower = name.to_lowercase();
    let number = |word: &str, at: usize| {
        let behind = at + word.len();
        // `p2`, but `page2`, `page-2` and `page 2`.
        let gap = usize::from(word.len() > 1 && lower[behind..].starts_with(['-', '_', ' ']));
        let from = behind + gap;
        let to = from + lower[from..].bytes().take_while(u8::is_ascii_digit).count();
        let is_free = !lower[..at].ends_with(char::is_alphanumeric)
            && !lower[to..].starts_with(char::is_alphanumeric)
            && (1..=4).contains(&(to - from));
        is_free.then_some((from, to))
    };
    let found = |word: &&str| lower.match_indices(*word).find_map(|(at, _)| number(word, at));
    let (from, to) = WORDS.iter().find_map(found)?;
    let count = lower[from..to].parse().ok()?;
    Some((format!("{}#{}", &lower[..from], &lower[to..]), count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_page_is_told_from_other_numbers() {
        for (name, found) in [
            ("seats-page1.json", Some(("seats-page#.json", 1))),
            ("Seats Page 12.json", Some(("seats page #.json", 12))),
            ("page_0_of_3.json", Some(("page_#_of_3.json", 0))),
            ("users-p2.json", Some(("users-p#.json", 2))),
            ("users.pg-02.json", Some(("users.pg-#.json", 2))),
            ("users-p-2.json", None),
            ("homepage1.json", None),
            ("step2.json", None),
            ("seats-1.json", None),
            ("p2p.json", None),
            ("page-2026-08.json", Some(("page-#-08.json", 2026))),
            ("page 12345.json", None),
        ] {
            let found = found.map(|(stem, number)| (stem.to_owned(), number));
            assert_eq!(numbered(name), found, "{name}");
        }
    }
}
