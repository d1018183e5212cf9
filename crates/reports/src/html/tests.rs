use crate::html;
use crate::tests::{demo, hostile};

#[test]
fn the_file_asks_for_nothing_and_runs_nothing() {
    let page = html(&demo::demo());
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    for banned in [
        "http:",
        "https:",
        "<script",
        "<link",
        "<iframe",
        "<object",
        "@import",
        "javascript:",
        " onload",
    ] {
        assert!(!outside.contains(banned), "{banned}");
    }
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"));
    assert!(page.len() < 1_500_000, "{}", page.len());
}

#[test]
fn hostile_texts_are_text() {
    let page = html(&hostile());
    assert!(!page.contains("<script"), "no tag from a text");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("&quot;] #import &quot;x.typ&quot;: *"));
    assert!(page.contains("קבוצת תביעות"));
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn every_tag_that_opens_closes() {
    let page = html(&hostile());
    for tag in [
        "section", "table", "tbody", "thead", "tr", "td", "th", "dl", "dd", "p", "h2", "div", "article",
        "svg",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn every_table_has_a_caption_and_heads_with_a_scope() {
    let page = html(&demo::demo());
    assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
    let heads = page.matches("<th ").count() + page.matches("<th>").count();
    assert!(heads > 20);
    assert_eq!(heads, page.matches("<th scope=").count());
}

#[test]
fn the_sample_is_marked_and_a_real_book_is_not() {
    let mut report = demo::demo();
    assert!(html(&report).contains(">SAMPLE<"));
    report.is_sample = false;
    assert!(!html(&report).contains("SAMPLE"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(html(&demo::demo()) == html(&demo::demo()));
}
