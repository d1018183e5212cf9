//! Charts of adoption: bands per team, tools by team, cohorts, regularity. Groups only; what is hidden says so.

use charts::charts as chart;
use charts::format;
use charts::{Figure, Locale, Options, Unit};
use metrics::Rate;
use metrics::people::suppression::Shown;
use metrics::people::{adoption_grid as grid, bands as ladder, cohorts as journey, regularity as regular};

use super::people::{titles, window_words};
use crate::scope::Scope;
use crate::show::Charted;
use crate::view::Route;
use crate::{Result, adoption, show};

/// How many people of each team are in each band.
pub(super) fn bands(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = ladder::bands(
        scope.people()?,
        scope.person_days()?,
        adoption::look(scope),
        &scope.settings,
    );
    let table = &made.table;
    let teams = made.teams.iter().zip(&table.cells).zip(&table.rows);
    let teams = teams.map(|((team, parts), total)| chart::TeamBands {
        key: team.clone(),
        name: team_name(team),
        parts: parts.iter().map(counted).collect(),
        total: counted(total),
    });
    let mut titles = titles(
        scope,
        bands_finding(&scope.locale, &made),
        format!(
            "People by band, {} ladder, {}",
            made.preset.id(),
            bands_window(scope, made.preset)
        ),
    );
    if made.preset == ladder::Preset::Volume {
        titles.remark.push_str("Gameable: tokens are easily burnt.");
    }
    let input = chart::Bands {
        titles,
        names: made.names.iter().map(|name| (*name).to_owned()).collect(),
        teams: teams.collect(),
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: made.explanation,
        go: to_team(scope),
    })
}

fn bands_window(scope: &Scope<'_>, preset: ladder::Preset) -> String {
    if preset == ladder::Preset::Viva {
        "last 12 full weeks".to_owned()
    } else {
        window_words(scope)
    }
}

/// `32 of 265 people do not use AI; 30 stand in the top band, Champion`. Where it is hidden of how many nothing is known, it is not
/// said of how many either: those would be among them.
fn bands_finding(locale: &Locale, made: &ladder::Bands) -> String {
    let count = |people: u32| format::count(people.into(), locale);
    let shown = |at: usize| made.table.columns.get(at).and_then(Shown::value).copied();
    let (Some(all), Some(last)) = (made.table.total.value(), made.names.len().checked_sub(1)) else {
        let word = if made.teams.is_empty() {
            NOTHING_KNOWN
        } else {
            "Too few people to show bands"
        };
        return word.to_owned();
    };
    if *all == 0 {
        return NOTHING_KNOWN.to_owned();
    }
    let known = shown(made.names.len()).map(|unknown| all - unknown);
    if known == Some(0) {
        return NOTHING_KNOWN.to_owned();
    }
    let known = known.map(count);
    let none = shown(0).map(|people| match (&known, people) {
        (Some(known), _) => format!("{} of {known} people do not use AI", count(people)),
        (None, 1) => "1 person is known not to use AI".to_owned(),
        (None, _) => format!("{} people are known not to use AI", count(people)),
    });
    let top = shown(last).map(|people| {
        let stand = match people {
            0 => "nobody stands".to_owned(),
            1 => "1 person stands".to_owned(),
            many => format!("{} stand", count(many)),
        };
        format!("{stand} in the top band, {}", made.names[last])
    });
    let said: Vec<String> = none.into_iter().chain(top).collect();
    if said.is_empty() {
        return known.map_or_else(
            || "How many stand in the lowest and the top band is hidden".to_owned(),
            |known| format!("{known} people stand on the ladder"),
        );
    }
    model::capitalised(&said.join("; "))
}

const NOTHING_KNOWN: &str = "Nobody\u{2019}s use is known yet";

