//! Claims that meet, and what is left of them.

use super::*;
use crate::fixture::day;

fn claim(initiative: &str, team: &str, share: f64, grade: Grade) -> Claim {
    let euro = Currency::new("EUR");
    let month = |n| day("2026-01-01") + Months::new(n);
    Claim {
        initiative: initiative.to_owned(),
        kpi: "Tickets".to_owned(),
        team: team.to_owned(),
        share,
        grade,
        months: (0..2)
            .map(|n| (month(n), estimate(100.0 * share, &euro)))
            .collect(),
        costs: estimate(50.0, &euro),
    }
}

#[test]
fn one_kpi_pays_for_one_initiative_and_what_is_left_out_is_said() {
    // A is better known and takes 80 %; B wanted 60 % and gets the 20 % that are left: a third of its 120.
    let ledger = overlap_ledger(&[claim("B", "", 0.6, Grade::C), claim("A", "Sales", 0.8, Grade::A)]);
    let [a, b] = &ledger.entries[..] else {
        panic!("two entries")
    };
    assert_eq!((a.initiative.as_str(), a.counted.text().as_str()), ("A", "160"));
    assert_eq!(
        (b.counted.text().as_str(), b.left_out.text().as_str()),
        ("40", "80")
    );
    assert_eq!(b.held_by, ["A"]);
    assert_eq!(ledger.sums[0].text(), "100", "160 + 40 − 2 × 50");
    assert_eq!(
        ledger.conflicts,
        [
            "“B” claims 60 % of the gain in “Tickets” of everybody; A holds a part of it already, so 20 % counts and 80 EUR is left out."
        ]
    );
}

#[test]
fn a_claim_of_a_scenario_is_worth_its_benefits_to_the_cent() {
    let text = "name = \"x\"\ncurrency = \"EUR\"\nhorizon-months = 30\n[benefit]\nkpi = \"k\"\ngain = 7\nunit-value = 3.33\nramp-months = 4\nattribution = 0.7\n[[costs]]\nkind = \"seats\"\nmonthly = 2";
    let scenario: Scenario = toml::from_str(text).expect("a scenario");
    let claim = Claim::of(&scenario, day("2026-03-15"));
    let worth = crate::roi::worth::worth(&scenario);
    assert_eq!((claim.months[0].0, claim.months.len()), (day("2026-03-01"), 30));
    let ledger = overlap_ledger(&[claim]);
    assert_eq!(
        (&ledger.entries[0].counted, &ledger.sums[0]),
        (&worth.benefits, &worth.npv)
    );
}

#[test]
fn other_teams_other_months_and_what_fits_together_are_no_conflict() {
    let apart = overlap_ledger(&[
        claim("A", "Sales", 1.0, Grade::B),
        claim("B", "Legal", 1.0, Grade::B),
    ]);
    assert_eq!(apart.conflicts, [""; 0]);
    let fits = overlap_ledger(&[claim("A", "", 0.4, Grade::B), claim("B", "Legal", 0.6, Grade::B)]);
    assert_eq!(fits.conflicts, [""; 0]);
    let mut later = claim("B", "", 1.0, Grade::B);
    later
        .months
        .iter_mut()
        .for_each(|month| month.0 = month.0 + Months::new(2));
    assert_eq!(
        overlap_ledger(&[claim("A", "", 1.0, Grade::B), later]).conflicts,
        [""; 0]
    );
}

#[test]
fn a_claim_of_everybody_gets_what_the_fullest_team_leaves() {
    let ledger = overlap_ledger(&[
        claim("A", "Sales", 0.3, Grade::A),
        claim("B", "Legal", 0.7, Grade::A),
        claim("C", "", 1.0, Grade::D),
    ]);
    let c = &ledger.entries[2];
    assert!((c.granted - 0.3).abs() < 1e-9, "{}", c.granted);
    assert_eq!(c.held_by, ["A", "B"]);
}

#[test]
fn currencies_are_summed_apart() {
    let mut dollar = claim("B", "Legal", 1.0, Grade::B);
    let usd = Currency::new("USD");
    dollar.costs = estimate(1.0, &usd);
    dollar
        .months
        .iter_mut()
        .for_each(|month| month.1 = estimate(2.0, &usd));
    let sums = overlap_ledger(&[claim("A", "Sales", 1.0, Grade::B), dollar]).sums;
    let texts: Vec<String> = sums
        .iter()
        .map(|sum| format!("{} {}", sum.text(), sum.currency))
        .collect();
    assert_eq!(texts, ["150 EUR", "3 USD"]);
}
