//! Small files that are named beside the bills: mappings, fixes, scenarios, checks, passwords. Ordinary files of a sensible
//! size only: a device has no end, and a pipe may never begin.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// Far above any such file written by hand or by a program.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The text of such a file.
pub fn text(path: &Path) -> Result<String> {
    read(path).map_err(|detail| Error::unread(path, detail))
}

fn read(path: &Path) -> std::result::Result<String, String> {
    let facts = fs::metadata(path).map_err(|error| error.to_string())?;
    if !facts.is_file() {
        return Err("it is a folder, a device or a pipe, where an ordinary file is needed".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err("it is larger than 16 MB, which no such file is".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "it is no text in UTF-8".to_owned())
}

/// A TOML text as what it is to be; else where and what is wrong with it: `line 6, gain: …`.
pub(crate) fn parsed<T: DeserializeOwned>(text: &str) -> std::result::Result<T, String> {
    toml::from_str(text).map_err(|error| said(text, &error))
}

fn said(text: &str, error: &toml::de::Error) -> String {
    let message = error.message();
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else {
        return message.to_owned();
    };
    let number = before.matches('\n').count();
    let line = text.lines().nth(number).unwrap_or_default();
    let (key, value) = line.split_once('=').unwrap_or_default();
    let place = match key.trim() {
        "" => format!("line {}", number + 1),
        key => format!("line {}, {key}", number + 1),
    };
    let (whole, part) = value.split_once(',').unwrap_or_default();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(whole.trim()) && is_digits(part.trim()) {
        return format!(
            "{place}: a number is written with a point: {}.{}",
            whole.trim(),
            part.trim()
        );
    }
    format!("{place}: {message}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn only_an_ordinary_text_of_a_sensible_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "name = \"ä\"").unwrap();
        assert_eq!(text(&path).unwrap(), "name = \"ä\"");
        let said = |path: &Path| text(path).unwrap_err();
        assert_eq!(said(&folder.path().join("none")).exit_status(), 3);
        assert!(said(folder.path()).message().contains("ordinary file"));
        if cfg!(unix) {
            assert!(said(Path::new("/dev/zero")).message().contains("ordinary file"));
        }
        fs::write(&path, b"\xff").unwrap();
        assert!(said(&path).message().contains("UTF-8"));
        File::create(&path).unwrap().set_len(LARGEST + 1).unwrap();
        assert!(said(&path).message().contains("16 MB"));
    }

    #[test]
    fn what_is_wrong_with_a_text_is_said_with_its_line_and_key() {
        let said = |text: &str| parsed::<BTreeMap<String, f64>>(text).unwrap_err();
        assert_eq!(
            said("a = 1\nb = 0,08\n"),
            "line 2, b: a number is written with a point: 0.08"
        );
        assert!(said("a = 1\nb = \"x\"\n").starts_with("line 2, b: invalid type"));
        assert!(said("a = 1\na = 2\n").starts_with("line 2, a: duplicate key"));
    }
}
