//! KPI series of operations, by month: one moved, one did not, and a control for each.

use super::{Dice, MONTHS, line, month_start};

/// Name, unit, team, value in tenths at the start, trend in tenths a month, step in tenths a month after the initiative started.
struct Series {
    name: &'static str,
    unit: &'static str,
    team: &'static str,
    start: i64,
    trend: i64,
    step: i64,
    /// Month of the sample in which the initiative started.
    from: u32,
}

const SERIES: &[Series] = &[
    Series {
        name: "Claims settled",
        unit: "claims",
        team: "Claims",
        start: 41_200,
        trend: 90,
        step: 5_400,
        from: 6,
    },
    Series {
        name: "Claims settled",
        unit: "claims",
        team: "Motor claims (control)",
        start: 38_700,
        trend: 85,
        step: 0,
        from: 6,
    },
    Series {
        name: "Letters sent",
        unit: "letters",
        team: "Customer Service",
        start: 96_000,
        trend: 240,
        step: 300,
        from: 8,
    },
    Series {
        name: "Customer satisfaction",
        unit: "%",
        team: "",
        start: 781,
        trend: 1,
        step: 6,
        from: 8,
    },
];

/// Months until a step is whole.
const RAMP: i64 = 3;

/// The series in our own shape: date, name, value, unit, team.
pub(crate) fn series() -> String {
    let mut text = line(&["date", "name", "value", "unit", "team"]);
    for (at, series) in SERIES.iter().enumerate() {
        let mut dice = Dice::of(60 + at as u64);
        for month in 0..MONTHS {
            let noise = dice.between(0, series.start as u64 / 50) as i64 - series.start / 100;
            let since = i64::from(month) - i64::from(series.from) + 1;
            let step = series.step * since.clamp(0, RAMP) / RAMP;
            let value = series.start + series.trend * i64::from(month) + step + noise;
            let shown = format!("{}.{}", value / 10, value % 10);
            text += &line(&[
                &month_start(month).to_string(),
                series.name,
                &shown,
                series.unit,
                series.team,
            ]);
        }
    }
    text
}
