//! The words of nineteen languages.

use model::Certainty::Certain;

use super::{TextInvoice, invoice, main_fields};

/// Language, number, dates, net, tax, total, and how it writes an amount and a day.
const LANGUAGES: &[(&str, [&str; 7], bool)] = &[
    (
        "en",
        [
            "Invoice no.",
            "Invoice date",
            "Due date",
            "Subtotal",
            "VAT 20 %",
            "Total",
            "Amount due",
        ],
        false,
    ),
    (
        "de",
        [
            "Rechnungsnummer",
            "Rechnungsdatum",
            "Fällig am",
            "Nettobetrag",
            "MwSt. 20 %",
            "Gesamtbetrag",
            "Zahlbetrag",
        ],
        true,
    ),
    (
        "fr",
        [
            "Facture n°",
            "Date de facturation",
            "Date d'échéance",
            "Total HT",
            "TVA 20 %",
            "Total TTC",
            "Net à payer",
        ],
        true,
    ),
    (
        "nl",
        [
            "Factuurnummer",
            "Factuurdatum",
            "Vervaldatum",
            "Subtotaal",
            "BTW 20 %",
            "Totaal",
            "Te betalen",
        ],
        true,
    ),
    (
        "es",
        [
            "Número de factura",
            "Fecha de factura",
            "Fecha de vencimiento",
            "Base imponible",
            "IVA 20 %",
            "Total factura",
            "Total a pagar",
        ],
        true,
    ),
    (
        "it",
        [
            "Numero fattura",
            "Data fattura",
            "Data di scadenza",
            "Imponibile",
            "IVA 20 %",
            "Totale fattura",
            "Netto a pagare",
        ],
        true,
    ),
    (
        "pt",
        [
            "Número da fatura",
            "Data de emissão",
            "Data de vencimento",
            "Total sem IVA",
            "IVA 20 %",
            "Total com IVA",
            "Total a pagar",
        ],
        true,
    ),
    (
        "sv",
        [
            "Fakturanummer",
            "Fakturadatum",
            "Förfallodatum",
            "Summa exkl. moms",
            "Moms 20 %",
            "Summa inkl. moms",
            "Att betala",
        ],
        true,
    ),
    (
        "da",
        [
            "Fakturanr.",
            "Fakturadato",
            "Forfaldsdato",
            "I alt ekskl. moms",
            "Moms 20 %",
            "I alt inkl. moms",
            "At betale",
        ],
        true,
    ),
    (
        "no",
        [
            "Fakturanummer",
            "Fakturadato",
            "Forfallsdato",
            "Sum ekskl. mva",
            "Mva 20 %",
            "Sum inkl. mva",
            "Å betale",
        ],
        true,
    ),
    (
        "cs",
        [
            "Číslo faktury",
            "Datum vystavení",
            "Datum splatnosti",
            "Základ daně",
            "DPH 20 %",
            "Celkem",
            "Celkem k úhradě",
        ],
        true,
    ),
    (
        "sk",
        [
            "Číslo faktúry",
            "Dátum vystavenia",
            "Dátum splatnosti",
            "Základ dane",
            "DPH 20 %",
            "Spolu",
            "Na úhradu",
        ],
        true,
    ),
    (
        "hu",
        [
            "Számla sorszáma",
            "Számla kelte",
            "Fizetési határidő",
            "Nettó összeg",
            "ÁFA 20 %",
            "Bruttó összeg",
            "Fizetendő",
        ],
        true,
    ),
    (
        "ro",
        [
            "Numărul facturii",
            "Data facturii",
            "Data scadenței",
            "Total fără TVA",
            "TVA 20 %",
            "Total",
            "Total de plată",
        ],
        true,
    ),
    (
        "pl",
        [
            "Numer faktury",
            "Data wystawienia",
            "Termin platnosci",
            "Razem netto",
            "Kwota VAT",
            "Razem brutto",
            "Do zaplaty",
        ],
        true,
    ),
    (
        "fi",
        [
            "Laskun numero",
            "Laskun päivä",
            "Eräpäivä",
            "Veroton yhteensä",
            "ALV 20 %",
            "Yhteensä",
            "Maksettava",
        ],
        true,
    ),
];

