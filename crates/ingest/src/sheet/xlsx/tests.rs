//! Both ways of reading against each other: on real workbooks, and on whatever can be written.

use super::*;
use crate::sheet::tests::collection;

fn lines(book: &mut Xlsx) -> Vec<Result<Vec<String>, String>> {
    let sheets = book.sheets();
    let worksheets = sheets.iter().filter(|sheet| sheet.has_cells);
    let read = worksheets.map(|sheet| {
        let mut lines = Vec::new();
        let read = book.rows(&sheet.name, &mut |row| {
            lines.push(format!("{row:?}"));
            ControlFlow::Continue(())
        });
        read.map(|()| lines).map_err(|error| error.to_string())
    });
    read.collect()
}

/// Pieces of a sheet as programs write them, and as hardly any does.
const PIECES: &[&str] = &[
    "<row r=\"1\">",
    "<row r=\"3\" spans=\"1:9\" ht=\"15\">",
    "<row>",
    "<row r=\"7\"/>",
    "<row/>",
    "</row>",
    "</row>",
    "<c r=\"A1\"><v>1</v></c>",
    "<c r=\"C3\" s=\"1\"><v>46086.5</v></c>",
    "<c s=\"1\" r=\"B2\"><v>0.25</v></c>",
    "<c s=\"99\"><v>-0.50</v></c>",
    "<c><v>1e-7</v></c>",
    "<c><v>12345678901234567890</v></c>",
    "<c><v>.5</v></c>",
    "<c><v>007</v></c>",
    "<c><v>text</v></c>",
    "<c t=\"n\"><v></v></c>",
    "<c t=\"n\"><v>x</v></c>",
    "<c t=\"s\"><v>0</v></c>",
    "<c t=\"s\"><v>1</v></c>",
    "<c t=\"s\"><v>9</v></c>",
    "<c t=\"s\"/>",
    "<c r=\"D4\"/>",
    "<c/>",
    "<c t=\"b\"><v>1</v></c>",
    "<c t=\"b\"><v>true</v></c>",
    "<c t=\"e\"><v>#DIV/0!</v></c>",
    "<c t=\"e\"><v>#GETTING_DATA</v></c>",
    "<c t=\"str\"><f>A1&amp;B1</f><v>a &lt; b</v></c>",
    "<c t=\"str\"><f t=\"shared\" si=\"0\"/><v> é </v></c>",
    "<c t=\"str\"><v>_x0041_</v></c>",
    "<c t=\"str\"><v>one\r\ntwo</v></c>",
    "<c t=\"d\"><v>2026-09-01</v></c>",
    "<c t=\"d\"><v>soon</v></c>",
    "<c t=\"inlineStr\"><is><t> in </t></is></c>",
    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> in </t></is></c>",
    "<c t=\"inlineStr\"><is><r><t>i</t></r><r><t>n</t></r></is></c>",
    "<c t=\"inlineStr\"><v>3</v></c>",
    "<c><v>1</v><f>A1</f></c>",
    "<c><f>A1</f></c>",
    "<c><f>A1</f><v/></c>",
    "<c><f>A1</f><v /></c>",
    "<c r=\"E5\" s=\"1\" />",
    "<c><!-- --><v>2</v></c>",
    "<c><v><![CDATA[3]]></v></c>",
    "<c t='b'><v>0</v></c>",
    "<c r=\"b9\"><v>4</v></c>",
    "<c r=\"9\"><v>4</v></c>",
    "<c><extLst/></c>",
    "<c><v>5</c>",
    " \n",
    "<?pi?>",
];

/// A workbook with one sheet of these data.
fn workbook(data: &str) -> Source {
    const SHEET: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    const BOOK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation(BOOK, "xl/workbook.xml")),
        (RELATIONS, relation(SHEET, "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
                .to_owned(),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>shared</t></si><si><t xml:space=\"preserve\"> &amp; kept </t></si></sst>".to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{data}</sheetData></worksheet>"),
        ),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default())
            .expect("a part");
        out.write_all(text.as_bytes()).expect("in memory");
    }
    out.finish().expect("an archive").into_inner().into()
}

proptest::proptest! {
    #[test]
    fn both_ways_of_reading_agree_on_whatever_is_written(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24),
        is_in_row: bool,
    ) {
        let data = pieces.concat();
        let data = if is_in_row { format!("<row r=\"2\">{data}</row>") } else { data };
        // A formula at a place where another cell stands, too, is of either; rows within rows have such places.
        let has_row_in_row = is_in_row && pieces.iter().any(|piece| piece.starts_with("<row"));
        proptest::prop_assume!(!(data.contains("<f>") && (data.contains("r=\"A1\"") || has_row_in_row)));
        let open = || Xlsx::open(Package::open(workbook(&data)).expect("a package")).expect("a workbook");
        let (mut one, mut other) = (open(), open());
        proptest::prop_assert!(one.plain.take().is_some());
        proptest::prop_assert_eq!(lines(&mut one), lines(&mut other), "{}", data);
    }
}

#[test]
fn both_ways_of_reading_find_the_same_cells() {
    let (mut books, mut plain) = (0, 0);
    for folder in ["spreadsheets", "spreadsheets-hostile"]
        .into_iter()
        .filter_map(collection)
    {
        let files = walkdir::WalkDir::new(folder).into_iter().flatten();
        for file in files.filter(|file| file.path().extension().is_some_and(|end| end == "xlsx")) {
            let open = || {
                let source = Source::from(std::fs::read(file.path()).expect("a file"));
                Xlsx::open(Package::open(source).ok()?).ok()
            };
            let Some((mut one, mut other)) = open().zip(open()) else {
                continue;
            };
            books += 1;
            plain += usize::from(other.plain.is_some());
            one.plain = None;
            assert_eq!(lines(&mut one), lines(&mut other), "{}", file.path().display());
        }
    }
    assert!(books == 0 || plain * 2 > books, "{plain} of {books} are plain");
}
