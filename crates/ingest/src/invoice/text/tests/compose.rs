//! Writes small PDFs: texts at places, in Helvetica, and texts in other letters than its own by what its codes mean.

/// A text at a place: left, distance from the top, size.
pub(super) type Mark<'t> = (f64, f64, f64, &'t str);

/// The bytes of a PDF with one page for each list of texts, in Helvetica.
pub(in crate::invoice) fn pdf(pages: &[Vec<Mark<'_>>]) -> Vec<u8> {
    turned_pdf(pages, 0)
}

/// The same with pages that are shown turned by some degrees.
pub(super) fn turned_pdf(pages: &[Vec<Mark<'_>>], degrees: u16) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")).into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let foreign = foreign(pages);
    let font = 4 + 2 * pages.len();
    for (number, page) in pages.iter().enumerate() {
        let content = content(page, &foreign);
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {degrees}/Resources<</Font<</F1 3 0 R/F2 {font} 0 R>>>>/Contents {} 0 R>>",
                5 + 2 * number
            )
            .into_bytes(),
        );
        objects.push(stream(&content));
    }
    objects.push(
        format!(
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode {} 0 R>>",
            font + 1
        )
        .into_bytes(),
    );
    objects.push(stream(meanings(&foreign).as_bytes()));
    file(&objects)
}

/// A page in a font of the viewer's own, whose codes only a well-known encoding such as `UniJIS-UCS2-H` tells.
pub(super) fn unembedded_pdf(page: &[Mark<'_>], (collection, encoding): (&str, &str)) -> Vec<u8> {
    let text = |(left, top, size, text): &Mark<'_>| {
        let codes: Vec<String> = text.encode_utf16().map(|code| format!("{code:04x}")).collect();
        format!(
            "BT /F1 {size} Tf 1 0 0 1 {left} {} Tm <{}> Tj ET\n",
            842.0 - top,
            codes.concat()
        )
    };
    let content: String = page.iter().map(text).collect();
    let descendant = format!(
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Other/CIDSystemInfo<</Registry(Adobe)/Ordering({collection})/Supplement 2>>/DW 1000>>"
    );
    let font = format!(
        "<</Type/Font/Subtype/Type0/BaseFont/Other/Encoding/{encoding}/DescendantFonts[{descendant}]>>"
    );
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>";
    file(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>".to_vec(),
        font.into_bytes(),
        page.as_bytes().to_vec(),
        stream(content.as_bytes()),
    ])
}

fn stream(content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<</Length {}>>stream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    stream
}

/// The letters that Helvetica has no code for; they get those from 161 on.
fn foreign(pages: &[Vec<Mark<'_>>]) -> Vec<char> {
    let letters = pages.iter().flatten().flat_map(|mark| mark.3.chars());
    let mut foreign: Vec<char> = letters.filter(|letter| is_foreign(*letter)).collect();
    foreign.sort_unstable();
    foreign.dedup();
    foreign
}

fn is_foreign(letter: char) -> bool {
    encoding_rs::WINDOWS_1252
        .encode(letter.encode_utf8(&mut [0; 4]))
        .2
}

/// What each code of a text with such letters means.
fn meanings(foreign: &[char]) -> String {
    let plain = (0x20_u8..0x7f).map(|code| (code, char::from(code)));
    let all = plain.chain((161..).zip(foreign.iter().copied()));
    let lines: Vec<String> = all
        .map(|(code, letter)| format!("<{code:02x}> <{:04x}>", u32::from(letter)))
        .collect();
    let blocks = lines
        .chunks(90)
        .map(|lines| format!("{} beginbfchar\n{}\nendbfchar\n", lines.len(), lines.join("\n")));
    let blocks: String = blocks.collect();
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{blocks}endcmap end end\n"
    )
}

fn content(page: &[Mark<'_>], foreign: &[char]) -> Vec<u8> {
    let mut out = Vec::new();
    for (left, top, size, text) in page {
        let is_foreign = text.chars().any(is_foreign);
        let font = if is_foreign { "F2" } else { "F1" };
        out.extend(format!("BT /{font} {size} Tf 1 0 0 1 {left} {} Tm (", 842.0 - top).into_bytes());
        let code = |letter: char| {
            foreign
                .iter()
                .position(|known| *known == letter)
                .map(|at| 161 + at as u8)
        };
        let bytes: Vec<u8> = if is_foreign {
            text.chars()
                .map(|letter| code(letter).unwrap_or(letter as u8))
                .collect()
        } else {
            encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
        };
        for byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.extend(b") Tj ET\n");
    }
    out
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    out
}

/// The layout of invoices that Stripe writes: OpenAI, Anthropic, Cursor and many more.
pub(super) fn stripe(
    tax: Option<(&'static str, &'static str)>,
    totals: [&'static str; 3],
) -> Vec<Mark<'static>> {
    let mut page = vec![
        (30.0, 50.0, 20.0, "Invoice"),
        (30.0, 80.0, 9.0, "Invoice number"),
        (110.0, 80.0, 9.0, "D4F21C8A-0007"),
        (30.0, 94.0, 9.0, "Date of issue"),
        (110.0, 94.0, 9.0, "September 3, 2026"),
        (30.0, 108.0, 9.0, "Date due"),
        (110.0, 108.0, 9.0, "September 17, 2026"),
        (30.0, 140.0, 9.0, "OpenAI, LLC"),
        (30.0, 154.0, 9.0, "548 Market Street"),
        (30.0, 168.0, 9.0, "San Francisco, California 94104"),
        (220.0, 140.0, 9.0, "Bill to"),
        (220.0, 154.0, 9.0, "Larkfield Systems GmbH"),
        (220.0, 168.0, 9.0, "Hauptstr. 1"),
        (220.0, 182.0, 9.0, "10115 Berlin"),
        (30.0, 230.0, 16.0, "$1,190.00 USD due September 17, 2026"),
        (30.0, 300.0, 8.0, "Description"),
        (330.0, 300.0, 8.0, "Qty"),
        (410.0, 300.0, 8.0, "Unit price"),
        (520.0, 300.0, 8.0, "Amount"),
        (30.0, 320.0, 9.0, "ChatGPT Team Subscription (per seat)"),
        (330.0, 320.0, 9.0, "30"),
        (410.0, 320.0, 9.0, "$30.00"),
        (520.0, 320.0, 9.0, "$900.00"),
        (30.0, 332.0, 8.0, "Sep 3 – Oct 3, 2026"),
        (30.0, 350.0, 9.0, "Remaining time on 5 × ChatGPT Team"),
        (330.0, 350.0, 9.0, "5"),
        (520.0, 350.0, 9.0, "$100.00"),
        (330.0, 400.0, 9.0, "Subtotal"),
        (520.0, 400.0, 9.0, totals[0]),
        (330.0, 430.0, 9.0, "Total"),
        (520.0, 430.0, 9.0, totals[1]),
        (330.0, 445.0, 9.0, "Amount due"),
        (520.0, 445.0, 9.0, totals[2]),
    ];
    if let Some((label, amount)) = tax {
        page.push((330.0, 415.0, 9.0, label));
        page.push((520.0, 415.0, 9.0, amount));
    }
    page
}
