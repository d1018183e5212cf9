//! Small files that are named beside the bills: mappings, fixes, scenarios, checks, passwords. Ordinary files of a sensible
//! size only: a device has no end, and a pipe may never begin.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

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

#[cfg(test)]
mod tests {
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
}
