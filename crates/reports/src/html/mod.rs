//! The report as one HTML file that needs nothing else: styles, fonts and charts are inside, scripts are absent and
//! forbidden by its own content policy. The frame follows the reader's light or dark; charts stay light.

mod escape;
mod section;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use self::escape::Text;
use crate::report::{MethodNote, Report, Source};

const STYLE: &str = include_str!("../../templates/report.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

const METHOD: &str = "How the figures came about";

/// The report as one self-contained HTML file.
pub fn html(report: &Report) -> String {
    let mut out = String::with_capacity(600_000);
    opening(&mut out, report);
    cover(&mut out, report);
    out.push_str("<main>\n");
    for (at, section) in report.sections.iter().enumerate() {
        section::write(&mut out, section, at);
    }
    method(&mut out, report);
    sources(&mut out, &report.sources);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn opening(out: &mut String, report: &Report) {
    _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Counterfoil\">\n<meta name=\"date\" content=\"{}\">\n\
         <title>{} · {}</title>\n<style>\n{}{}{STYLE}</style>\n</head>\n<body>\n",
        report.generated_on,
        Text(&report.title),
        Text(&report.book),
        faces(),
        charts::theme::css(),
    );
}

/// The bundled fonts, inside the file.
fn faces() -> String {
    let face = |(weight, bytes): (u32, &[u8])| {
        let data = BASE64_STANDARD.encode(bytes);
        format!(
            "@font-face {{ font-family: {}; font-weight: {weight}; src: url(data:font/ttf;base64,{data}); }}\n",
            charts::font::FAMILY
        )
    };
    [(400, charts::font::REGULAR), (600, charts::font::SEMIBOLD)]
        .map(face)
        .concat()
}

fn cover(out: &mut String, report: &Report) {
    _ = write!(
        out,
        "<header>\n<p class=\"book\">{}</p>\n<h1>{}</h1>\n<p class=\"period\">{}</p>\n",
        Text(&report.book),
        Text(&report.title),
        Text(&report.period)
    );
    if report.is_sample {
        out.push_str(
            "<p class=\"note\"><strong class=\"sample\">SAMPLE</strong> \
             Figures of the sample book; they describe no real company.</p>\n",
        );
    }
    out.push_str("<dl>\n");
    fact(out, "Money", &report.currency_note);
    match report.filters.as_slice() {
        [] => fact(out, "Filters", "None: the whole book"),
        filters => fact(out, "Filters", &filters.join("\n")),
    }
    fact(
        out,
        "Not shown",
        report.hidden_note.as_deref().unwrap_or_default(),
    );
    let day = charts::format::date(report.generated_on, &report.locale);
    fact(out, "Prepared by", &report.prepared_by);
    fact(out, "Made on", &format!("{day}, offline, by Counterfoil"));
    out.push_str("</dl>\n</header>\n");
    contents(out, report);
}

fn fact(out: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Text(text));
    }
}

fn contents(out: &mut String, report: &Report) {
    let titles = report.sections.iter().enumerate();
    let mut entries: Vec<(String, &str)> = titles
        .map(|(at, section)| (format!("s{at}"), section.title()))
        .filter(|(_, title)| !title.is_empty())
        .collect();
    if has_method(report) {
        entries.push(("method".to_owned(), METHOD));
    }
    if !report.sources.is_empty() {
        entries.push(("sources".to_owned(), "Sources"));
    }
    if entries.len() < 4 {
        return;
    }
    out.push_str("<nav aria-label=\"Contents\">\n<ol>\n");
    for (id, title) in entries {
        _ = writeln!(out, "<li><a href=\"#{id}\">{}</a></li>", Text(title));
    }
    out.push_str("</ol>\n</nav>\n");
}

fn has_method(report: &Report) -> bool {
    !report.method.is_empty() || report.hidden_note.is_some()
}

fn method(out: &mut String, report: &Report) {
    if !has_method(report) {
        return;
    }
    _ = writeln!(out, "<section id=\"method\">\n<h2>{METHOD}</h2>");
    if let Some(note) = &report.hidden_note {
        _ = writeln!(out, "<p>{}</p>", Text(note));
    }
    for note in &report.method {
        method_note(out, note);
    }
    out.push_str("</section>\n");
}

fn method_note(out: &mut String, note: &MethodNote) {
    _ = write!(
        out,
        "<article>\n<h3>{}</h3>\n<p>{}</p>\n",
        Text(&note.name),
        Text(&note.what)
    );
    if !note.formula.is_empty() {
        _ = writeln!(out, "<p class=\"formula\">{}</p>", Text(&note.formula));
    }
    if !note.coverage.is_empty() {
        _ = writeln!(out, "<p class=\"note\">Rests on {}.</p>", Text(&note.coverage));
    }
    if !note.notes.is_empty() {
        let remarks: Vec<String> = note
            .notes
            .iter()
            .map(|remark| format!("<li>{}</li>", Text(remark)))
            .collect();
        _ = writeln!(out, "<ul>{}</ul>", remarks.concat());
    }
    out.push_str("</article>\n");
}

fn sources(out: &mut String, sources: &[Source]) {
    if sources.is_empty() {
        return;
    }
    out.push_str(
        "<section id=\"sources\">\n<h2>Sources</h2>\n<p class=\"note\">Every figure comes from these files. \
         A file whose SHA-256 differs is another file.</p>\n<div class=\"scroll\">\n<table>\n\
         <caption>Sources</caption>\n<thead>\n<tr><th scope=\"col\">File and SHA-256</th>\
         <th scope=\"col\">Read as</th><th scope=\"col\" class=\"n\">Rows</th>\
         <th scope=\"col\">Imported</th></tr>\n</thead>\n<tbody>\n",
    );
    for source in sources {
        _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}<br><code>{}</code></th><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            Text(&source.file),
            Text(&source.sha256),
            Text(&source.format),
            Text(&source.rows),
            Text(&source.imported)
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}
