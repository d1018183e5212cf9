//! From what a user typed or chose to a [`Query`]: dimensions, filters, periods. Knows no book.

use chrono::{Months, NaiveDate};
use model::{Dimension, Filter, Grain, Measure, Period, Query};

use crate::view::{FilterView, Route};
use crate::{Error, Result};

/// A question in the user's words, as the command line and routes carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Measure id.
    pub measure: Option<String>,
    /// Dimension ids.
    pub by: Vec<String>,
    /// Grain id, added in front of `by`.
    pub grain: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// End, exclusive.
    pub to: Option<String>,
    /// `DIM=VALUE`; several of one dimension are alternatives.
    pub filters: Vec<String>,
    /// Whether people are named.
    pub names: bool,
    /// Currency that money is converted to.
    pub currency: Option<String>,
    /// The initiative asked about.
    pub initiative: Option<String>,
}

impl Ask {
    /// The query, or what is wrong with the words.
    pub fn query(&self, default: Measure) -> Result<Query> {
        let measure = self
            .measure
            .as_deref()
            .map_or(Ok(default), str::parse)
            .map_err(|what| Error::asked(what, ""))?;
        let mut query = Query::of(measure);
        query.by = self.dimensions()?;
        query.filters = self.filters()?;
        query.period = period(self.from.as_deref(), self.to.as_deref())?;
        Ok(query)
    }

    /// The route of the question.
    pub(crate) fn route(&self) -> Result<Route> {
        let query = self.query(Measure::Billed)?;
        Ok(Route {
            from: self.from.clone(),
            to: self.to.clone(),
            measure: self.measure.clone(),
            by: query
                .by
                .iter()
                .find(|dimension| !matches!(dimension, model::Dimension::Time(_)))
                .map(ToString::to_string),
            filters: query
                .filters
                .into_iter()
                .map(|filter| FilterView {
                    dimension: filter.dimension.to_string(),
                    values: filter.values,
                })
                .collect(),
            names: self.names,
            item: self.initiative.clone(),
            ..Route::default()
        })
    }

    fn dimensions(&self) -> Result<Vec<Dimension>> {
        let named = self.grain.iter().chain(&self.by).flat_map(|ids| ids.split(','));
        let mut dimensions = Vec::new();
        for id in named.map(str::trim).filter(|id| !id.is_empty()) {
            let dimension = dimension(id)?;
            // Named twice it would be one column twice.
            if !dimensions.contains(&dimension) {
                dimensions.push(dimension);
            }
        }
        Ok(dimensions)
    }

    fn filters(&self) -> Result<Vec<Filter>> {
        let mut filters: Vec<Filter> = Vec::new();
        for text in &self.filters {
            let (id, value) = text.split_once('=').ok_or_else(|| {
                Error::asked(
                    format!("`{text}` is no filter"),
                    "Write it as dimension=value, for example model=gpt-5.",
                )
            })?;
            let dimension = dimension(id)?;
            match filters.iter_mut().find(|filter| filter.dimension == dimension) {
                Some(filter) => filter.values.push(value.to_owned()),
                None => filters.push(Filter {
                    dimension,
                    values: vec![value.to_owned()],
                }),
            }
        }
        Ok(filters)
    }
}

/// A dimension by id.
pub fn dimension(id: &str) -> Result<Dimension> {
    id.parse().map_err(|what| Error::asked(what, ""))
}

/// A period by its first day and exclusive end; one missing end is open, which means "as far as there is data".
pub fn period(from: Option<&str>, to: Option<&str>) -> Result<Option<Period>> {
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let from = from.map_or(Ok(NaiveDate::MIN), day)?;
    let to = to.map_or(Ok(NaiveDate::MAX), day)?;
    if to <= from {
        return Err(Error::asked(
            format!("The period ends on {to}, not after its start {from}"),
            "The end is exclusive: September is --from 2026-09-01 --to 2026-10-01.",
        ));
    }
    Ok(Some(Period::new(from, to)))
}

/// A civil day as `YYYY-MM-DD`; `YYYY-MM` is its first day.
pub fn day(text: &str) -> Result<NaiveDate> {
    let whole = if text.len() == 7 {
        format!("{text}-01")
    } else {
        text.to_owned()
    };
    whole
        .parse()
        .map_err(|_| Error::asked(format!("`{text}` is no day"), "Write days as YYYY-MM-DD."))
}

/// `FROM..TO` as `import --period` takes it, or a day, month, quarter or year.
pub fn span(text: &str) -> Result<Period> {
    let Some((from, to)) = text.split_once("..") else {
        return spoken_period(text).map_err(|_| {
            Error::asked(
                format!("`{text}` is no period"),
                "Write it as FROM..TO, for example 2026-09-01..2026-10-01, or as a day or month.",
            )
        });
    };
    let period = period(Some(from), Some(to))?;
    Ok(period.expect("both ends are given"))
}

