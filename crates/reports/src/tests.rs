//! What the tests of both formats share: the demo report, and one whose texts would like to be code.

#[path = "../examples/demo/report.rs"]
pub(crate) mod demo;

use charts::Sample;

use crate::{MethodNote, Report, Section};

/// What files may hold.
pub(crate) const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"] #import \"x.typ\": *",
    "#read(\"/etc/passwd\") $x^2$ *bold* _it_ `raw` @ref <label> // no comment",
    "קבוצת תביעות 2026 (north) وحدة المطالبات",
    "a\u{202e}gnp.exe\u{0} \u{2066}b",
    "=HYPERLINK(\"http-like\")",
    "DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrt",
    "",
];

/// The demo report with a hostile text wherever a text may stand.
pub(crate) fn hostile() -> Report {
    let all = || HOSTILE.map(str::to_owned).to_vec();
    let mut report = demo::demo();
    report.title = HOSTILE[0].to_owned();
    report.book = HOSTILE[1].to_owned();
    report.period = HOSTILE[2].to_owned();
    report.currency_note = HOSTILE[6].to_owned();
    report.filters = all();
    report.hidden_note = Some(HOSTILE[3].to_owned());
    report.method[0].notes = all();
    report.method[0].formula = HOSTILE[6].repeat(3);
    HOSTILE[4].clone_into(&mut report.sources[0].file);
    report.sections.push(Section::Text {
        title: HOSTILE[3].to_owned(),
        paragraphs: all(),
    });
    report.sections.push(Section::Chart {
        name: HOSTILE[3].to_owned(),
        drawing: Box::new(demo::drawing("pareto", Sample::Names)),
        with_table: true,
    });
    let mut table = demo::charges(3);
    table.rows.push(all());
    table.rows.push(Vec::new());
    table.title = HOSTILE[2].to_owned();
    report.sections.push(Section::Table(table));
    report
}

#[test]
fn of_is_said_of_shares_only() {
    let said =
        |explanation: metrics::Explanation| MethodNote::explained("Worth", &explanation).notes[0].clone();
    let bare = || metrics::Explanation::new("", "");
    assert_eq!(said(bare().rate(&"3", &"4")), "3 of 4.");
    assert_eq!(
        said(bare().ratio(&"300,146.58", &"187,793.39")),
        "300,146.58 ÷ 187,793.39."
    );
}
