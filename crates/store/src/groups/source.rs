//! Where dimensions and measures are found: columns of the fact tables.

use model::{Dimension, Measure};

use crate::tables::Kind;

/// Columns of a fact table that a dimension is made from; empty where the table knows nothing of it.
pub(crate) fn columns(kind: Kind, dimension: &Dimension) -> &'static [&'static str] {
    match (dimension, kind) {
        (Dimension::Time(_), _) => &["day"],
        (Dimension::Import, _) => &["import"],
        (Dimension::Provider, _) => &["provider"],
        (Dimension::CostCentre, Kind::Charge) => &["cost_centre", "who"],
        (
            Dimension::Person | Dimension::Team | Dimension::Unit | Dimension::Role | Dimension::CostCentre,
            _,
        ) => &["who"],
        (Dimension::Service | Dimension::Tool, Kind::Seat) => &["product"],
        (Dimension::Sku, Kind::Seat) => &["tier"],
        (Dimension::Model, Kind::Charge | Kind::Usage) => &["model"],
        (Dimension::TokenClass, Kind::Charge | Kind::Usage) => &["token_class"],
        (Dimension::Terms, Kind::Usage) => &["terms"],
        (Dimension::Project, Kind::Charge | Kind::Usage) => &["project"],
        (Dimension::Tool, Kind::Charge | Kind::Usage) => &["tool"],
        (Dimension::Currency, Kind::Charge | Kind::Usage) => &["currency"],
        (Dimension::Service, Kind::Charge) => &["service"],
        (Dimension::Account, Kind::Charge | Kind::Seat) => &["account"],
        (Dimension::Sku, Kind::Charge) => &["sku"],
        (Dimension::Category, Kind::Charge) => &["category"],
        (Dimension::Invoice, Kind::Charge) => &["invoice"],
        (Dimension::Tag(_), Kind::Charge) => &["tags"],
        _ => &[],
    }
}

/// Whether the dimension's text is simply the word its one column numbers.
pub(crate) fn is_plain_word(dimension: &Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Provider
            | Dimension::Service
            | Dimension::Sku
            | Dimension::Model
            | Dimension::Terms
            | Dimension::Account
            | Dimension::Project
            | Dimension::Tool
            | Dimension::Currency
            | Dimension::Invoice
    )
}

/// The tables that carry a summed measure, and its column.
pub(crate) fn summed(measure: Measure) -> &'static [(Kind, &'static str)] {
    match measure {
        Measure::Billed => &[(Kind::Charge, "billed")],
        Measure::List => &[(Kind::Charge, "list")],
        Measure::Effective => &[(Kind::Charge, "effective")],
        Measure::Estimated => &[(Kind::Charge, "estimated"), (Kind::Usage, "estimated")],
        Measure::Tokens => &[(Kind::Usage, "tokens")],
        Measure::Requests => &[(Kind::Usage, "requests")],
        Measure::ActiveDays | Measure::People | Measure::Seats => &[],
    }
}
