//! KPI series, as charts and ROI need them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::book::Book;
use crate::days;
use crate::error::Result;
use crate::version::BY_PLACE;

/// One series of one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KpiSeries {
    /// Name.
    pub name: String,
    /// Team, empty for the whole company.
    pub team: String,
    /// Unit.
    pub unit: String,
    /// Day and value in millionths, oldest first. Where several sources state a day, the newest import speaks.
    pub points: Vec<(NaiveDate, i64)>,
}

impl Book {
    /// Every series by name, team and unit.
    pub fn kpis(&self) -> Result<Vec<KpiSeries>> {
        self.read_kpis().map_err(|error| self.named(error))
    }

    fn read_kpis(&self) -> Result<Vec<KpiSeries>> {
        let sql = format!(
            "SELECT n.text, t.text, u.text, day, value FROM kpi
                   JOIN word n ON n.id = name JOIN word t ON t.id = team JOIN word u ON u.id = unit
                   WHERE live = 1 ORDER BY 1, 2, 3, day, {BY_PLACE}, kpi.id"
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query(())?;
        let mut series: Vec<KpiSeries> = Vec::new();
        while let Some(row) = rows.next()? {
            let (name, team, unit): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let Some(day) = days::day(row.get(3)?) else {
                continue;
            };
            let is_same = |last: &KpiSeries| (&last.name, &last.team, &last.unit) == (&name, &team, &unit);
            if !series.last().is_some_and(is_same) {
                let points = Vec::new();
                series.push(KpiSeries {
                    name,
                    team,
                    unit,
                    points,
                });
            }
            let points = &mut series.last_mut().expect("pushed just now").points;
            match points.last_mut().filter(|(last, _)| *last == day) {
                Some(point) => point.1 = row.get(4)?,
                None => points.push((day, row.get(4)?)),
            }
        }
        Ok(series)
    }
}
