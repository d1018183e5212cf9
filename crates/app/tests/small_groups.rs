//! What a reader of every answer about people could work out: no part of a group of fewer than five, not by any sum of what
//! is shown. Random small books are asked; what they answer is attacked.

#[path = "attack/mod.rs"]
mod attack;
mod numbered;

use std::collections::BTreeSet;

use app::ask::Ask;
use app::scope::Scope;
use app::shelf::Shelf;
use app::view::Route;
use attack::company::{MOVED, book, day, moved};
use attack::{Table, cell, few, parts, rate_parts};
use metrics::people::suppression::{Privacy, closes};
use metrics::registry::{METRICS, Need};
use model::Period;
use serde_json::{Value, json};
use store::Book;

/// The metrics that say anything of people in groups.
fn of_people() -> Vec<&'static str> {
    let is_of_people = |needs: &[Need]| {
        needs
            .iter()
            .any(|need| matches!(need, Need::People | Need::Seats))
    };
    let metrics = METRICS
        .iter()
        .filter(|metric| metric.area == "people" || is_of_people(metric.needs));
    metrics.map(|metric| metric.id).collect()
}

fn settings(path: &std::path::Path, stated: &Value) {
    let book = Book::open(path).expect("a book");
    book.put_json("settings", "settings", stated).expect("settings");
}

fn answers(path: &std::path::Path, id: &str) -> Option<Value> {
    let shelf = Shelf::open(path).expect("a book");
    shelf.show(id, &Ask::default()).ok()
}

/// Everybody by team, as a whole.
fn sizes(path: &std::path::Path) -> Vec<(String, u32)> {
    let book = Book::open(path).expect("a book");
    let window = Period::new(day("2026-09-01"), day("2026-09-30"));
    let mut teams = std::collections::BTreeMap::new();
    for person in book.people(window, window).expect("people") {
        *teams.entry(person.team).or_default() += 1;
    }
    teams.into_iter().collect()
}

#[test]
fn a_filter_shows_nothing_of_a_team_that_the_breakdown_hides() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut closed, mut open) = (0, 0);
    for seed in 0..12 {
        let path = folder.path().join(format!("{seed}.counterfoil"));
        drop(book(&path, seed));
        let teams = sizes(&path);
        for (team, _) in &teams {
            let groups: Vec<(u32, bool)> = teams.iter().map(|(own, size)| (*size, own == team)).collect();
            let ask = Ask {
                filters: vec![format!("team={team}")],
                ..Ask::default()
            };
            let shelf = Shelf::open(&path).expect("a book");
            let all = shelf.show("bands", &ask).expect("bands")["rows"][0]["all"].clone();
            if closes(&groups, Privacy::default()) {
                assert!(
                    cell(&all).is_none_or(|all| all == 0),
                    "seed {seed}, {team}: {all}"
                );
                closed += 1;
            } else {
                open += usize::from(all.as_i64().is_some_and(|all| all > 0));
            }
        }
    }
    assert!(closed > 5 && open > 5, "{closed} closed, {open} open");
}

#[test]
fn no_part_of_a_group_of_fewer_than_five_follows_from_any_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut hidden, mut shown) = (0, 0);
    for seed in 0..24 {
        let path = folder.path().join(format!("{seed}.counterfoil"));
        drop(book(&path, seed));
        settings(&path, &json!({"ranking.on": true, "ranking.draws": 100}));
        let bands = answers(&path, "bands");
        for id in of_people() {
            let Some(answer) = answers(&path, id) else {
                continue;
            };
            for table in tables(id, &answer, bands.as_ref()) {
                if let Some(found) = table.attacked() {
                    panic!("seed {seed}, {id}: {found}\n{table:?}\n{}", answer["rows"]);
                }
                hidden += table.hidden();
                shown += table.shown();
            }
        }
    }
    assert!(hidden > 500 && shown > 500, "{hidden} hidden, {shown} shown");
}

#[test]
fn no_book_shows_groups_of_fewer_than_five_whatever_it_states() {
    let folder = tempfile::tempdir().expect("a folder");
    for seed in [1, 2, 3] {
        let path = folder.path().join(format!("{seed}.counterfoil"));
        drop(book(&path, seed));
        let before = answers(&path, "bands");
        settings(&path, &json!({"privacy.minimum": 1}));
        assert_eq!(
            before.map(|answer| answer["rows"].clone()),
            answers(&path, "bands").map(|answer| answer["rows"].clone())
        );
    }
    let path = folder.path().join("1.counterfoil");
    let book = Book::open(&path).expect("a book");
    app::settings::set(&book, "ranking.on", Some("true")).expect("another setting can still be changed");
    let refused = app::settings::set(&book, "privacy.minimum", Some("4")).expect_err("too few");
    assert!(refused.message().contains("at least 5"), "{}", refused.message());
}