/// Tools by team.
pub(super) fn adoption_grid(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = grid::adoption_grid(
        scope.people()?,
        scope.person_days()?,
        scope.people_window(),
        &scope.settings,
    );
    let line = |key: &str, name: String, cells: &[Shown<Rate>]| chart::GridRow {
        key: key.to_owned(),
        name,
        cells: cells.iter().map(rate_cell).collect(),
    };
    let all = line("", "All teams".to_owned(), &made.all);
    let teams = made.teams.iter().zip(&made.cells);
    let teams = teams.map(|(team, cells)| line(team, team_name(team), cells));
    let description = format!("Active people of those covered, {}", window_words(scope));
    let rows = if made.teams.is_empty() {
        Vec::new()
    } else {
        [all].into_iter().chain(teams).collect()
    };
    let input = chart::Grid {
        titles: titles(scope, grid_finding(&made), description),
        row: "Team".to_owned(),
        columns: made.tools.clone(),
        rows,
        empty: "No export that names people tells of a tool yet.".to_owned(),
    };
    Ok(Charted {
        drawing: input.draw(options),
        explanation: made.explanation,
        go: to_team(scope),
    })
}

/// The tool that the largest part of those covered uses.
fn grid_finding(made: &grid::AdoptionGrid) -> String {
    let shares = made.tools.iter().zip(&made.all).filter_map(|(tool, rate)| {
        let rate = rate.value()?;
        Some((rate.fraction()?, rate, tool))
    });
    let widest = shares.max_by(|a, b| a.0.total_cmp(&b.0));
    widest.map_or_else(
        || "Which teams use which tools is not known yet".to_owned(),
        |(_, rate, tool)| {
            format!(
                "{tool} reaches most of those it covers: {} of {}",
                rate.numerator, rate.denominator
            )
        },
    )
}

fn rate_cell(shown: &Shown<Rate>) -> chart::GridCell {
    match shown {
        Shown::Hidden(why) => chart::GridCell::Hidden(why.mark()),
        Shown::Value(rate) if rate.denominator == 0 => {
            chart::GridCell::None(format!("{} unknown", rate.unknown))
        }
        Shown::Value(rate) => {
            let unknown = if rate.unknown > 0 {
                format!(", {} unknown", rate.unknown)
            } else {
                String::new()
            };
            let counts = format!("{} of {}{unknown}", rate.numerator, rate.denominator);
            chart::GridCell::Share(
                Figure::ratio(rate.numerator.into(), rate.denominator.into()),
                counts,
            )
        }
    }
}

