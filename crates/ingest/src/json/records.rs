//! Where the records of a JSON file are that nobody knows, by its shape. Decides nothing about what they mean.

use super::Shape;

/// An object with more members is no record: its keys are data.
const MOST_MEMBERS: usize = 256;

/// Where the records of a JSON file nobody knows are, and their members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Path of the list, such as `data[]`; empty where each line or the document itself is a record.
    pub path: String,
    /// Paths of members, from the record; those of what holds the list begin with `^`.
    pub members: Vec<String>,
}

impl Records {
    /// The path of a member from the root.
    pub fn from_root(&self, member: &str) -> String {
        let (path, member) = match member.strip_prefix('^') {
            Some(member) => (around(&self.path), member),
            None => (self.path.as_str(), member),
        };
        below(path, member)
    }
}

/// A member of what stands at a path, from the root.
fn below(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}

/// The path of what holds a list.
fn around(list: &str) -> &str {
    let outer = list.strip_suffix("[]").unwrap_or(list);
    outer.rfind("[]").map_or("", |at| &outer[..at + 2])
}

impl Shape {
    /// The list of which the elements have the most members of their own, with those of what is around it.
    pub fn records(&self) -> Option<Records> {
        let lists = self.paths.iter().filter(|path| path.ends_with("[]"));
        let all = lists.map(String::as_str).chain([""]);
        let counted = all.map(|path| (self.members(path), path));
        let (members, path) =
            counted.max_by_key(|(members, path)| (members.len(), usize::MAX - path.len()))?;
        let above = if path.is_empty() {
            Vec::new()
        } else {
            self.members(around(path))
        };
        let above = above.into_iter().map(|member| format!("^{member}"));
        let records = Records {
            path: path.to_owned(),
            members: members.iter().cloned().chain(above).collect(),
        };
        (1..=MOST_MEMBERS).contains(&members.len()).then_some(records)
    }

    /// Members that hold a value, below the elements of a list or the root, through no further list.
    fn members(&self, path: &str) -> Vec<String> {
        let own = |found: &String| {
            let member = if path.is_empty() {
                found.as_str()
            } else {
                found.strip_prefix(path)?.strip_prefix('.')?
            };
            let is_own = !member.contains("[]") && !member.contains('$');
            is_own.then(|| member.to_owned())
        };
        let own: Vec<String> = self.paths.iter().filter_map(own).collect();
        let opens = |member: &String| {
            let from_root = below(path, member);
            let inner = |found: &String| {
                found
                    .strip_prefix(&from_root)
                    .is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            self.paths.iter().any(inner)
        };
        own.iter().filter(|member| !opens(member)).cloned().collect()
    }
}