/// Sums by team: the rows of an answer.
fn by_team(path: &std::path::Path, filters: &[&str], names: bool) -> Result<Vec<(String, i64)>, String> {
    let shelf = Shelf::open(path).expect("a book");
    let ask = Ask {
        by: vec!["team".to_owned()],
        filters: filters.iter().map(|filter| (*filter).to_owned()).collect(),
        names,
        ..Ask::default()
    };
    let answer = shelf.answer("usage", &ask, model::Measure::Tokens);
    let answer = answer.map_err(|error| error.message())?;
    let row = |row: &Value| {
        let team = row["team"].as_str().expect("a team").to_owned();
        (team, row["tokens"].as_i64().expect("tokens"))
    };
    Ok(answer["rows"].as_array().expect("rows").iter().map(row).collect())
}

#[test]
fn a_sum_of_few_people_stands_alone_neither_in_a_breakdown_nor_under_a_filter() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut joined, mut refused, mut shown) = (0, 0, 0);
    for seed in 0..12 {
        let path = folder.path().join(format!("{seed}.counterfoil"));
        drop(book(&path, seed));
        let teams = sizes(&path);
        let (rows, named) = (
            by_team(&path, &[], false).expect("sums"),
            by_team(&path, &[], true).expect("sums by name"),
        );
        let sum = |rows: &[(String, i64)]| rows.iter().map(|row| row.1).sum::<i64>();
        assert_eq!(sum(&rows), sum(&named), "seed {seed}: the total stays");
        for (team, size) in &teams {
            let groups: Vec<(u32, bool)> = teams.iter().map(|(own, size)| (*size, own == team)).collect();
            let is_alone = rows.iter().any(|row| row.0 == *team);
            let filter = format!("team={team}");
            let filtered = by_team(&path, &[&filter], false);
            if closes(&groups, Privacy::default()) {
                assert!(!is_alone, "seed {seed}: {team} of {size} stands alone");
                assert!(
                    filtered
                        .expect_err("too few")
                        .contains("hidden to protect fewer than 5")
                );
                assert!(
                    by_team(&path, &[&filter], true).is_ok(),
                    "whoever may see names sees it"
                );
                refused += 1;
            } else {
                shown += usize::from(is_alone && filtered.is_ok());
            }
        }
        joined += usize::from(rows.iter().any(|row| row.0.starts_with("hidden to protect")));
    }
    assert!(
        joined > 3 && refused > 5 && shown > 5,
        "{joined} joined, {refused} refused, {shown} shown"
    );
}

/// The teams that stand alone in an answer about some days.
fn alone(path: &std::path::Path, (from, to): (&str, &str)) -> BTreeSet<String> {
    let ask = Ask {
        by: vec!["team".to_owned()],
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        ..Ask::default()
    };
    let shelf = Shelf::open(path).expect("a book");
    let answer = shelf.answer("usage", &ask, model::Measure::Tokens).expect("sums");
    let rows = answer["rows"].as_array().expect("rows").iter();
    let teams = rows.map(|row| row["team"].as_str().expect("a team").to_owned());
    teams.filter(|team| !team.starts_with("hidden")).collect()
}

#[test]
fn who_moves_is_told_neither_by_the_teams_of_then_nor_by_less_of_more_days() {
    const ALL: (&str, &str) = ("2026-06-29", "2026-09-30");
    let folder = tempfile::tempdir().expect("a folder");
    let (mut shown, mut gone) = (0, 0);
    for seed in 0..24 {
        let path = folder.path().join(format!("{seed}.counterfoil"));
        let rosters = moved(&mut book(&path, seed), seed);
        let parts = [(ALL.0, MOVED), (MOVED, ALL.1)];
        let whole = alone(&path, ALL);
        for (part, teams) in parts.into_iter().zip(&rosters) {
            let people = |of: &dyn Fn(&str) -> bool| teams.iter().filter(|team| of(team)).count() as i64;
            let own = alone(&path, part);
            for team in &whole {
                assert!(
                    !few(people(&|one| one == team)),
                    "seed {seed}: {team} of few stands alone"
                );
            }
            // What is left when the shown is taken from the total is of many people, with the teams of these days and of all.
            for alone in [&own, &whole] {
                let left = people(&|one| !alone.contains(one));
                assert!(
                    alone.is_empty() || !few(left),
                    "seed {seed}: {left} people follow"
                );
            }
            shown += whole.len();
            gone += own.difference(&whole).count();
        }
    }
    assert!(
        shown > 20 && gone > 3,
        "{shown} shown, {gone} hidden for other days"
    );
}