/// Retention by month of first use.
pub(super) fn cohorts(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let until = scope.people_window().to;
    let made = journey::cohorts(
        scope.people()?,
        scope.person_days()?,
        until,
        scope.settings.privacy,
    );
    let line = |cohort: &journey::Cohort| {
        let name = cohort.month.map_or_else(
            || "All cohorts".to_owned(),
            |month| format::period(&model::Period::month(month), &scope.locale),
        );
        let size = match &cohort.people {
            Shown::Value(people) => show::count(scope, *people),
            Shown::Hidden(why) => why.mark(),
        };
        let cell = |cell: &Option<Shown<Rate>>| {
            cell.as_ref()
                .map_or_else(|| chart::GridCell::None("not yet".to_owned()), rate_cell)
        };
        chart::GridRow {
            key: cohort.month.map_or_else(String::new, |month| month.to_string()),
            name: format!("{name} ({size})"),
            cells: cohort.weeks.iter().map(cell).collect(),
        }
    };
    let all = [&made.all].into_iter().chain(&made.cohorts);
    let rows = if made.cohorts.is_empty() {
        Vec::new()
    } else {
        all.map(line).collect()
    };
    let input = chart::Grid {
        titles: titles(
            scope,
            cohorts_finding(&made),
            "Active again so many weeks after the first, by month of first use".to_owned(),
        ),
        row: "First used in".to_owned(),
        columns: journey::AFTER
            .iter()
            .map(|after| format!("Week {after}"))
            .collect(),
        rows,
        empty: "Nobody named has used anything yet.".to_owned(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

fn cohorts_finding(made: &journey::Cohorts) -> String {
    let last = made.all.weeks.iter().zip(journey::AFTER).rev();
    let mut shown = last.filter_map(|(cell, after)| Some((cell.as_ref()?.value()?, after)));
    shown.find(|(rate, _)| rate.denominator > 0).map_or_else(
        || "Whether people stay is not known yet".to_owned(),
        |(rate, after)| {
            let share = rate.fraction().map(show::percent).unwrap_or_default();
            format!("{share} of new users are active in week {after} after their first")
        },
    )
}

/// People active on each day.
pub(super) fn regularity(scope: &Scope<'_>, options: &Options) -> Result<Charted> {
    let made = regular::regularity(
        scope.people()?,
        scope.person_days()?,
        scope.people_history(),
        scope.settings.privacy,
    );
    let day = |day: &regular::DayUse| {
        let seen = match &day.active {
            None => chart::DaySeen::NotCovered,
            Some(Shown::Value(people)) => chart::DaySeen::Figure(Figure::whole((*people).into())),
            Some(Shown::Hidden(why)) => chart::DaySeen::Hidden(why.mark()),
        };
        (day.day, seen)
    };
    let finding = if made.finding.is_empty() {
        "How regular use is cannot be shown".to_owned()
    } else {
        made.finding
    };
    let mut titles = titles(scope, finding, "People active per day".to_owned());
    titles.notes[0] = format::span(&scope.people_history(), &scope.locale);
    let input = chart::HeatMap {
        titles,
        unit: Unit::Count("people".to_owned()),
        days: made.days.iter().map(day).collect(),
    };
    Ok(Charted::still(input.draw(options), made.explanation))
}

/// A mark of a team leads to its people screen.
fn to_team(scope: &Scope<'_>) -> show::Go {
    let mut route = Route {
        screen: "people".to_owned(),
        ..scope.route.clone()
    };
    let filters: Vec<crate::view::FilterView> = route
        .filters
        .drain(..)
        .filter(|filter| filter.dimension != "team")
        .collect();
    Box::new(move |key| {
        let team = key.split('|').next().filter(|team| !team.is_empty())?;
        let only = crate::view::FilterView {
            dimension: "team".to_owned(),
            values: vec![team.to_owned()],
        };
        Some(Route {
            filters: filters.iter().cloned().chain([only]).collect(),
            ..route.clone()
        })
    })
}

fn team_name(team: &str) -> String {
    if team.is_empty() {
        "no team".to_owned()
    } else {
        team.to_owned()
    }
}

fn counted(shown: &Shown<u32>) -> chart::Counted {
    match shown {
        Shown::Value(people) => chart::Counted::People((*people).into()),
        Shown::Hidden(why) => chart::Counted::Hidden(why.mark()),
    }
}

#[cfg(test)]
mod tests {
    use metrics::people::suppression::Hidden;
    use metrics::people::table::ShownTable;

    use super::*;

    fn finding(columns: Vec<Shown<u32>>) -> String {
        let made = ladder::Bands {
            preset: ladder::Preset::Behaviour,
            names: vec!["No use", "Champion"],
            teams: Vec::new(),
            table: ShownTable {
                cells: Vec::new(),
                rows: Vec::new(),
                columns,
                total: Shown::Value(60),
            },
            outside: Shown::Hidden(Hidden::Protects(5)),
            kept_up: Shown::Value(0),
            moved: [Shown::Value(0), Shown::Value(0)],
            without_depth: 0,
            explanation: metrics::Explanation::default(),
        };
        bands_finding(&Locale::default(), &made)
    }

    #[test]
    fn where_the_unknown_are_hidden_nobody_is_taken_for_a_user() {
        let hidden = || Shown::Hidden(Hidden::Protects(5));
        let known = finding(vec![Shown::Value(12), Shown::Value(30), Shown::Value(18)]);
        assert_eq!(
            known,
            "12 of 42 people do not use AI; 30 stand in the top band, Champion"
        );
        let said = finding(vec![Shown::Value(0), Shown::Value(30), hidden()]);
        assert_eq!(
            said,
            "0 people are known not to use AI; 30 stand in the top band, Champion"
        );
        assert!(!finding(vec![hidden(), hidden(), hidden()]).contains("60"));
        let said = finding(vec![hidden(), Shown::Value(0), hidden()]);
        assert_eq!(said, "Nobody stands in the top band, Champion");
        let said = finding(vec![hidden(), Shown::Value(1), hidden()]);
        assert_eq!(said, "1 person stands in the top band, Champion");
    }
}
