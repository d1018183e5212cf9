//! Asks for what outcome metrics need: which KPI belongs to which team, and tokens by month, team and person.
//! Names of people never leave the metric. Computes nothing.

use metrics::roi::decoupling::{Asked, Decoupling, LinkedKpi, decoupling};
use model::{Dimension, Grain, Measure, Query};
use store::KpiSeries;

use crate::scope::Scope;
use crate::{Result, initiative};

/// Each team's KPI: what an initiative declares, else the one series that bears the team's name.
pub(crate) fn linked(scope: &Scope<'_>) -> Result<Vec<LinkedKpi>> {
    let all = scope.book.kpis()?;
    let declared = initiative::initiatives(scope.book)?;
    let is_declared = |series: &&KpiSeries| {
        let benefits = declared.iter().map(|one| &one.scenario.benefit);
        benefits
            .into_iter()
            .any(|benefit| (&benefit.kpi, &benefit.team) == (&series.name, &series.team))
    };
    let link = |series: &KpiSeries, is_declared| LinkedKpi {
        team: series.team.clone(),
        kpi: series.name.clone(),
        unit: series.unit.clone(),
        is_declared,
        points: series.points.clone(),
    };
    let mut links: Vec<LinkedKpi> = all
        .iter()
        .filter(is_declared)
        .map(|series| link(series, true))
        .collect();
    let alone = |series: &&KpiSeries| all.iter().filter(|other| other.team == series.team).count() == 1;
    let others = all.iter().filter(|series| !is_declared(series)).filter(alone);
    links.extend(others.map(|series| link(series, false)));
    Ok(links)
}

/// Tokens against outcome, over everything the book knows.
pub(crate) fn decoupled(scope: &Scope<'_>) -> Result<Decoupling> {
    let by = [Dimension::Time(Grain::Month), Dimension::Team, Dimension::Person];
    let query = Query {
        filters: scope.filters.clone(),
        ..by.into_iter().fold(Query::of(Measure::Tokens), Query::by)
    };
    let mut kpis = linked(scope)?;
    kpis.retain(|kpi| kpi.team.is_empty() || scope.accepts(&Dimension::Team, &kpi.team));
    let asked = Asked {
        data: scope.data,
        privacy: scope.settings.privacy,
        settings: scope.settings.decoupling,
    };
    Ok(decoupling(&scope.book.groups(&query)?, &kpis, &asked))
}