#[test]
fn nobody_is_asked_about_by_name_unless_names_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.counterfoil");
    drop(book(&path, 4));
    let filter = "person=Person 1";
    assert!(
        by_team(&path, &[filter], false)
            .expect_err("a name")
            .contains("names somebody")
    );
    assert!(by_team(&path, &[filter], true).is_ok());
    let shelf = Shelf::open(&path).expect("a book");
    for metric in METRICS {
        let ask = Ask {
            filters: vec![filter.to_owned()],
            ..Ask::default()
        };
        // What does not look at single people says that the filter changes nothing.
        if let Ok(answer) = shelf.show(metric.id, &ask) {
            assert!(
                answer["notes"]
                    .to_string()
                    .contains("`--where person` changes nothing"),
                "{}",
                metric.id
            );
        }
    }
    let teams: BTreeSet<String> = sizes(&path)
        .into_iter()
        .filter(|team| team.1 < 5)
        .map(|team| team.0)
        .collect();
    let people = shelf.people(false).expect("people");
    for person in people["people"].as_array().expect("a list") {
        assert!(
            !teams.contains(person["team"].as_str().expect("a team")),
            "{person}"
        );
    }
}

#[test]
fn a_setting_moves_no_metric_but_those_that_are_computed_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("b.counterfoil");
    drop(book(&path, 5));
    settings(&path, &json!({"ranking.on": true, "ranking.draws": 100}));
    let rows = |path: &std::path::Path| -> Vec<(&'static str, Value)> {
        let shown = METRICS.iter().filter(|metric| metric.id != "spend");
        let shown = shown.filter_map(|metric| Some((metric.name, answers(path, metric.id)?["rows"].clone())));
        shown.collect()
    };
    let before = rows(&path);
    for (key, value) in [
        ("privacy.minimum", "9"),
        ("privacy.dominance-percent", "50"),
        ("windows.days", "14"),
        ("windows.history", "60"),
        ("windows.grace", "90"),
        ("review.needed", "1"),
        ("ranking.seed", "8"),
        ("bands.full-categories", "1"),
        ("utilisation.habit-weeks", "2"),
        ("streaks.weeks", "2"),
        ("phase.tenure-days", "1"),
        ("decoupling.least-change-percent", "1"),
        ("preference.adopted-months", "1"),
    ] {
        let book = Book::open(&path).expect("a book");
        let scope = Scope::of(&book, &Route::default())
            .expect("a scope")
            .expect("data");
        let told = app::settings::effect(&scope, key, value).expect("an effect");
        let told: BTreeSet<&str> = told.iter().map(|moved| moved.metric).collect();
        app::settings::set(&book, key, Some(value)).expect("set");
        drop(book);
        let after = rows(&path);
        let moved = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after);
        let moved: BTreeSet<&str> = moved.map(|(before, _)| before.0).collect();
        assert_eq!(told, moved, "{key} = {value}");
        app::settings::set(&Book::open(&path).expect("a book"), key, None).expect("the default");
    }
}

/// What an answer says, as tables of people with their sums. A metric without a reading fails: it must be added here.
fn tables(id: &str, answer: &Value, bands: Option<&Value>) -> Vec<Table> {
    let rows = answer["rows"].as_array().cloned().unwrap_or_default();
    let sizes = |team: &Value| {
        let of_bands = bands.and_then(|bands| bands["rows"].as_array());
        of_bands?
            .iter()
            .find(|row| row["team"] == *team)
            .and_then(|row| cell(&row["all"]))
    };
    match id {
        "non-adopters" => {
            let teams = rows[0]["teams"].as_array().cloned().unwrap_or_default();
            vec![Table::of_rates(
                &teams,
                ("zero_rate", &rows[0]["zero_rate"]),
                sizes,
            )]
        }
        "streaks" => vec![Table::of_rates(&rows[1..], ("share", &rows[0]["share"]), sizes)],
        "adoption-grid" => by_tool(&rows, sizes),
        "bands" => vec![of_bands(&rows)],
        "cohorts" => ["week-1", "week-4", "week-12"]
            .map(|week| of_cohorts(&rows, week))
            .to_vec(),
        "regularity" => rows.iter().map(of_day).collect(),
        "utilisation" => rows.iter().flat_map(of_product).collect(),
        "review-flags" => of_flags(answer),
        "idle-seats" => of_seats(&rows, answer),
        "distribution" => vec![of_bins(&rows[0])],
        "concentration" => of_curve(&rows[0]),
        "team-ranking" => rows
            .iter()
            .filter(|row| row["team"].is_string())
            .map(of_rank)
            .collect(),
        "rubric" => rows
            .iter()
            .map(|row| Table::alone(parts(&row["levels"]), cell(&row["people"])))
            .collect(),
        "diagnosis" => rows
            .iter()
            .map(|row| Table::alone(parts(&row["placed"]), cell(&row["people"])))
            .collect(),
        "capacity" => {
            let seats = rows.iter().filter(|row| row["kind"] == "seats");
            let used = |row: &Value| row["used"].as_str().and_then(|used| used.parse().ok());
            seats.map(|row| Table::alone(vec![used(row)], None)).collect()
        }
        // Words only, with the share of a unit or tool where its rate may be shown.
        "phase" => Vec::new(),
        other => panic!("`{other}` is not read by this test"),
    }
}

