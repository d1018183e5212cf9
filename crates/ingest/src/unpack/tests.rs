//! Files, folders and archives made here and opened.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use sha2::Digest;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(bytes).expect("written");
    gz.finish().expect("a stream")
}

fn one(name: &str, bytes: &[u8]) -> Item {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    open(&[path], &Limits::default()).remove(0)
}

fn open_folder(folder: &Path) -> Vec<Item> {
    open(&[folder.to_owned()], &Limits::default())
}

#[test]
fn a_file_is_what_it_holds_and_not_what_it_is_called() {
    let found = [
        ("a.csv", &b"a,b\n1,2\n"[..], Kind::Csv),
        ("a.csv", b"{\"a\":1}\n{\"a\":2}\n", Kind::Jsonl),
        ("a.csv", b"{\n \"a\": [1,\n", Kind::Json),
        ("a.txt", b"\xff\xfea\0,\0b\0", Kind::Csv),
        ("a.txt", b"a\0,\0b\0\n\0c\0,\0d\0", Kind::Csv),
        ("a.csv", b"[Report],x\n", Kind::Csv),
        ("a.json", b"{\"data\": [{\"amount\": NaN}]}", Kind::Json),
        ("a.json", b"[\n  {\"a\": 1},\n]", Kind::Json),
        (
            "a.csv",
            b"<?xml version=\"1.0\"?><!-- x --><u:CreditNote xmlns:u=\"y\"/>",
            Kind::Ubl,
        ),
        ("a.csv", b"\xef\xbb\xbf<rsm:CrossIndustryInvoice/>", Kind::Cii),
        ("a.csv", b"PAR1\x15", Kind::Parquet),
        ("a.csv", b"junk\n%PDF-1.7", Kind::Pdf),
    ];
    for (name, bytes, kind) in found {
        let item = one(name, bytes);
        assert_eq!(
            (item.kind, item.refused),
            (kind, None),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    let found = [
        (&b""[..], "empty"),
        (b" \n\t", "nothing but blanks"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"<!DOCTYPE html><html><body>", "web page"),
        (b"<r/>", "<r>"),
        (b"PK\x03\x04garbage", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cut off"),
        (b"\x1f\x8bgarbage", "damaged"),
    ];
    for (bytes, reason) in found {
        let refused = one("costs.csv", bytes).refused.expect("refused");
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn a_folder_is_walked_in_order_and_leftovers_are_only_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["b.csv", "a.csv", ".DS_Store", "~$b.xlsx"] {
        fs::write(folder.path().join(name), "x,y\n1,2\n").expect("written");
    }
    let items = open_folder(folder.path());
    let read: Vec<_> = items
        .iter()
        .filter(|item| item.ignored.is_none())
        .map(|item| item.name.as_str())
        .collect();
    assert_eq!(read, ["a.csv", "b.csv"]);
    assert_eq!(items.len(), 4);
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_and_devices_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless.csv")).expect("a link");
    assert!(
        open_folder(folder.path())[0]
            .refused
            .as_ref()
            .is_some_and(|reason| reason.contains("link"))
    );
    let device = &open(&["/dev/zero".into()], &Limits::default())[0];
    assert!(
        device
            .refused
            .as_ref()
            .is_some_and(|reason| reason.contains("device"))
    );
    let missing = &open(&["/nowhere/at all".into()], &Limits::default())[0];
    assert!(missing.refused.is_some());
}

#[test]
fn members_become_items_with_the_hash_of_their_content() {
    let inner = zip(&[("deep.csv", b"a,b\n1,2\n")]);
    let bytes = zip(&[
        ("2026/costs.csv", b"a,b\n1,2\n"),
        ("../../etc/passwd", b"a,b\n1,2\n"),
        ("__MACOSX/._x", b"x"),
        ("inner.zip", &inner),
    ]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.zip");
    fs::write(&path, bytes).expect("written");
    let items = open(&[path], &Limits::default());
    let named: Vec<_> = items
        .iter()
        .map(|item| (item.member.as_deref().unwrap_or(""), item.name.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("2026/costs.csv", "costs.csv"),
            ("../../etc/passwd", "passwd"),
            ("__MACOSX/._x", "._x"),
            ("inner.zip/deep.csv", "deep.csv"),
        ]
    );
    assert!(items[2].ignored.is_some());
    assert_eq!(items[0].sha256, items[3].sha256);
    for item in [&items[0], &items[3]] {
        let mut text = String::new();
        item.content
            .stream()
            .expect("content")
            .read_to_string(&mut text)
            .expect("text");
        assert_eq!(text, "a,b\n1,2\n");
    }
}

#[test]
fn a_compressed_file_of_several_members_is_read_to_its_end() {
    let bytes = [gz(b"a,b\n"), gz(b"1,2\n")].concat();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("costs.csv.gz");
    fs::write(&path, bytes).expect("written");
    let item = open(&[path], &Limits::default()).remove(0);
    assert_eq!(
        (item.kind, item.member.as_deref()),
        (Kind::Csv, Some("costs.csv"))
    );
    let mut text = String::new();
    item.content
        .stream()
        .expect("content")
        .read_to_string(&mut text)
        .expect("text");
    assert_eq!(text, "a,b\n1,2\n");
}

#[test]
fn a_zip_bomb_is_refused_before_anything_reads_it() {
    let bytes = zip(&[("bomb.csv", &vec![b'1'; 80 << 20])]);
    let refused = one("bomb.zip", &bytes).refused.expect("refused");
    assert!(refused.contains("zip bomb"), "{refused}");
    let mut stream = one_kept("bomb.csv.gz", &gz(&vec![b'1'; 80 << 20]));
    assert!(std::io::copy(&mut stream, &mut std::io::sink()).is_err());
}

/// The content of a file that stays there.
fn one_kept(name: &str, bytes: &[u8]) -> Box<dyn Read + Send> {
    let folder = tempfile::tempdir().expect("a folder").keep();
    fs::write(folder.join(name), bytes).expect("written");
    let stream = open(&[folder.join(name)], &Limits::default())[0]
        .content
        .stream()
        .expect("content");
    fs::remove_dir_all(folder).expect("removed");
    stream
}

#[test]
fn an_archive_of_too_many_files_is_refused() {
    let names: Vec<String> = (0..1001).map(|number| format!("{number}.csv")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"a"[..])).collect();
    assert!(
        one("many.zip", &zip(&parts))
            .refused
            .is_some_and(|reason| reason.contains("1001 files"))
    );
}

#[test]
fn what_is_compressed_inside_an_archive_is_read_within_its_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bill.zip");
    let parts = [
        ("bill/a.csv.gz", gz(b"a,b\n1,2\n")),
        ("bill/b.csv.gz", gz(&gz(b"1"))),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    fs::write(&path, zip(&parts)).expect("written");
    let items = open(&[path], &Limits::default());
    let mut text = String::new();
    let mut stream = items[0].content.stream().expect("a stream");
    stream.read_to_string(&mut text).expect("read");
    assert_eq!((items[0].kind, &*text), (Kind::Csv, "a,b\n1,2\n"));
    assert_eq!(items[0].member.as_deref(), Some("bill/a.csv.gz"));
    assert!(
        items[1]
            .refused
            .as_deref()
            .is_some_and(|why| why.contains("another archive"))
    );
}

#[test]
fn members_that_are_compressed_themselves_share_what_the_archive_may_unpack_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bombs.zip");
    let bomb = gz(&vec![b'1'; 1 << 20]);
    let names: Vec<String> = (0..6).map(|at| format!("{at}.csv.gz")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*bomb)).collect();
    fs::write(&path, zip(&parts)).expect("written");
    let limits = Limits {
        inflated: 3 << 20,
        ..Limits::default()
    };
    let items = open(&[path], &limits);
    let refused = items.iter().filter(|item| item.refused.is_some()).count();
    assert!((3..6).contains(&refused), "{refused} of 6 refused");
}

#[test]
fn a_damaged_archive_is_refused_however_its_bytes_are_packed() {
    for method in [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated] {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file("a.csv", options).expect("a member");
        archive
            .write_all(b"day,cost\n2026-09-01,558.1253\n")
            .expect("written");
        let mut bytes = archive.finish().expect("an archive").into_inner();
        assert_eq!(one("a.zip", &bytes).refused, None);
        let at = "a.csv".len() + 30 + 12;
        bytes[at] ^= 1;
        let refused = one("a.zip", &bytes).refused;
        assert!(refused.is_some_and(|why| why.contains("a.csv")), "{method}");
    }
}

#[test]
fn a_member_is_read_wherever_it_says_that_it_lies() {
    for name in ["./a.csv", "dir/./a.csv", "../a.csv", "a/../b.csv"] {
        let item = one("a.zip", &zip(&[(name, b"a,b\n1,2\n")]));
        assert_eq!((item.kind, item.ignored), (Kind::Csv, None), "{name}");
    }
    let item = one("a.zip", &zip(&[("./.hidden/a.csv", b"a,b\n1,2\n")]));
    assert!(item.ignored.is_some());
}

#[test]
fn what_became_of_a_file_since_it_was_looked_at_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.csv");
    fs::write(&path, b"a,b\n1,2\n").expect("written");
    let item = open(std::slice::from_ref(&path), &Limits::default()).remove(0);
    assert_eq!(item.content.since(), Since::Same);
    fs::write(&path, b"a,b\n1,2\n3,4\n").expect("written");
    assert_eq!(item.content.since(), Since::Longer);
    fs::write(&path, b"a,b\n").expect("written");
    assert_eq!(item.content.since(), Since::Other);
    fs::remove_file(&path).expect("removed");
    assert_eq!(item.content.since(), Since::Other);
}

#[test]
fn an_archive_that_is_not_opened_is_called_by_its_name() {
    let mut tar = vec![0; 1024];
    tar[..5].copy_from_slice(b"a.csv");
    tar[257..262].copy_from_slice(b"ustar");
    for (name, bytes) in [
        ("a.tar", tar.clone()),
        ("a.tar.gz", gz(&tar)),
        ("a.rar", b"Rar!\x1a\x07\0".to_vec()),
    ] {
        let refused = one(name, &bytes).refused;
        assert!(
            refused.is_some_and(|why| why.contains("archive, which is not opened")),
            "{name}"
        );
    }
}

/// Lines of a table that is too large to be read for its hash alone.
fn large() -> Vec<u8> {
    b"day,amount\n2026-09-01,1.25\n".repeat(1 << 19)
}

#[test]
fn the_hash_of_a_large_text_is_taken_while_it_is_read_to_its_end() {
    let (folder, bytes) = (tempfile::tempdir().expect("a folder"), large());
    let path = folder.path().join("large.csv");
    fs::write(&path, &bytes).expect("written");
    let open = || open(std::slice::from_ref(&path), &Limits::default()).remove(0);
    let digest = archive::hex(&sha2::Sha256::digest(&bytes));
    let late = |item: &Item| item.content.late.as_ref().expect("it is late").known();

    let item = open();
    assert_eq!((item.bytes, &*item.sha256), (bytes.len() as u64, ""));
    let mut stream = item.content.stream().expect("content");
    stream
        .by_ref()
        .take(1 << 20)
        .read_to_end(&mut Vec::new())
        .expect("bytes");
    assert_eq!(late(&item), None);
    stream.read_to_end(&mut Vec::new()).expect("bytes");
    assert_eq!(late(&item).as_ref(), Some(&digest));

    assert_eq!(open().digest().expect("it is read for it"), digest);
    let item = open().hashed();
    assert_eq!((item.sha256, item.refused), (digest, None));
    let item = open();
    fs::remove_file(&path).expect("removed");
    assert!(
        item.hashed()
            .refused
            .is_some_and(|why| why.contains("cannot be read"))
    );
}

#[test]
fn a_delivery_of_large_parts_has_the_hash_of_their_hashes() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    write("cost-00001.csv", &large());
    write("cost-00002.csv", b"day,amount\n2026-09-02,2\n");
    let whole = open_folder(folder.path()).remove(0);
    assert_eq!((whole.parts.len(), &*whole.sha256), (2, ""));
    let parts = whole
        .parts
        .iter()
        .map(|part| part.digest().expect("it can be read"));
    assert_eq!(whole.digest().expect("it can be read"), digest::of_parts(parts));
}

