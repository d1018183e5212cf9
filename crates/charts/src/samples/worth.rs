//! The shared data sets as outcomes and money to come: one function per chart.

use chrono::Days;

use super::draw::{first_day, period, titles, usd};
use super::{Sample, scatter};
use crate::charts::{
    CashFlow, Driver, Flow, Forecast, ForecastStep, KpiPoint, KpiSeries, Likely, ParallelTrend, RoiRange,
    Tornado, TrendPoint, Worth,
};
use crate::{Drawing, Figure, Options, Unit};

pub(crate) fn forecast(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(18);
    let step = |at: usize| {
        let size = |grow: i128| Figure::whole(sample.value(at, 58_000 + (at as i128 % 40) * grow));
        let ahead = (at as i128 - 14).clamp(0, 20);
        let spread = Figure::whole(9_000 * ahead);
        let middle = size(5_600);
        ForecastStep {
            period: period(sample, at),
            value: if ahead > 0 {
                Likely::Range([middle - spread, middle, middle + spread + Figure::whole(3_000)])
            } else {
                Likely::Actual(middle)
            },
            budget: (sample != Sample::Negative).then(|| size(4_400)),
        }
    };
    Forecast {
        titles: titles(
            "The budget is likely breached in November",
            "Billed per month",
            "",
        ),
        unit: usd(),
        steps: (0..count).map(step).collect(),
    }
    .draw(options)
}

pub(crate) fn kpi_series(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(40);
    let step = if sample == Sample::Thousand { 1 } else { 7 };
    let point = |at: usize| {
        let expected = 4_100 + scatter(at) / 8 + at as i128 % 200;
        let gain = if at > count / 2 {
            (at - count / 2) as i128 % 90 * 26
        } else {
            0
        };
        let figure = |value: i128| Figure::nanos(sample.value(at, value) * 10_000_000);
        KpiPoint {
            day: first_day() + Days::new(at as u64 * step),
            actual: (at % 11 != 5).then(|| figure(expected - gain - scatter(at + 3) / 6)),
            expected: (at >= count / 2).then(|| figure(expected)),
            interval: (at >= count / 2).then(|| (figure(expected - 300), figure(expected + 300))),
        }
    };
    KpiSeries {
        titles: titles(
            "Claims are settled five hours sooner than expected",
            "Handling time per claim, weekly",
            "",
        ),
        unit: Unit::Quantity("hours".to_owned()),
        points: (0..count).map(point).collect(),
        change: Some((
            first_day() + Days::new(20 * 7),
            sample.name(0, &["assistant live"]),
        )),
        nothing: crate::charts::NO_KPI,
    }
    .draw(options)
}

pub(crate) fn parallel_trend(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(24);
    let point = |at: usize| {
        let control = 98_000 + scatter(at) / 4 + at as i128 % 50 * 120;
        let gain = if at > count / 2 {
            (at - count / 2) as i128 % 90 * 900
        } else {
            0
        };
        let figure = |value: i128| Figure::micros(sample.value(at, value) * 1_000);
        TrendPoint {
            day: first_day() + Days::new(at as u64 * 7),
            kpi: Some(figure(control + gain + scatter(at + 5) / 4)),
            control: (at % 9 != 4).then(|| figure(control)),
        }
    };
    ParallelTrend {
        titles: titles(
            "Both moved in step before the start",
            "Claims settled, and Motor claims",
            "",
        ),
        names: (
            sample.name(0, &["Claims"]),
            sample.name(1, &["Claims", "Motor claims"]),
        ),
        points: (0..count).map(point).collect(),
        start: first_day() + Days::new(12 * 7),
    }
    .draw(options)
}

pub(crate) fn roi_range(sample: Sample, options: &Options) -> Drawing {
    let names = [
        "Claims triage assistant",
        "Code review agents",
        "Letter drafting",
        "Research copilot",
    ];
    let worth = [(-40, 185, 420), (-110, 62, 240), (-95, -20, 70), (-160, 35, 380)];
    let initiative = |at: usize| {
        let (p10, p50, p90) = worth[at % worth.len()];
        let figure = |value: i128| {
            Figure::whole(
                if sample == Sample::Negative {
                    -500 - value
                } else {
                    value
                } * 1_000,
            )
        };
        let (low, high) = (figure(p10).min(figure(p90)), figure(p10).max(figure(p90)));
        Worth {
            key: format!("initiative-{at}"),
            name: sample.name(at, &names),
            evidence: format!("evidence {}", ["A", "B", "C", "D"][at % 4]),
            is_weak: at % 4 > 1,
            p10: low,
            p50: figure(p50),
            p90: high,
        }
    };
    RoiRange {
        titles: titles(
            "One of four initiatives has paid for itself with evidence",
            "Net present value",
            "",
        ),
        unit: usd(),
        initiatives: (0..sample.count(names.len())).map(initiative).collect(),
    }
    .draw(options)
}

pub(crate) fn tornado(sample: Sample, options: &Options) -> Drawing {
    let drivers = [
        ("Hours saved per claim", "0.4", "1.1", -60, 480),
        ("Share of time redeployed", "30 %", "70 %", 20, 390),
        ("Adoption", "45 %", "85 %", 60, 300),
        ("Token price", "−20 %", "+40 %", 240, 110),
        ("Loaded hourly cost", "$48", "$62", 140, 235),
        ("Rollout delay", "0 mo", "6 mo", 205, 130),
    ];
    let names = drivers.map(|driver| driver.0);
    let driver = |at: usize| {
        let (_, low, high, at_low, at_high) = drivers[at % drivers.len()];
        let figure = |value: i128| Figure::whole(sample.value(1, value * 1_000));
        Driver {
            key: format!("driver-{at}"),
            name: sample.name(at, &names),
            range: (low.to_owned(), high.to_owned()),
            at_low: figure(at_low),
            at_high: figure(at_high),
        }
    };
    Tornado {
        titles: titles(
            "Hours saved decide whether it pays",
            "Net present value, one assumption at a time",
            "",
        ),
        unit: usd(),
        base: Figure::whole(sample.value(1, 185_000)),
        drivers: (0..sample.count(names.len())).map(driver).collect(),
    }
    .draw(options)
}

pub(crate) fn cash_flow(sample: Sample, options: &Options) -> Drawing {
    let count = sample.count(18);
    let flow = |at: usize| {
        let net = if at < 4 {
            -42_000 + 6_000 * at as i128
        } else {
            6_000 + 1_900 * (at as i128 % 20)
        };
        Flow {
            period: period(sample, at),
            net: Figure::whole(if sample == Sample::Negative { -net } else { net }),
            is_forecast: at >= 15,
        }
    };
    CashFlow {
        titles: titles(
            "The assistant pays back in its eleventh month",
            "Cash flow, claims triage assistant",
            "",
        ),
        unit: usd(),
        flows: (0..count).map(flow).collect(),
    }
    .draw(options)
}