fn by_tool(rows: &[Value], sizes: impl Fn(&Value) -> Option<i64> + Copy) -> Vec<Table> {
    let mut tools: Vec<&Value> = rows.iter().map(|row| &row["tool"]).collect();
    tools.sort_by_key(ToString::to_string);
    tools.dedup();
    let of = |tool: &Value| {
        let of_tool: Vec<Value> = rows.iter().filter(|row| row["tool"] == *tool).cloned().collect();
        let all = of_tool
            .iter()
            .find(|row| row["team"].is_null())
            .expect("all teams");
        let teams: Vec<Value> = of_tool
            .iter()
            .filter(|row| !row["team"].is_null())
            .cloned()
            .collect();
        Table {
            is_whole: false,
            ..Table::of_rates(&teams, ("adoption", &all["adoption"]), sizes)
        }
    };
    tools.into_iter().map(of).collect()
}

fn of_bands(rows: &[Value]) -> Table {
    Table {
        rows: rows[1..].iter().map(|row| parts(&row["bands"])).collect(),
        sizes: rows[1..].iter().map(|row| cell(&row["all"])).collect(),
        columns: parts(&rows[0]["bands"]),
        total: cell(&rows[0]["all"]),
        is_whole: false,
    }
}

fn of_cohorts(rows: &[Value], week: &str) -> Table {
    let of = |row: &Value| {
        let size = cell(&row["people"]);
        let of_week = &row["retention"][week];
        if of_week.is_null() {
            return vec![Some(0), Some(0), Some(0), size];
        }
        let mut parts = rate_parts(of_week);
        let told: Option<i64> = parts.iter().copied().sum();
        parts.push(size.zip(told).map(|(size, told)| size - told));
        parts
    };
    Table {
        rows: rows[1..].iter().map(of).collect(),
        sizes: rows[1..].iter().map(|row| cell(&row["people"])).collect(),
        columns: of(&rows[0]),
        total: cell(&rows[0]["people"]),
        is_whole: true,
    }
}

fn of_day(row: &Value) -> Table {
    let (active, watched) = (cell(&row["active"]), cell(&row["watched"]));
    if row["active"].is_null() {
        return Table::alone(Vec::new(), watched);
    }
    Table::alone(
        vec![
            active,
            active.zip(watched).map(|(active, watched)| watched - active),
        ],
        watched,
    )
}

/// The weeks of a product, each by itself, and the last four against what they are together.
fn of_product(row: &Value) -> Vec<Table> {
    if row["product"].is_null() {
        return Vec::new();
    }
    let weeks: Vec<Vec<Option<i64>>> = row["weeks"]
        .as_array()
        .expect("weeks")
        .iter()
        .map(|week| rate_parts(&week["rate"]))
        .collect();
    let mut tables: Vec<Table> = weeks
        .iter()
        .map(|week| Table::alone(week.clone(), None))
        .collect();
    tables.push(Table::alone(rate_parts(&row["habit"]), None));
    let last = weeks[8..].iter().map(|week| week[0]).collect();
    tables.push(Table::alone(last, cell(&row["headline"]["numerator"])));
    tables
}

