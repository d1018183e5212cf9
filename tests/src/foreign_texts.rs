//! Texts of bills that would do something where they are shown: formulas in a spreadsheet, control codes in a terminal.

use serde_json::Value;

use crate::desk::Desk;
use crate::mapping::MAPPING;

/// A bill whose texts are formulas, codes of a terminal, an overriding mark and, once, a line break.
const BILL: &str = "Buchung;Lieferant;Leistung;Betrag EUR
03.09.2026;=1+1;@SUM(A1);1,00
04.09.2026;-2+3;'quoted;-2,50
05.09.2026;Plain;\u{1b}[2J\u{202e}evil;3,00
06.09.2026;Plain;\"two\nlines\";4,00
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("bill.csv", BILL);
    desk.write("ledger.toml", MAPPING);
    desk.json("import bill.csv --mapping ledger.toml");
    desk
}

fn text(desk: &Desk, name: &str) -> String {
    String::from_utf8(desk.bytes(name)).expect("text")
}

#[test]
fn no_cell_of_an_export_is_a_formula_and_focus_reads_back_the_same() {
    let desk = desk();
    for command in ["csv", "focus"] {
        let made = desk.json(&format!("export {command} -o {command}.csv"));
        assert!(made["marked"].as_u64() >= Some(4), "{made}");
        let text = text(&desk, &format!("{command}.csv"));
        for cell in [",'=1+1,", ",'@SUM(A1),", ",'-2+3,", ",''quoted,"] {
            assert!(text.contains(cell), "{cell} is not in {text}");
        }
        for cell in [",=1+1", ",@SUM", ",-2+3"] {
            assert!(!text.contains(cell), "{cell} is in {text}");
        }
        assert!(text.contains(",-2.5"), "numbers stay numbers: {text}");
    }
    desk.run("export csv -o csv.csv")
        .assert_says(0, &["begin like a formula"]);
    desk.json("--book again.counterfoil import focus.csv");
    let rows = |book: &str| -> Value {
        desk.json(&format!("--book {book} spend --by provider,model,day"))["rows"].clone()
    };
    assert_eq!(rows("again.counterfoil"), rows("book.counterfoil"));
}

#[test]
fn json_holds_what_a_terminal_would_obey_in_escapes_only_and_says_the_same() {
    let desk = desk();
    let ran = desk.run("--json spend --by model");
    let odd = |character: char| character != '\n' && character.is_control() || character == '\u{202e}';
    assert!(!ran.stdout.contains(odd), "{:?}", ran.stdout);
    assert!(ran.stdout.contains("\\u202eevil"), "{:?}", ran.stdout);
    let said = ran.json()["rows"].to_string();
    assert!(said.contains("\u{202e}evil"), "it reads as it was: {said:?}");
}

#[test]
fn nothing_of_a_bill_reaches_the_terminal_as_a_command() {
    let desk = desk();
    desk.write("odd\u{1b}[2J.csv", "x");
    let odd = |ran: crate::desk::Ran| {
        let said = format!("{}{}", ran.stdout, ran.stderr);
        let odd = |character: &char| *character != '\n' && character.is_control() || *character == '\u{202e}';
        assert_eq!(said.chars().find(odd), None, "{said:?}");
        said
    };
    let spend = odd(desk.run("spend --by model"));
    assert!(spend.contains("␛[2J\u{fffd}evil"), "{spend}");
    assert!(spend.contains("two␊lines"), "a line is a line: {spend}");
    odd(desk.run("show pareto --by model"));
    odd(desk.run("imports"));
    let inspected = crate::desk::Ran::of("inspect", desk.command("inspect").arg("odd\u{1b}[2J.csv"));
    assert!(odd(inspected).contains("odd␛[2J.csv"));
    let named = crate::desk::Ran::of("import", desk.command("import").arg("none\u{1b}[2J.csv"));
    assert!(odd(named).contains("none␛[2J.csv"));
    let broken = crate::desk::Ran::of("draft", desk.command("mapping draft").arg("none\nSaved.csv"));
    assert!(odd(broken).contains("none\n    Saved.csv"));
}

#[cfg(unix)]
#[test]
fn who_stops_reading_and_a_device_that_is_full_are_no_death() {
    use std::process::{Command, Stdio};
    let desk = desk();
    let program = crate::desk::program();
    let shell = |line: &str| {
        let mut command = Command::new("bash");
        command
            .args(["-o", "pipefail", "-c", line])
            .env("P", &program)
            .current_dir(desk.path(""))
            .stdin(Stdio::null());
        crate::desk::Ran::of(line, &mut command)
    };
    desk.json("report --sections figures -o figures.xlsx");
    for (line, status) in [
        ("spend", 0),
        ("--json inspect bill.csv", 0),
        ("mapping draft bill.csv", 0),
        ("man", 0),
        ("inspect --cells Summary figures.xlsx", 0),
        ("inspect --cells None figures.xlsx", 3),
        ("import none.csv", 3),
    ] {
        let ran = shell(&format!("(sleep 0.2; $P {line}) | true"));
        assert_eq!(ran.status, Some(status), "{line}: {}", ran.stderr);
        assert!(!ran.stderr.contains("roken pipe"), "{line}: {}", ran.stderr);
    }
    for (line, status) in [
        ("$P completions bash | head -c 10 >/dev/null", 0),
        ("$P completions bash >/dev/full", 4),
        ("$P spend >/dev/full", 4),
        ("$P spend --where provider=Nobody 2>/dev/full", 0),
        ("$P spend --from never 2>&-", 2),
    ] {
        let ran = shell(line);
        assert_eq!(ran.status, Some(status), "{line}: {}", ran.stderr);
    }
}
