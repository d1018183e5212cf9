//! Documents of the user's own: the examples of docs/documents.md are kept, shown, used and removed as written.

use crate::desk::Desk;

/// Kind and text of each example, in the order of the page.
fn examples() -> Vec<(String, String)> {
    let page = include_str!("../../docs/documents.md").replace("\r\n", "\n");
    let sections = page.split("\n## ").skip(1).map(|section| {
        let kind = section.lines().next().expect("a heading").to_owned();
        let code = section.split("```toml\n").nth(1).expect("an example");
        (kind, code.split("```").next().expect("its end").to_owned())
    });
    sections.collect()
}

#[test]
fn every_example_of_the_page_is_kept_shown_and_removed() {
    let desk = Desk::new();
    desk.run("sample").assert_says(0, &["sample.counterfoil"]);
    let examples = examples();
    assert_eq!(examples.len(), 5);
    for (kind, text) in &examples {
        desk.write("example.toml", text);
        let run = |action: &str| desk.json(&format!("--book sample.counterfoil {kind} {action}"));
        run("set example.toml");
        desk.write("example.json", run("list").to_string());
        assert!(
            !run("list")[kind].as_array().expect("a list").is_empty(),
            "{kind}"
        );
    }
    let evidence = desk.run("--book sample.counterfoil show rubric --json");
    evidence.assert_says(0, &["Claims"]);
    desk.run("--book sample.counterfoil opportunities remove nothing")
        .assert_says(2, &["nothing"]);
}

#[test]
fn what_a_document_gets_wrong_is_said_and_nothing_is_kept() {
    let desk = Desk::new();
    desk.run("sample").assert_says(0, &["sample.counterfoil"]);
    let all = examples();
    let of = |kind: &str| {
        all.iter()
            .find(|(id, _)| id == kind)
            .expect("an example")
            .1
            .clone()
    };
    let own = of("opportunities").replace("scored-by = \"Finance\"", "scored-by = \"Claims\"");
    let cases = [
        ("opportunities", own, "its own requester"),
        (
            "phases",
            of("phases").replace("owner = \"Finance\"", "owner = \"\""),
            "owner",
        ),
        (
            "assessments",
            of("assessments").replace("Fluency", "Poetry"),
            "Poetry",
        ),
        (
            "evidence",
            of("evidence").replace("Person 1", "nobody@example.com"),
            "nobody@example.com",
        ),
        ("phases", "colour = \"red\"".to_owned(), "docs/documents.md"),
    ];
    for (kind, text, says) in cases {
        desk.write("wrong.toml", text);
        desk.run(&format!("--book sample.counterfoil {kind} set wrong.toml"))
            .assert_says(2, &[says]);
    }
}
