//! Benefit: what a measured gain was worth, point by point.
//!
//! `benefit_t = (KPI_t − KPI_cf,t) · unit value · attribution · (1 − risk)`, hours also `· recapture`, all at mid. What is
//! counted adds up point by point; a level (a rate, a score, a duration) counts once a month, by its mean.
//! Inputs: a [`Counterfactual`] and the scenario that prices it. Unit: the scenario's currency.
//! Guards: realised, so never in one bar with an estimate; losses are negative, not cut.

use chrono::NaiveDate;
use model::{Money, Period, Total};
use serde::Serialize;

use super::cash::Cash;
use super::counterfactual::Counterfactual;
use super::estimate;
use super::scenario::Scenario;
use crate::Explanation;
use crate::registry::{MetricInfo, Need};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "benefit",
    area: "roi",
    name: "Realised benefit",
    unit: "currency",
    formula: "(KPI − expected) · unit value · attribution · (1 − risk), hours · recapture",
    practice: "Tie consumption to KPIs",
    guard: "Never in one bar with an estimate",
    needs: &[Need::Kpis, Need::Scenario],
};

/// A realised benefit over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Benefits {
    /// One per point after the start, oldest first.
    pub points: Vec<(NaiveDate, Money)>,
    /// Their sum.
    pub total: Money,
    /// How it came about.
    pub explanation: Explanation,
}

/// Whether a KPI in this unit is a level, as a rate, a score or a duration is: written down more often, it is not more.
pub(crate) fn is_level(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let mut words = unit.split(|sign: char| !sign.is_alphanumeric());
    let is_level = |word| LEVELS.iter().any(|words| words.contains(&word));
    unit.contains(['%', '％', '/']) || words.any(is_level)
}

/// Words of a level: rates and scores, durations, *each*; in the languages that spreadsheets come in.
#[rustfmt::skip]
const LEVELS: &[&[&str]] = &[
    &["percent", "pct", "per", "share", "ratio", "rate", "score", "index", "rating", "nps", "csat", "average", "mean", "median", "day", "days", "minute", "minutes", "min", "second", "seconds", "ms"],
    &["prozent", "je", "pro", "anteil", "quote", "durchschnitt", "mittelwert", "note", "punktzahl", "tag", "tage", "minuten", "sekunde", "sekunden"],
    &["pourcent", "pourcentage", "par", "taux", "moyenne", "médiane", "indice", "jour", "jours", "seconde", "secondes"],
    &["porcentaje", "por", "tasa", "índice", "promedio", "media", "mediana", "puntuación", "día", "días", "dia", "dias", "minuto", "minutos", "segundo", "segundos"],
    &["percentagem", "porcentagem", "taxa", "média", "pontuação"],
    &["percentuale", "tasso", "punteggio", "giorno", "giorni", "minuti", "secondo", "secondi"],
    &["procent", "aandeel", "gemiddelde", "dag", "dagen", "seconden", "andel", "snitt", "dagar", "minuter", "sekunder", "dage", "minutter"],
    &["odsetek", "wskaźnik", "średnia", "dzień", "dni", "minuta", "minuty", "minut", "sekunda", "sekundy", "sekund"],
    &["日", "日数", "天", "天数", "分", "分钟", "秒", "率", "割合", "比例", "比率", "平均", "일", "분", "초", "비율", "평균"],
];

/// Prices the gains after the start of a KPI in some unit: point by point, those of a level month by month.
pub fn realised(gains: &Counterfactual, scenario: &Scenario, unit: &str) -> Benefits {
    let mut values = Cash::of(scenario).mid();
    let after = gains.points.iter().filter(|point| point.day >= gains.start);
    let gained = after.map(|point| (point.day, point.actual - point.expected));
    let gained: Vec<(NaiveDate, f64)> = if is_level(unit) {
        by_month(&gained.collect::<Vec<_>>())
    } else {
        gained.collect()
    };
    let points: Vec<(NaiveDate, Money)> = gained
        .into_iter()
        .map(|(day, gain)| {
            values[0] = gain;
            (day, estimate(Cash::benefit(&values), &scenario.currency))
        })
        .collect();
    let total: Total = points.iter().map(|(_, money)| money.total).sum();
    let total = Money::new(total, scenario.currency.clone());
    let formula = format!(
        "Σ gain × {} × {} × (1 − {}) × {} = {} {}",
        values[1],
        values[2],
        values[3],
        values[4],
        total.text(),
        total.currency
    );
    Benefits {
        explanation: Explanation::new("What the measured gain was worth.", formula)
            .covering(gains.explanation.coverage.clone())
            .guard("Realised and estimated benefits never share a bar.")
            .note_if(
                is_level(unit),
                format!("A level in “{unit}” counts once a month, by the mean of its points."),
            ),
        points,
        total,
    }
}

/// The mean of each month, on the first day that it has a point.
fn by_month(gained: &[(NaiveDate, f64)]) -> Vec<(NaiveDate, f64)> {
    let months = gained.chunk_by(|one, next| Period::month(one.0) == Period::month(next.0));
    let mean = |of: &[(NaiveDate, f64)]| of.iter().map(|(_, gain)| gain).sum::<f64>() / of.len() as f64;
    months.map(|of| (of[0].0, mean(of))).collect()
}

#[cfg(test)]
mod tests {
    use super::is_level;

    #[test]
    fn rates_scores_and_durations_are_levels_and_what_is_counted_is_not() {
        for unit in [
            "%",
            "CSAT score",
            "days",
            "claims / day",
            "tickets per agent",
            "share",
            "Tage",
            "jours",
            "días",
            "Prozent",
            "Tickets je Tag",
            "秒",
            "％",
        ] {
            assert!(is_level(unit), "{unit}");
        }
        for unit in [
            "claims",
            "hours",
            "story points",
            "",
            "invoices",
            "Stunden",
            "dossiers",
            "件",
        ] {
            assert!(!is_level(unit), "{unit}");
        }
    }
}
