//! Random small companies: some tens of people in five teams, of whom some use one of two tools, hold seats, or are seen by
//! nobody. The same seed gives the same company.

use chrono::{Days, NaiveDate};
use model::{Amount, Contract, Currency, Fact, Identity, Per, Period, Person, Seat, Usage};
use store::Book;

use crate::numbered::import_at;

const TEAMS: [&str; 5] = ["Audit", "Claims", "Legal", "Platform", "Service"];

/// A generator that is good enough for odd books, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn identity(number: u64) -> Identity {
    let email = format!("p{number}@example.com");
    Identity {
        source: "openai".into(),
        id: email.clone(),
        email,
        name: String::new(),
    }
}

fn import(book: &mut Book, format: &str, facts: Vec<Fact>) {
    import_at(book, "2026-10-01T10:00:00Z", format, facts);
}

/// A company of some tens of people, of whom some use one of two tools, hold seats, or are seen by nobody.
pub(crate) fn book(path: &std::path::Path, seed: u64) -> Book {
    let mut dice = Dice(seed.wrapping_mul(7_919) + 1);
    let mut book = Book::create(path, "Small").expect("a book");
    let count = [3, 6, 14, 30, 60][dice.below(5) as usize] + dice.below(5);
    let teams: Vec<&str> = (0..count)
        .map(|_| TEAMS[dice.below(5).min(dice.below(5)) as usize])
        .collect();
    import(&mut book, "roster", people(&teams));
    let (mut used, mut seats) = (Vec::new(), Vec::new());
    for number in 0..count {
        used.extend(uses(&mut dice, number));
        seats.extend(held(&mut dice, number));
    }
    import(&mut book, "usage", used);
    import(&mut book, "seats", seats);
    let agreed = [("Assistant", "OpenAI", 30), ("Coder", "GitHub", 19)].map(term);
    import(&mut book, "contracts", agreed.into());
    book
}

/// A roster of people in these teams.
fn people(teams: &[&str]) -> Vec<Fact> {
    let person = |(number, team): (u64, &&str)| {
        Fact::Person(Box::new(Person {
            employee: number.to_string(),
            email: identity(number).email,
            name: format!("Person {number}"),
            team: (*team).into(),
            ..Person::default()
        }))
    };
    (0..).zip(teams).map(person).collect()
}

/// The day on which people move.
pub(crate) const MOVED: &str = "2026-08-15";

/// Rosters of the days before the people's move and after it, to which the one of the company is still to come: their teams.
pub(crate) fn moved(book: &mut Book, seed: u64) -> [Vec<&'static str>; 2] {
    let mut dice = Dice(seed.wrapping_mul(104_729) + 3);
    let count = book.roster_entries().expect("people").len();
    let then: Vec<&str> = (0..count)
        .map(|_| TEAMS[dice.below(5).min(dice.below(5)) as usize])
        .collect();
    let now: Vec<&str> = then
        .iter()
        .map(|team| {
            if dice.is(70) {
                team
            } else {
                TEAMS[dice.below(5) as usize]
            }
        })
        .collect();
    import_at(book, "2026-06-01T10:00:00Z", "roster", people(&then));
    import_at(book, &format!("{MOVED}T10:00:00Z"), "roster", people(&now));
    [then, now]
}

/// What one person used of two tools in three months.
fn uses(dice: &mut Dice, number: u64) -> Vec<Fact> {
    let mut used = Vec::new();
    let keen = [0, 0, 3, 40, 90][dice.below(5) as usize];
    for back in 0..93 {
        for (tool, provider) in [("Assistant", "OpenAI"), ("Coder", "GitHub")] {
            if dice.is(if tool == "Coder" { keen / 3 } else { keen }) {
                used.push(Fact::Usage(Box::new(Usage {
                    period: Some(Period::day(first() + Days::new(back))),
                    identity: identity(number),
                    provider: provider.into(),
                    tool: tool.into(),
                    model: "m".into(),
                    tokens: Some(1 + (dice.below(2_000) * dice.below(2_000)) as i64),
                    requests: Some(1_000_000 * (1 + dice.below(9)) as i64),
                    ..Usage::default()
                })));
            }
        }
    }
    used
}

/// The seats that one person holds.
fn held(dice: &mut Dice, number: u64) -> Vec<Fact> {
    let mut seats = Vec::new();
    for (product, provider, percent) in [("Assistant", "OpenAI", 60), ("Coder", "GitHub", 40)] {
        if dice.is(percent) {
            let last = dice.is(60).then(|| first() + Days::new(dice.below(93)));
            seats.push(Fact::Seat(Box::new(Seat {
                product: product.into(),
                provider: provider.into(),
                identity: identity(number),
                snapshot: Some(day("2026-09-30")),
                last_active: last.filter(|_| provider == "GitHub"),
                ..Seat::default()
            })));
        }
    }
    seats
}

/// The first day of the three months.
fn first() -> NaiveDate {
    day("2026-06-29")
}

fn term((product, provider, price): (&str, &str, i64)) -> Fact {
    Fact::Contract(Box::new(Contract {
        number: product.into(),
        product: product.into(),
        provider: provider.into(),
        seats: Some(70),
        unit_price: Some(Amount(price * 1_000_000_000)),
        per: Per::Month,
        currency: Currency::new("USD"),
        start: Some(day("2026-01-01")),
        end: Some(day("2027-01-01")),
        ..Contract::default()
    }))
}
