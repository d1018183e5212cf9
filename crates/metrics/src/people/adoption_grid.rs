//! Adoption grid: which teams use which tools.
//!
//! Per tool and team `active ÷ (active + zero)`, unknown beside. Active: something by hand with the tool in the window, or
//! a list of seats says so (of the vendor's only tool, else of the product as a tool of its own).
//! Zero: nothing, and a source of the tool's vendor that knows the person watches every working day of it. Unknown: else.
//! Inputs: `PersonActivity`, `PersonDay`. Unit: fraction. Guards: eligible people only; tools somebody used in the history;
//! shown by the rule of `people/suppression.rs`, a tool being a group
//! as a team is; a person may use several tools, so tools are never added.

use std::collections::{BTreeMap, BTreeSet};

use model::{Period, PersonActivity, PersonDay, SeatSeen};

use super::doing::by_person;
use super::eligible::{Outside, expected};
use super::rates::suppress_rates;
use super::suppression::{Shown, whole};
use super::table::Totals;
use crate::registry::{MetricInfo, Need};
use crate::{Explanation, Rate, Settings};

/// What the registry says of it.
pub const INFO: MetricInfo = MetricInfo {
    id: "adoption-grid",
    area: "people",
    name: "Adoption grid",
    unit: "fraction",
    formula: "active ÷ (active + zero) per tool and team, unknown beside",
    practice: "Which teams use which tools",
    guard: "Zero needs a source that covers the person; small groups hidden, above the line, below it and unknown; tools are never added",
    needs: &[Need::People],
};

/// Tools by team.
#[derive(Clone, Debug, PartialEq)]
pub struct AdoptionGrid {
    /// Tools in alphabetical order.
    pub tools: Vec<String>,
    /// Teams in alphabetical order.
    pub teams: Vec<String>,
    /// Teams × tools.
    pub cells: Vec<Vec<Shown<Rate>>>,
    /// All teams, per tool.
    pub all: Vec<Shown<Rate>>,
    /// Of whom use is not expected.
    pub outside: Shown<Outside>,
    /// How it came about.
    pub explanation: Explanation,
}

/// Which teams use which tools in a window. `days` reach back over a history: it says which tools there are.
pub fn adoption_grid(
    people: &[PersonActivity],
    days: &[PersonDay],
    window: Period,
    settings: &Settings,
) -> AdoptionGrid {
    let expected = expected(people, window, &settings.windows);
    let tools = tools(days, &expected.eligible);
    let lines = by_person(days);
    let mut teams: BTreeMap<&str, Vec<Rate>> = BTreeMap::new();
    for person in &expected.eligible {
        let row = teams
            .entry(&person.team)
            .or_insert_with(|| vec![Rate::default(); tools.len()]);
        let own = lines.get(&person.person).map_or(&[][..], Vec::as_slice);
        let by_seat = person
            .seen_by_seat
            .iter()
            .filter(|seat| window.contains(seat.day));
        let mut used: BTreeSet<&str> = own
            .iter()
            .filter(|line| line.counts_in(window))
            .map(|line| tool(line))
            .collect();
        used.extend(by_seat.map(|seat| of_seat(seat, &tools)));
        for (cell, (tool, vendors)) in row.iter_mut().zip(&tools) {
            let is_watched = || {
                vendors
                    .iter()
                    .any(|vendor| person.is_watched(window, Some(vendor)))
            };
            count(cell, used.contains(tool), is_watched);
        }
    }
    let shown = (0..tools.len()).map(|at| {
        let rates: Vec<Rate> = teams.values().map(|row| row[at]).collect();
        suppress_rates(&rates, &[], Totals::Groups, settings.privacy)
    });
    let shown: Vec<_> = shown.collect();
    let of_team = |row: usize| shown.iter().map(|tool| tool.groups[row].clone()).collect();
    let all: Vec<Shown<Rate>> = shown.iter().map(|tool| tool.all.clone()).collect();
    let tools: Vec<String> = tools.keys().map(|tool| (*tool).to_owned()).collect();
    let outside = expected.shown_outside(settings.privacy);
    let eligible = expected.eligible.len();
    AdoptionGrid {
        explanation: explain(&tools, &all, window).covering(format!(
            "{} eligible people; outside: {}",
            whole(eligible, eligible as u64, settings.privacy).text(usize::to_string),
            outside.text(Outside::text)
        )),
        tools,
        cells: (0..teams.len()).map(of_team).collect(),
        teams: teams.into_keys().map(str::to_owned).collect(),
        all,
        outside,
    }
}

/// Tools with the vendors whose sources tell of them.
type Tools<'t> = BTreeMap<&'t str, BTreeSet<&'t str>>;

/// Tools used by hand, and products that only lists of seats know of.
fn tools<'t>(days: &'t [PersonDay], people: &[&'t PersonActivity]) -> Tools<'t> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in days.iter().filter(|line| line.is_activity()) {
        found.entry(tool(line)).or_default().insert(&*line.provider);
    }
    let by_lines = found.clone();
    for seat in people.iter().flat_map(|person| &person.seen_by_seat) {
        let tool = of_seat(seat, &by_lines);
        found.entry(tool).or_default().insert(&seat.provider);
    }
    found
}

