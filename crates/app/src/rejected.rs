//! What was odd in an import, as a CSV file with the reason beside each place: to be mended where it came from.

use model::{Problem, Severity, as_text_cell};

const HEAD: &[&str] = &[
    "file", "sheet", "row", "column", "value", "severity", "reason", "hint",
];

/// The file. Cells that a spreadsheet would take for a formula are kept as text.
pub(crate) fn csv(file: &str, problems: &[Problem]) -> String {
    let head = HEAD.iter().map(|cell| (*cell).to_owned()).collect();
    let rows = problems.iter().map(|problem| cells(file, problem));
    std::iter::once(head)
        .chain(rows)
        .map(|row: Vec<String>| line(&row))
        .collect()
}

fn cells(file: &str, problem: &Problem) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    vec![
        file.to_owned(),
        text(&problem.place.sheet),
        problem.place.row.map(|row| row.to_string()).unwrap_or_default(),
        text(&problem.place.column),
        text(&problem.value),
        severity.to_owned(),
        problem.what.clone(),
        text(&problem.hint),
    ]
}

fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    quoted.join(",") + "\r\n"
}

fn quoted(cell: &str) -> String {
    let safe = as_text_cell(cell);
    if safe.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", safe.replace('"', "\"\""));
    }
    safe.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_values_and_reasons_are_there_and_no_cell_is_a_formula() {
        let problem = |value: &str| {
            Problem::new(Severity::Error, "this is no number")
                .row(7)
                .column("Cost, net")
                .value(value)
                .hint("mend it")
        };
        let text = csv("a.csv", &[problem("=1+1"), problem("-5"), problem("say \"x\"")]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "file,sheet,row,column,value,severity,reason,hint");
        assert_eq!(
            lines[1],
            "a.csv,,7,\"Cost, net\",'=1+1,error,this is no number,mend it"
        );
        assert!(lines[2].contains(",-5,"), "{text}");
        assert!(lines[3].contains("\"say \"\"x\"\"\""), "{text}");
    }
}