/// A period as people write it: a year, quarter, month or day, or two days of which the second is the last one.
pub fn spoken_period(text: &str) -> Result<Period> {
    if text.contains("..") {
        return span(text);
    }
    if let Some(period) = quarter_or_year(text) {
        return Ok(period);
    }
    let (from, last) = match [" – ", " - ", " to "]
        .iter()
        .find_map(|dash| text.split_once(dash))
    {
        Some((from, last)) => (day(from.trim())?, ending(last.trim())?),
        None => (day(text.trim())?, ending(text.trim())?),
    };
    let period = period(Some(&from.to_string()), Some(&last.to_string()))?;
    Ok(period.expect("both ends are given"))
}

/// `2026`, `Q3 2026`, `2026 Q3`, `2026-Q3`.
fn quarter_or_year(text: &str) -> Option<Period> {
    let mut grain = Grain::Year;
    let (mut year, mut month) = (None, 1);
    for word in text.split([' ', '-']) {
        if let Some(quarter) = word.strip_prefix(['q', 'Q']) {
            let quarter: u32 = quarter.parse().ok().filter(|number| (1..=4).contains(number))?;
            (grain, month) = (Grain::Quarter, quarter * 3 - 2);
        } else if year.is_none() && word.len() == 4 {
            year = word.parse().ok();
        } else {
            return None;
        }
    }
    let from = NaiveDate::from_ymd_opt(year?, month, 1)?;
    Some(Period::new(from, grain.next(from)))
}

/// The day after a day or a month.
fn ending(text: &str) -> Result<NaiveDate> {
    let from = day(text)?;
    let next = if text.len() == 7 {
        from.checked_add_months(Months::new(1))
    } else {
        from.succ_opt()
    };
    Ok(next.unwrap_or(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(by: &str, filters: &[&str]) -> Ask {
        Ask {
            by: vec![by.into()],
            filters: filters.iter().map(|f| (*f).to_owned()).collect(),
            ..Ask::default()
        }
    }

    #[test]
    fn alternatives_of_one_dimension_become_one_filter() {
        let query = ask("month,model", &["model=a", "model=b", "team=Claims"])
            .query(Measure::Billed)
            .unwrap();
        assert_eq!(query.by, [Dimension::Time(model::Grain::Month), Dimension::Model]);
        assert_eq!(query.filters.len(), 2);
        assert_eq!(query.filters[0].values, ["a", "b"]);
        let twice = ask("model,team,model", &[]).query(Measure::Billed).unwrap();
        assert_eq!(twice.by, [Dimension::Model, Dimension::Team]);
    }

    #[test]
    fn what_means_nothing_is_said() {
        assert!(
            ask("modle", &[])
                .query(Measure::Billed)
                .unwrap_err()
                .message()
                .contains("`modle` is no dimension")
        );
        assert!(
            ask("", &["model"])
                .query(Measure::Billed)
                .unwrap_err()
                .message()
                .contains("is no filter")
        );
        let backwards = Ask {
            from: Some("2026-10-01".into()),
            to: Some("2026-09-01".into()),
            ..Ask::default()
        };
        assert!(
            backwards
                .query(Measure::Billed)
                .unwrap_err()
                .message()
                .contains("ends on 2026-09-01")
        );
        assert!(day("1/2/2026").is_err());
    }

    #[test]
    fn a_period_is_read_as_people_write_it() {
        let spoken = |text| spoken_period(text).expect(text);
        let september = span("2026-09-01..2026-10-01").unwrap();
        for text in [
            "2026-09",
            "2026-09-01 – 2026-09-30",
            "2026-09-01 to 2026-09-30",
            "2026-09-01..2026-10-01",
        ] {
            assert_eq!(spoken(text), september, "{text}");
        }
        assert_eq!(spoken("2026-08 – 2026-09").to, september.to);
        let third = span("2026-07-01..2026-10-01").unwrap();
        for text in ["Q3 2026", "2026 q3", "2026-Q3"] {
            assert_eq!(spoken(text), third, "{text}");
        }
        assert_eq!(spoken("2026"), span("2026-01-01..2027-01-01").unwrap());
        for text in ["Q5 2026", "Q3", "26", "2026 2027"] {
            assert!(spoken_period(text).is_err(), "{text}");
        }
        assert_eq!(spoken("2026-09-03").days(), 1);
        assert!(spoken_period("last month").is_err());
    }
}