/// The only tool of a seat's vendor; where there are several or none, the product itself.
fn of_seat<'t>(seat: &'t SeatSeen, tools: &Tools<'t>) -> &'t str {
    let mut of_vendor = tools
        .iter()
        .filter(|(_, vendors)| vendors.contains(seat.provider.as_str()));
    match (of_vendor.next(), of_vendor.next()) {
        (Some((tool, _)), None) => tool,
        _ => &seat.product,
    }
}

fn tool(line: &PersonDay) -> &str {
    if line.tool.is_empty() {
        &line.provider
    } else {
        &line.tool
    }
}

fn count(cell: &mut Rate, is_active: bool, is_watched: impl Fn() -> bool) {
    if is_active {
        cell.numerator += 1;
        cell.denominator += 1;
    } else if is_watched() {
        cell.denominator += 1;
    } else {
        cell.unknown += 1;
    }
}

fn explain(tools: &[String], all: &[Shown<Rate>], window: Period) -> Explanation {
    let said: Vec<String> = tools
        .iter()
        .zip(all)
        .map(|(tool, rate)| format!("{tool}: {}", rate.text(Rate::text)))
        .collect();
    Explanation::new("Which teams use which tools: active people of those covered, per tool and team.", said.join("; "))
        .input("window", &format!("{} to {} (end exclusive)", window.from, window.to))
        .guard("Zero needs a source of the tool's vendor that knows the person and covers every working day; else it is unknown.")
        .guard("A cell is hidden where few people use the tool, few do not, or of few nothing is known, with as many neighbours as keep them from following from sums.")
        .note("A person may use several tools: tools are never added.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, on, people};

    #[test]
    fn the_three_states_are_told_apart_per_tool() {
        let window = Period::new(day("2026-10-19"), day("2026-11-16"));
        let mut all = people(&[1; 12]);
        all[11].watched.clear();
        let other = |line: PersonDay| PersonDay {
            provider: "Other".into(),
            ..line
        };
        let lines: Vec<PersonDay> = (1..=6)
            .map(|who| on(who, day("2026-11-02"), "Cursor", 1))
            .chain((7..=12).map(|who| other(on(who, day("2026-11-02"), "Chat", 1))))
            .chain([on(1, day("2026-09-02"), "Old", 1)])
            .collect();
        let mut open = Settings::default();
        open.privacy.minimum = 1;
        let made = adoption_grid(&all, &lines, window, &open);
        assert_eq!(made.tools, ["Chat", "Cursor", "Old"]);
        let text = |at: usize| made.all[at].value().map(Rate::text);
        // Of Chat's vendor nothing is known but of those who used it.
        assert_eq!(text(0).as_deref(), Some("6 of 6 (100 %), 6 unknown"));
        assert_eq!(text(1).as_deref(), Some("6 of 11 (55 %), 1 unknown"));
        assert_eq!(text(2).as_deref(), Some("0 of 11 (0 %), 1 unknown"));
        let made = adoption_grid(&all, &lines, window, &Settings::default());
        let is_shown: Vec<bool> = made.all.iter().map(|rate| rate.value().is_some()).collect();
        assert_eq!(is_shown, [true, false, false], "one is unknown of the others");
    }

    #[test]
    fn a_seat_list_says_who_used_its_vendors_only_tool() {
        let window = Period::new(day("2026-10-19"), day("2026-11-16"));
        let mut all = people(&[1; 6]);
        let seat = |provider: &str| SeatSeen {
            provider: provider.into(),
            product: "Seat".into(),
            day: day("2026-11-03"),
            listed: day("2026-11-15"),
            ..SeatSeen::default()
        };
        for person in &mut all {
            person.seen_by_seat = vec![seat("Vendor"), seat("Other")];
        }
        let lines = [on(1, day("2026-06-02"), "Cursor", 1)];
        let made = adoption_grid(&all, &lines, window, &Settings::default());
        let said: Vec<String> = made.all.iter().filter_map(Shown::value).map(Rate::text).collect();
        assert_eq!(made.tools, ["Cursor", "Seat"]);
        assert_eq!(said, ["6 of 6 (100 %)", "6 of 6 (100 %)"]);
    }

    #[test]
    fn a_small_team_hides_a_neighbour_in_its_row_and_in_its_column() {
        let window = Period::new(day("2026-10-19"), day("2026-11-16"));
        let mut all = people(&[1; 33]);
        for (at, person) in all.iter_mut().enumerate() {
            person.team = ["A", "B", "C"][usize::from(at >= 3) + usize::from(at >= 15)].into();
        }
        let lines: Vec<PersonDay> = (1..=33)
            .flat_map(|who| {
                [
                    on(who, day("2026-11-02"), "x", 1),
                    on(who, day("2026-11-02"), "y", 1),
                ]
            })
            .collect();
        let made = adoption_grid(&all, &lines, window, &Settings::default());
        let shown: Vec<Vec<bool>> = made
            .cells
            .iter()
            .map(|row| row.iter().map(|cell| cell.value().is_some()).collect())
            .collect();
        assert_eq!(shown, [vec![false, false], vec![false, false], vec![true, true]]);
    }
}
