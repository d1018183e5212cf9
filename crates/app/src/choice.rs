//! What a user says about one file: from the texts of a window to what the worker is told. Reads no file.

use ingest::formats::{Dates, Decimals};
use ingest::invoice::Confirmed;
use ingest::{Delimiter, Fixes, Reading};
use model::Currency;

use crate::import::ChoiceText;
use crate::view::FileChange;
use crate::{Error, Result, ask};

/// What is said, with a change. What the change leaves out stays; an empty text takes back what was said.
pub(crate) fn changed(said: &ChoiceText, change: &FileChange) -> Result<ChoiceText> {
    let mut said = said.clone();
    set(&mut said.format, change.format.as_deref(), text)?;
    set(&mut said.mapping, change.mapping.as_deref(), text)?;
    set(&mut said.period, change.period.as_deref(), ask::spoken_period)?;
    set(&mut said.currency, change.currency.as_deref(), currency)?;
    set(&mut said.password, change.password.as_deref(), text)?;
    let reading = &mut said.reading;
    set(&mut reading.dates, change.dates.as_deref(), dates)?;
    set(&mut reading.decimal, change.decimal.as_deref(), decimal)?;
    set(&mut reading.encoding, change.encoding.as_deref(), encoding)?;
    set(&mut reading.delimiter, change.delimiter.as_deref(), delimiter)?;
    set(&mut reading.header_row, change.header.as_deref(), row)?;
    set(&mut reading.sheet, change.sheet.as_deref(), text)?;
    set(&mut reading.account, change.account.as_deref(), account)?;
    if let Some(count) = &change.count {
        said.count_invoices = count == "yes";
    }
    if !change.invoice.is_empty() {
        let written = Confirmed::written(&change.invoice);
        said.mapping = Some(written.map_err(|error| {
            let hint = "Write days as 2026-09-03 and amounts as 1234.50.";
            Error::asked(
                format!("The invoice cannot be taken like this: {}", error.trim()),
                hint,
            )
        })?);
    }
    for (question, answer) in &change.answers {
        if answer.is_empty() {
            said.answers.remove(question);
        } else {
            said.answers.insert(question.clone(), answer.clone());
        }
    }
    Ok(said)
}

/// Fixes of cells and rows from a file: TOML, or CSV.
pub fn fixes(text: &str) -> Result<Fixes> {
    Fixes::parse(text).map_err(|error| {
        Error::asked(
            format!("The fixes cannot be taken: {}", error.trim()),
            "docs/mapping.md says how they are written.",
        )
    })
}

/// Whether a change is about how the file is read.
pub(crate) fn is_of_reading(change: &FileChange) -> bool {
    let texts = [
        &change.dates,
        &change.decimal,
        &change.encoding,
        &change.delimiter,
        &change.header,
        &change.sheet,
        &change.account,
    ];
    texts.iter().any(|text| text.is_some())
}

fn set<T>(said: &mut Option<T>, change: Option<&str>, read: impl Fn(&str) -> Result<T>) -> Result<()> {
    match change {
        None => {}
        Some("") => *said = None,
        Some(text) => *said = Some(read(text)?),
    }
    Ok(())
}

#[allow(clippy::unnecessary_wraps, reason = "the other readers may fail")]
fn text(text: &str) -> Result<String> {
    Ok(text.to_owned())
}

/// A currency by its code.
pub fn currency(text: &str) -> Result<String> {
    let currency = Currency::new(text);
    if currency.is_listed() {
        return Ok(currency.code().to_owned());
    }
    Err(Error::asked(
        format!("`{text}` is no currency"),
        "Write its three letters of ISO 4217, such as EUR.",
    ))
}

/// The name of an account, as it will stand beside its costs.
pub fn account(text: &str) -> Result<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().any(char::is_control) {
        let hint = "Write what you call it, such as Larkfield payer.";
        return Err(Error::asked(format!("`{name}` is no name of an account"), hint));
    }
    Ok(name)
}

/// An encoding by any name that the web knows.
pub fn encoding(text: &str) -> Result<String> {
    let reading = Reading {
        encoding: Some(text.trim().to_lowercase()),
        ..Reading::default()
    };
    match reading.oddity() {
        Some(oddity) => Err(Error::asked(
            format!("{oddity}."),
            "Choose one of those that are offered.",
        )),
        None => Ok(text.trim().to_lowercase()),
    }
}

/// A delimiter as a sign or by its name.
pub fn delimiter(text: &str) -> Result<Delimiter> {
    let hint = "Write one sign, or comma, semicolon, tab, bar, space, colon.";
    Delimiter::parse(text).ok_or_else(|| Error::asked(format!("`{text}` is no delimiter"), hint))
}

fn row(text: &str) -> Result<u64> {
    let hint = "Write the number of the row that names the columns, or 0 if none does.";
    text.trim()
        .parse()
        .map_err(|_| Error::asked(format!("`{text}` is no row"), hint))
}

/// `iso`, `dmy`, `mdy`.
pub fn dates(text: &str) -> Result<Dates> {
    Ok(match text {
        "iso" => Dates::Iso,
        "dmy" => Dates::Dmy,
        "mdy" => Dates::Mdy,
        other => return Err(unknown(other, "iso, dmy or mdy")),
    })
}

/// `point`, `comma`.
pub fn decimal(text: &str) -> Result<Decimals> {
    Ok(match text {
        "point" => Decimals::Point,
        "comma" => Decimals::Comma,
        other => return Err(unknown(other, "point or comma")),
    })
}

fn unknown(text: &str, known: &str) -> Error {
    Error::asked(format!("`{text}` is not known"), format!("It is {known}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_leaves_the_rest_and_an_empty_text_takes_back() {
        let first = FileChange {
            currency: Some("eur".into()),
            dates: Some("dmy".into()),
            ..FileChange::default()
        };
        let said = changed(&ChoiceText::default(), &first).expect("both are known");
        assert_eq!(
            (said.currency.as_deref(), said.reading.dates),
            (Some("EUR"), Some(Dates::Dmy))
        );
        let second = FileChange {
            currency: Some(String::new()),
            ..FileChange::default()
        };
        let said = changed(&said, &second).expect("nothing to read");
        assert_eq!((said.currency, said.reading.dates), (None, Some(Dates::Dmy)));
    }

    #[test]
    fn how_a_file_is_read_is_said_in_the_words_of_the_chips() {
        let change = FileChange {
            delimiter: Some("tab".into()),
            header: Some("0".into()),
            encoding: Some("Latin1".into()),
            ..FileChange::default()
        };
        assert!(is_of_reading(&change) && !is_of_reading(&FileChange::default()));
        let reading = changed(&ChoiceText::default(), &change)
            .expect("all are known")
            .reading;
        assert_eq!(
            (reading.delimiter, reading.header_row),
            (Delimiter::parse("\t"), Some(0))
        );
        assert_eq!(reading.encoding.as_deref(), Some("latin1"));
        for wrong in [
            FileChange {
                delimiter: Some("::".into()),
                ..FileChange::default()
            },
            FileChange {
                header: Some("first".into()),
                ..FileChange::default()
            },
            FileChange {
                encoding: Some("klingon".into()),
                ..FileChange::default()
            },
        ] {
            assert!(changed(&ChoiceText::default(), &wrong).is_err());
        }
    }

    #[test]
    fn nonsense_is_refused_with_what_would_be_right() {
        let change = FileChange {
            currency: Some("euros".into()),
            ..FileChange::default()
        };
        let error = changed(&ChoiceText::default(), &change).expect_err("no currency");
        assert!(error.message().contains("three letters"), "{error}");
    }
}