fn of_flags(answer: &Value) -> Vec<Table> {
    let teams = answer["teams"].as_array().cloned().unwrap_or_default();
    let people = cell(&answer["asked_about"]["of"]);
    let table = |of: &dyn Fn(&Value) -> Option<i64>, whole: Option<i64>| {
        let both =
            |has: Option<i64>, size: Option<i64>| vec![has, size.zip(has).map(|(size, has)| size - has)];
        Table {
            rows: teams
                .iter()
                .map(|team| both(of(team), cell(&team["people"])))
                .collect(),
            sizes: teams.iter().map(|team| cell(&team["people"])).collect(),
            columns: both(whole, people),
            total: people,
            is_whole: true,
        }
    };
    let mut all = vec![table(
        &|team| cell(&team["asked_about"]),
        cell(&answer["asked_about"]["people"]),
    )];
    for flag in answer["rows"].as_array().expect("flags") {
        let id = flag["flag"].as_str().expect("an id");
        all.push(table(&|team| cell(&team["flags"][id]), cell(&flag["raised"])));
    }
    all
}

/// Products with their seats; what a tier costs in all tells the seats of the only product that does not show them.
fn of_seats(rows: &[Value], answer: &Value) -> Vec<Table> {
    let tiers = ["certain", "probable", "review"];
    let mut products: Vec<&str> = rows.iter().filter_map(|row| row["product"].as_str()).collect();
    products.dedup();
    let of = |product: &str, tier: &str| {
        rows.iter()
            .find(|row| row["product"] == product && row["tier"] == tier)
    };
    let row = |product: &&str| {
        let idle = tiers.map(|tier| of(product, tier).and_then(|row| cell(&row["idle"])));
        let first = rows.iter().find(|row| row["product"] == *product).expect("a row");
        let others = ["active", "unknown", "within_grace"].map(|name| cell(&first[name]));
        (
            idle.into_iter().chain(others).collect::<Vec<_>>(),
            cell(&first["assigned"]),
        )
    };
    let (cells, sizes): (Vec<Vec<Option<i64>>>, Vec<Option<i64>>) = products.iter().map(row).unzip();
    let price = |product: &str| {
        let first = rows.iter().find(|row| row["product"] == product).expect("a row");
        first["price"]
            .as_str()
            .and_then(|price| price.parse::<f64>().ok())
    };
    for (at, tier) in tiers.iter().enumerate() {
        let totals = answer["totals"].as_array().expect("totals");
        let Some(total) = totals.iter().find(|total| total["tier"] == *tier) else {
            continue;
        };
        let total: f64 = total["exposure"]
            .as_str()
            .expect("money")
            .parse()
            .expect("a number");
        let known: f64 = products
            .iter()
            .zip(&cells)
            .filter_map(|(product, cells)| Some(price(product)? * cells[at]? as f64))
            .sum();
        let hidden: Vec<&&str> = products
            .iter()
            .zip(&cells)
            .filter(|(_, cells)| cells[at].is_none())
            .map(|one| one.0)
            .collect();
        if let ([only], true) = (hidden.as_slice(), products.len() > 1) {
            let seats = (total - known) / price(only).expect("a price");
            assert!(
                !few(seats.round() as i64),
                "{tier} of {only}: {seats} seats follow from {total}"
            );
        }
    }
    vec![Table {
        columns: vec![None; 6],
        rows: cells,
        sizes,
        total: None,
        is_whole: true,
    }]
}

fn of_bins(row: &Value) -> Table {
    let bins = row["bins"].as_array().expect("bins");
    Table::alone(
        bins.iter().map(|bin| cell(&bin["people"])).collect(),
        cell(&row["statistics"]["people"]),
    )
}

/// The people of each step of the curve, and those of the top tenth where its share is told.
fn of_curve(row: &Value) -> Vec<Table> {
    let one = &row["active"];
    let Some(people) = cell(&one["people"]) else {
        return Vec::new();
    };
    let across = one["lorenz"].as_array().expect("a curve").iter();
    let across: Vec<i64> = across
        .map(|point| (point[0].as_f64().expect("a fraction") * people as f64).round() as i64)
        .collect();
    let steps = across.windows(2).map(|two| Some(two[1] - two[0])).collect();
    let top = one["top_tenth_share"]
        .is_number()
        .then(|| cell(&one["top_tenth_people"]))
        .flatten();
    vec![Table::alone(steps, Some(people)), Table::alone(vec![top], None)]
}

fn of_rank(row: &Value) -> Table {
    let number = |name: &str| row[name].as_f64().map(|number| number as i64);
    let (having, of) = (number("numerator"), number("denominator"));
    Table::alone(
        vec![having, having.zip(of).map(|(having, of)| of - having)],
        cell(&row["people"]),
    )
}
