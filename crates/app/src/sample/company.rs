//! The people of Larkfield Mutual. Every name is invented by combining two lists.

use super::{Dice, line};

/// Name of the company.
pub const NAME: &str = "Larkfield Mutual";

/// What a team is like.
pub(crate) struct Team {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) cost_centre: &'static str,
    pub(crate) people: usize,
    pub(crate) roles: &'static [&'static str],
    /// Chance in percent that a person works with the assistant on a working day, once everybody has it.
    pub(crate) habit: u64,
}

/// Nine teams, 301 people.
pub(crate) const TEAMS: &[Team] = &[
    Team {
        name: "Claims",
        unit: "Operations",
        cost_centre: "CC-410",
        people: 60,
        roles: &["Claims Analyst", "Claims Handler", "Claims Lead"],
        habit: 46,
    },
    Team {
        name: "Underwriting",
        unit: "Operations",
        cost_centre: "CC-420",
        people: 46,
        roles: &["Underwriter", "Senior Underwriter"],
        habit: 34,
    },
    Team {
        name: "Engineering",
        unit: "Technology",
        cost_centre: "CC-510",
        people: 64,
        roles: &[
            "Software Engineer",
            "Platform Engineer",
            "Data Engineer",
            "Engineering Manager",
        ],
        habit: 62,
    },
    Team {
        name: "Customer Service",
        unit: "Operations",
        cost_centre: "CC-430",
        people: 54,
        roles: &["Service Agent", "Service Lead"],
        habit: 26,
    },
    Team {
        name: "Finance",
        unit: "Corporate",
        cost_centre: "CC-610",
        people: 26,
        roles: &["Accountant", "Controller", "Actuary"],
        habit: 22,
    },
    Team {
        name: "Legal",
        unit: "Corporate",
        cost_centre: "CC-620",
        people: 14,
        roles: &["Counsel", "Compliance Officer"],
        habit: 18,
    },
    Team {
        name: "Marketing",
        unit: "Corporate",
        cost_centre: "CC-630",
        people: 22,
        roles: &["Marketing Manager", "Content Editor"],
        habit: 40,
    },
    Team {
        name: "People",
        unit: "Corporate",
        cost_centre: "CC-640",
        people: 11,
        roles: &["HR Partner", "Recruiter"],
        habit: 28,
    },
    Team {
        name: "Executive office",
        unit: "Corporate",
        cost_centre: "CC-100",
        people: 4,
        roles: &["Director"],
        habit: 20,
    },
];

const FIRST_NAMES: &[&str] = &[
    "Odile", "Nils", "Ines", "Piet", "Amara", "Jonas", "Leila", "Mateo", "Yuki", "Freja", "Tomasz", "Priya",
    "Hugo", "Salma", "Erik", "Chiara", "Ruben", "Noor", "Viktor", "Elin",
];
const LAST_NAMES: &[&str] = &[
    "Tanaka",
    "Berg",
    "Moreau",
    "Aalders",
    "Okafor",
    "Lindqvist",
    "Haddad",
    "Serrano",
    "Novak",
    "Larsen",
    "Kowalski",
    "Iyer",
    "Brandt",
    "Rossi",
    "Visser",
    "Duarte",
];

/// One person.
#[derive(Clone)]
pub(crate) struct Employee {
    pub(crate) number: usize,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) team: usize,
    /// How they take to it: below 12 never, below 22 tried and stopped, above 88 heavy.
    pub(crate) bent: u64,
    /// Month of the sample in which they start using it.
    pub(crate) since: u32,
}

impl Employee {
    pub(crate) fn email(&self) -> String {
        format!(
            "{}.{}@larkfield.example",
            self.first.to_lowercase(),
            self.last.to_lowercase()
        )
    }

    pub(crate) fn login(&self) -> String {
        format!("{}-{}", self.first.to_lowercase(), self.last.to_lowercase())
    }

    pub(crate) fn user_id(&self) -> String {
        format!("user-{:04}", 1000 + self.number * 7)
    }

    pub(crate) fn team(&self) -> &'static Team {
        &TEAMS[self.team]
    }

    /// Nobody's export knows them: they work where no source looks.
    pub(crate) fn is_unseen(&self) -> bool {
        matches!(self.team().name, "Legal") && self.bent.is_multiple_of(3)
            || self.team().name == "Executive office"
    }
}

/// Everybody, in order of their number.
pub(crate) fn people() -> Vec<Employee> {
    let mut dice = Dice::of(1);
    let mut people = Vec::new();
    for (team, of) in TEAMS.iter().enumerate() {
        for _ in 0..of.people {
            let number = people.len();
            people.push(Employee {
                number,
                first: FIRST_NAMES[number % FIRST_NAMES.len()],
                // 20 × 16 pairs, each first name meeting each last name once.
                last: LAST_NAMES
                    [(number / FIRST_NAMES.len() + number % FIRST_NAMES.len()) % LAST_NAMES.len()],
                team,
                bent: dice.between(0, 99),
                since: dice.between(0, 9) as u32,
            });
        }
    }
    people
}

/// The roster as an HR system exports it.
pub(crate) fn roster() -> String {
    let mut text = line(&[
        "Employee #",
        "First Name",
        "Last Name",
        "Work Email",
        "Login",
        "Job Title",
        "Department",
        "Division",
        "Cost Center",
        "Location",
        "Status",
        "Hire Date",
    ]);
    let mut dice = Dice::of(2);
    for person in people() {
        let team = person.team();
        let hired = format!(
            "20{:02}-{:02}-{:02}",
            dice.between(8, 24),
            dice.between(1, 12),
            dice.between(1, 28)
        );
        let place = ["Leeds", "Utrecht", "Remote"][dice.between(0, 2) as usize];
        let role = team.roles[dice.between(0, team.roles.len() as u64 - 1) as usize];
        let number = (1000 + person.number).to_string();
        text += &line(&[
            &number,
            person.first,
            person.last,
            &person.email(),
            &person.login(),
            role,
            team.name,
            team.unit,
            team.cost_centre,
            place,
            "Active",
            &hired,
        ]);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_shares_an_address() {
        let people = people();
        let emails: HashSet<_> = people.iter().map(Employee::email).collect();
        assert_eq!(emails.len(), people.len());
        assert!((295..=305).contains(&people.len()));
    }
}
