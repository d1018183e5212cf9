//! The nouns of Counterfoil: money, periods, facts, queries, problems. No I/O, no SQL, no drawing.
//!
//! Money is exact everywhere: the text of a file becomes [`Exact`], a stored amount is an [`Amount`]
//! (integer at the scale of its [`Currency`]), a sum is a [`Total`] (128 bit) or an [`ExactSum`].

mod beside;
mod class;
mod company;
mod dimension;
mod exact;
mod fact;
mod import;
mod invoice;
mod key;
mod money;
mod people;
mod period;
mod price;
mod problem;
mod query;
mod question;
mod shown;
mod spreadsheet;
mod terms;

pub use beside::{Budget, Contract, Headcount, Payroll, Per, Survey};
pub use class::{Category, TokenClass};
pub use company::company_words;
pub use dimension::{Dimension, Measure, capitalised};
pub use exact::{Exact, ExactSum};
pub use fact::{Charge, Covered, Fact, Identity, Kpi, Origin, Person, Seat, Tags, Usage, What, Whose};
pub use import::{
    FactCounts, ImportHeader, ImportId, ImportRecord, ImportStatus, Made, MeasureTotal, Outcome, Overlap,
    RowCounts,
};
pub use invoice::{
    Adjustment, Certainty, Invoice, InvoiceLine, InvoiceTax, InvoiceTotals, Party, RuleResult, Syntax,
    TaxTotal,
};
pub use key::{Key, KeyBuilder};
pub use money::{Amount, Currency, MICRO, Money, Total};
pub use people::{
    PersonActivity, PersonDay, PersonState, SeatHolder, SeatLine, SeatSeen, SeatUse, SeatsSeen, Standing,
    Watched,
};
pub use period::{Grain, Period, WEEK, is_working_day};
pub use price::{Price, PriceClass, Rate};
pub use problem::{Place, Problem, Severity};
pub use query::{Coverage, Filter, Group, Groups, Query, SourceCoverage};
pub use question::{Answer, Question};
pub use shown::{is_hidden, with_marks};
pub use spreadsheet::{as_text_cell, unmarked};
pub use terms::Terms;

/// The exact decimal used where 38 digits may not be enough (sums across scales, conversions).
pub type Decimal = bigdecimal::BigDecimal;