#[test]
fn files_are_passed_over_all_together_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str| fs::write(folder.path().join(name), b"{}").expect("written");
    let paths = [folder.path().to_owned()];
    let names = |pass: &mut Pass<'_>| {
        let items = passed_over(&paths, pass)?;
        Some(items.into_iter().map(|item| item.name).collect::<Vec<_>>())
    };
    assert_eq!(names(&mut |_| true), None, "an empty folder is told of");
    write("a.jsonl");
    write("b.jsonl");
    assert_eq!(
        names(&mut |_| true),
        Some(vec!["a.jsonl".to_owned(), "b.jsonl".to_owned()])
    );
    let mut asked = 0;
    let mut first_only = |path: &Path| {
        asked += 1;
        path.ends_with("a.jsonl")
    };
    assert_eq!(names(&mut first_only), None);
    assert_eq!(asked, 2);
    write(".hidden");
    assert_eq!(names(&mut |_| true), None, "what is left out is told of");
}

#[test]
fn books_in_a_folder_are_no_bills_and_one_that_is_named_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut head = [0; 100];
    head[..16].copy_from_slice(b"SQLite format 3\0");
    head[68..72].copy_from_slice(b"Cntf");
    for name in ["book.counterfoil", "kept", "book.backup-v3-2"] {
        std::fs::write(folder.path().join(name), head).unwrap();
        std::fs::write(folder.path().join(format!("{name}-wal")), "").unwrap();
    }
    head[68] = b'X';
    std::fs::write(folder.path().join("other.counterfoil"), head).unwrap();
    std::fs::write(folder.path().join("bill.csv"), "a,b\n1,2\n").unwrap();
    let items = open(&[folder.path().to_owned()], &Limits::default());
    let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["bill.csv", "other.counterfoil"]);
    let book = open(&[folder.path().join("book.counterfoil")], &Limits::default());
    assert_eq!(book.len(), 1);
}
