//! Which part of a question a metric or a chart looks at. A filter that it does not look at is set aside and said, never
//! echoed beside figures that it did not change. Computes nothing.

use model::{Dimension, Filter};

/// Filters that leave a part of the people only.
pub(crate) const OF_PEOPLE: [Dimension; 2] = [Dimension::Team, Dimension::Unit];

/// Which filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filters {
    /// Lines of bills and usage: every one.
    All,
    /// People: those of a team or unit.
    People,
    /// Seats, contracts and invoices: those of a vendor.
    Vendor,
    /// What is kept beside the bills: none.
    Nothing,
}

/// Which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Days {
    /// Those asked about.
    Asked,
    /// A window that ends with them.
    End,
    /// Everything the book knows.
    Whole,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Takes {
    filters: Filters,
    days: Days,
}

/// Lines of the days asked about.
pub(crate) const LINES: Takes = Takes::new(Filters::All, Days::Asked);
/// Lines up to the last of those days.
pub(crate) const LINES_TO_END: Takes = Takes::new(Filters::All, Days::End);
/// Lines of all days.
pub(crate) const ALL_LINES: Takes = Takes::new(Filters::All, Days::Whole);
/// People in a window.
pub(crate) const PEOPLE: Takes = Takes::new(Filters::People, Days::End);
/// Seats and contracts as they stand at the end.
pub(crate) const SEATS: Takes = Takes::new(Filters::Vendor, Days::End);
/// Contracts that were due in the days asked about.
pub(crate) const DUE: Takes = Takes::new(Filters::Vendor, Days::Asked);
/// Invoices of all days.
pub(crate) const INVOICES: Takes = Takes::new(Filters::Vendor, Days::Whole);
/// A register as it stands at the end.
pub(crate) const REGISTER: Takes = Takes::new(Filters::Nothing, Days::End);
/// Initiatives and budgets, which have limits of their own.
pub(crate) const PLANS: Takes = Takes::new(Filters::Nothing, Days::Whole);

impl Takes {
    const fn new(filters: Filters, days: Days) -> Self {
        Self { filters, days }
    }

    /// Whether a filter by this changes what is looked at.
    pub(crate) fn by(self, dimension: &Dimension) -> bool {
        match self.filters {
            Filters::All => true,
            Filters::People => OF_PEOPLE.contains(dimension),
            Filters::Vendor => *dimension == Dimension::Provider,
            Filters::Nothing => false,
        }
    }

    /// Whether people in a window are looked at.
    pub(crate) fn of_people(self) -> bool {
        self.filters == Filters::People
    }

    /// Whether sums of lines are shown under every filter.
    pub(crate) fn every_line(self) -> bool {
        self.filters == Filters::All
    }

    /// Whether the first day asked for changes anything.
    pub(crate) fn first_day(self) -> bool {
        self.days == Days::Asked
    }

    /// Whether the last day does.
    pub(crate) fn last_day(self) -> bool {
        self.days != Days::Whole
    }
}

/// What is said of filters that were set aside; nothing where there are none.
pub(crate) fn not_filtered(aside: &[Filter]) -> Option<String> {
    let names: Vec<String> = aside
        .iter()
        .map(|filter| filter.dimension.label().to_lowercase())
        .collect();
    (!names.is_empty()).then(|| format!("not filtered by {}", names.join(" or ")))
}
