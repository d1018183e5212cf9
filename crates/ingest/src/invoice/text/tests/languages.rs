//! The words of eleven languages.

use model::Certainty::Certain;

use super::{invoice, main_fields};

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
];

#[test]
fn labels_are_known_in_eleven_languages() {
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