#[test]
fn labels_are_known_in_twelve_languages() {
    for (language, words, comma) in LANGUAGES {
        let (amounts, days) = if *comma {
            (
                ["1.234,50 €", "246,90 €", "1.481,40 €"],
                ["13.09.2026", "30.09.2026"],
            )
        } else {
            (
                ["€1,234.50", "€246.90", "€1,481.40"],
                ["13/09/2026", "30/09/2026"],
            )
        };
        let values = [
            "2026-0815",
            days[0],
            days[1],
            amounts[0],
            amounts[1],
            amounts[2],
            amounts[2],
        ];
        let lines = words
            .iter()
            .zip(values)
            .zip([80.0, 95.0, 110.0, 400.0, 415.0, 430.0, 445.0]);
        let page =
            lines.flat_map(|((word, value), top)| [(40.0, top, 10.0, *word), (300.0, top, 10.0, value)]);
        let read = invoice(page.collect());
        let expected = [
            "2026-0815",
            "2026-09-13",
            "2026-09-30",
            "1234.5",
            "246.9",
            "1481.4",
            "1481.4",
            "",
        ];
        assert_eq!(main_fields(&read), expected, "{language}");
        assert_eq!(
            read.payable.map(|sum| sum.confidence),
            Some(Certain),
            "{language}"
        );
        assert_eq!(
            read.issue_date.map(|day| day.confidence),
            Some(Certain),
            "{language}"
        );
    }
}

/// An invoice of the far east: heading, labels and values, amounts with their sign.
fn eastern(labels: [&'static str; 8], days: [&'static str; 2], amounts: [&'static str; 3]) -> TextInvoice {
    let [heading, number, issued, due, net, tax, total, column] = labels;
    invoice(vec![
        (30.0, 50.0, 20.0, heading),
        (30.0, 80.0, 9.0, number),
        (130.0, 80.0, 9.0, "INV-2026-0042"),
        (30.0, 94.0, 9.0, issued),
        (130.0, 94.0, 9.0, days[0]),
        (30.0, 108.0, 9.0, due),
        (130.0, 108.0, 9.0, days[1]),
        (520.0, 300.0, 8.0, column),
        (30.0, 320.0, 9.0, "API usage"),
        (520.0, 320.0, 9.0, amounts[0]),
        (330.0, 400.0, 9.0, net),
        (520.0, 400.0, 9.0, amounts[0]),
        (330.0, 415.0, 9.0, tax),
        (520.0, 415.0, 9.0, amounts[1]),
        (330.0, 430.0, 9.0, total),
        (520.0, 430.0, 9.0, amounts[2]),
    ])
}

const JAPANESE: [&str; 8] = [
    "請求書",
    "請求番号",
    "発行日",
    "お支払期限",
    "小計",
    "消費税(10%)",
    "合計金額",
    "金額",
];
const CHINESE: [&str; 8] = [
    "发票",
    "发票号码",
    "开票日期",
    "到期日",
    "小计",
    "税额",
    "价税合计",
    "金额",
];
const KOREAN: [&str; 8] = [
    "청구서",
    "청구서 번호",
    "발행일",
    "납부기한",
    "공급가액",
    "부가가치세",
    "합계",
    "금액",
];

/// Labels, days and amounts.
const EASTERN: [([&str; 8], [&str; 2], [&str; 3]); 4] = [
    (
        JAPANESE,
        ["2026年9月3日", "2026年9月30日"],
        ["¥10,000", "¥1,000", "¥11,000"],
    ),
    (
        JAPANESE,
        ["2026/09/03", "2026 年 9 月 30 日"],
        ["10,000円", "1,000円", "11,000円"],
    ),
    (
        CHINESE,
        ["2026年09月03日", "2026-09-30"],
        ["¥10,000.00", "¥1,000.00", "¥11,000.00"],
    ),
    (
        KOREAN,
        ["2026년 9월 3일", "2026년 9월 30일"],
        ["10,000원", "1,000원", "11,000원"],
    ),
];

#[test]
fn invoices_in_japanese_chinese_and_korean_are_read() {
    for (labels, days, amounts) in EASTERN {
        let read = eastern(labels, days, amounts);
        let expected = [
            "INV-2026-0042",
            "2026-09-03",
            "2026-09-30",
            "10000",
            "1000",
            "11000",
        ];
        assert_eq!(main_fields(&read)[..6], expected, "{labels:?}");
        let number = read.number.map(|number| number.confidence);
        assert_eq!(number, Some(Certain), "{labels:?}");
    }
}

#[test]
fn months_of_thirteen_letters_and_finnish_ones_are_read() {
    for (label, day, wanted) in [
        ("Data wystawienia", "16 października 2026", "2026-10-16"),
        ("Laskun päivä", "3. marraskuuta 2026", "2026-11-03"),
        ("Laskun päivä", "3. maaliskuuta 2026", "2026-03-03"),
    ] {
        let read = invoice(vec![(40.0, 80.0, 10.0, label), (200.0, 80.0, 10.0, day)]);
        let read = read.issue_date.map(|day| (day.value.to_string(), day.confidence));
        assert_eq!(read, Some((wanted.to_owned(), Certain)), "{day}");
    }
}
