//! Currencies and amounts: integers at a fixed scale per currency, never floats.

use std::fmt;

use ecow::EcoString;
use serde::{Deserialize, Serialize};

use crate::{Decimal, Exact};

/// Quantities that may have decimals (requests, charge quantities, KPI values) are stored in millionths.
pub const MICRO: i64 = 1_000_000;

/// Currencies whose unit is worth less than about one US cent: their amounts carry six decimals, not nine,
/// so that an `i64` still holds a trillion. Amounts of a book are stored at this scale: one that was left out stays out,
/// or every amount of it in every book would mean another.
const SMALL_UNIT: &[[u8; 3]] = &[
    *b"BIF", *b"CLP", *b"COP", *b"CRC", *b"GNF", *b"HUF", *b"IDR", *b"IQD", *b"IRR", *b"ISK", *b"JPY",
    *b"KHR", *b"KMF", *b"KRW", *b"LAK", *b"LBP", *b"MGA", *b"MMK", *b"MNT", *b"MWK", *b"NGN", *b"PYG",
    *b"RWF", *b"SLE", *b"SOS", *b"SYP", *b"TZS", *b"UGX", *b"UZS", *b"VND", *b"XAF", *b"XOF", *b"XPF",
    *b"YER",
];
const NO_MINOR_UNIT: &[[u8; 3]] = &[
    *b"BIF", *b"CLP", *b"DJF", *b"GNF", *b"ISK", *b"JPY", *b"KMF", *b"KRW", *b"PYG", *b"RWF", *b"UGX",
    *b"UYI", *b"VND", *b"VUV", *b"XAF", *b"XOF", *b"XPF",
];
const THREE_DECIMALS: &[[u8; 3]] = &[*b"BHD", *b"IQD", *b"JOD", *b"KWD", *b"LYD", *b"OMR", *b"TND"];
const FOUR_DECIMALS: &[[u8; 3]] = &[*b"CLF", *b"UYW"];

/// The codes of ISO 4217, the most frequent first; then those that were ones since the euro, and what is written for money
/// without being one.
const CODES: &str = "USD EUR GBP CHF CAD AUD JPY INR SEK NOK DKK PLN BRL MXN SGD CNY AED AFN ALL AMD ANG AOA ARS AWG AZN BAM BBD \
    BDT BGN BHD BIF BMD BND BOB BOV BSD BTN BWP BYN BZD CDF CHE CHW CLF CLP COP COU CRC CUP CVE CZK DJF DOP DZD \
    EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS IQD IRR ISK JMD JOD KES KGS KHR KMF \
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXV MYR MZN NAD NGN \
    NIO NPR NZD OMR PAB PEN PGK PHP PKR PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SHP SLE SOS SRD SSP STN SVC SYP \
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XCD XCG \
    XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG ATS BEF BYR CUC CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF \
    LVL MRO MTL NLG PTE ROL SIT SKK SLL STD TRL VEB VEF ZMK ZWL XXX BTC ETH XBT CNH RMB";

/// An ISO 4217 code in upper case, or the name of a virtual currency (`CREDITS`). Empty means unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(EcoString);

impl Currency {
    /// A currency by code; trimmed and upper-cased.
    pub fn new(code: &str) -> Self {
        let code = code.trim();
        if code.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Self(code.into());
        }
        Self(code.to_uppercase().into())
    }

    /// The code, `""` when unknown.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Decimals that a stored amount carries: 9, or 6 where the unit is worth less than about a US cent.
    pub fn scale(&self) -> u32 {
        if self.is_among(SMALL_UNIT) { 6 } else { 9 }
    }

    /// Decimals people write, by ISO 4217: 2 for most, 0 for yen, 3 for dinars, 4 for units of account.
    pub fn minor_digits(&self) -> u32 {
        if self.is_among(NO_MINOR_UNIT) {
            0
        } else if self.is_among(THREE_DECIMALS) {
            3
        } else if self.is_among(FOUR_DECIMALS) {
            4
        } else {
            2
        }
    }

    /// Whether it has a code of ISO 4217, or what is written for money without being one.
    pub fn is_listed(&self) -> bool {
        CODES.split_ascii_whitespace().any(|code| code == self.0)
    }

    /// Whether it is three letters that no currency has: no code of ISO 4217 (`XXX` is one, of no currency), nor what is
    /// written for money without being one. What are no three letters, such as credits, stand for themselves.
    pub fn is_slip(&self) -> bool {
        let is_code = self.0.len() == 3 && self.0.bytes().all(|letter| letter.is_ascii_uppercase());
        is_code && !self.is_listed()
    }

    fn is_among(&self, codes: &[[u8; 3]]) -> bool {
        <[u8; 3]>::try_from(self.0.as_bytes()).is_ok_and(|own| codes.contains(&own))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A stored amount: an integer at the scale of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Amount(pub i64);

/// A sum of amounts at the scale of its currency; 128 bit, so that it cannot overflow in practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Total(pub i128);

impl Total {
    /// The exact decimal value.
    pub fn decimal(self, currency: &Currency) -> Decimal {
        Decimal::new(self.0.into(), i64::from(currency.scale()))
    }

    /// Plain decimal text without trailing zeros: `1902.44`, `-0.5`, `0`.
    pub fn text(self, currency: &Currency) -> String {
        Exact::new(self.0, currency.scale() as u8).to_string()
    }
}

impl From<Amount> for Total {
    fn from(amount: Amount) -> Self {
        Self(amount.0.into())
    }
}

impl std::ops::Add for Total {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Total {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0), |sum, next| sum + next)
    }
}

/// A total with its currency. Two currencies are never added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Which currency.
    pub currency: Currency,
    /// How much, at the currency's scale.
    pub total: Total,
}

impl Money {
    /// Money from a total.
    pub fn new(total: Total, currency: Currency) -> Self {
        Self { currency, total }
    }

    /// Plain decimal text without the currency.
    pub fn text(&self) -> String {
        self.total.text(&self.currency)
    }

    /// An approximation for *geometry only* (bar lengths, axis ranges); never for a figure.
    pub fn for_geometry(&self) -> f64 {
        self.total.0 as f64 / 10f64.powi(self.currency.scale() as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_letters_that_are_no_currency_are_a_slip() {
        let slips = ["XXQ", "xts", "UDS", "EUO"].map(|code| Currency::new(code).is_slip());
        assert_eq!(slips, [true; 4]);
        let known = ["usd", "EUR", "HRK", "XXX", "BTC", "CREDITS", "USDC", "", "元"];
        assert_eq!(known.map(|code| Currency::new(code).is_slip()), [false; 9]);
    }

    #[test]
    fn totals_print_without_trailing_zeros() {
        let usd = Currency::new("usd");
        assert_eq!(Total(1_902_440_000_000).text(&usd), "1902.44");
        assert_eq!(Total(-500_000_000).text(&usd), "-0.5");
        assert_eq!(Total(0).text(&usd), "0");
    }

    #[test]
    fn small_currencies_carry_six_decimals() {
        assert_eq!(Currency::new("jpy").scale(), 6);
        assert_eq!(Currency::new("eur").scale(), 9);
        let digits = |code| Currency::new(code).minor_digits();
        assert_eq!(["jpy", "VUV", "USD", "KWD", "CLF"].map(digits), [0, 0, 2, 3, 4]);
    }
}
