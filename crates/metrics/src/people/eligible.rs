//! Eligible: of whom use may be expected in a window. Entitled for some days before its end, present on ten working days
//! of it, and not exempt. Whether anything is known of them is another question: the state says it.
//!
//! Presence is employment by the roster (Monday to Friday, no calendar of holidays) minus who is on leave now and was
//! not seen. No roster, no start or no entitlement date: nothing speaks against it.

use chrono::Days;
use model::{Period, PersonActivity, PersonState, Standing};
use serde::Serialize;

use super::suppression::{Hidden, Privacy, Shown, whole};
use crate::settings::Windows;

/// People of a window, by whether use may be expected of them.
#[derive(Clone, Debug, Default)]
pub struct Expected<'p> {
    /// Of whom it may be expected.
    pub eligible: Vec<&'p PersonActivity>,
    /// Of whom not, and why.
    pub outside: Outside,
}

/// Of how many people use cannot be expected yet, or not at all. Those without entitlement are not among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outside {
    /// Entitled too short a time.
    pub too_new: u32,
    /// On leave, or employed for too few working days of the window.
    pub absent: u32,
    /// Exempt by the roster.
    pub exempt: u32,
}

impl Expected<'_> {
    /// The same as a figure about the whole book.
    pub fn shown_outside(&self, privacy: Privacy) -> Shown<Outside> {
        let outside = self.outside;
        let people =
            self.eligible.len() as u64 + u64::from(outside.too_new + outside.absent + outside.exempt);
        let parts = [outside.too_new, outside.absent, outside.exempt];
        if privacy.is_part && parts.iter().any(|people| privacy.is_few(*people)) {
            return Shown::Hidden(Hidden::Protects(privacy.minimum));
        }
        whole(outside, people, privacy)
    }
}

impl Outside {
    /// `3 entitled too short, 1 absent, 0 exempt`.
    pub fn text(&self) -> String {
        format!(
            "{} entitled too short, {} absent, {} exempt",
            self.too_new, self.absent, self.exempt
        )
    }
}

/// Splits people by whether use may be expected of them in a window.
pub fn expected<'p>(
    people: impl IntoIterator<Item = &'p PersonActivity>,
    window: Period,
    rules: &Windows,
) -> Expected<'p> {
    let mut expected = Expected::default();
    let latest = window.to - Days::new(rules.grace.into());
    let least = rules.present.min(window.working_days().count() as u32);
    for person in people
        .into_iter()
        .filter(|person| person.state != PersonState::NotEntitled)
    {
        let is_away = person.standing == Standing::Leave && person.state != PersonState::Active;
        if person.standing == Standing::Exempt {
            expected.outside.exempt += 1;
        } else if person.entitled_since.is_some_and(|since| since > latest) {
            expected.outside.too_new += 1;
        } else if is_away || person.working_days(window) < least {
            expected.outside.absent += 1;
        } else {
            expected.eligible.push(person);
        }
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{day, people};

    #[test]
    fn leave_short_employment_exemption_and_new_seats_are_outside() {
        let window = Period::new(day("2026-10-19"), day("2026-11-16"));
        let mut all = people(&[0, 0, 0, 0, 5, 0, 0]);
        all[0].standing = Standing::Leave;
        all[1].standing = Standing::Exempt;
        all[2].entitled_since = Some(day("2026-10-20"));
        all[3].starts = Some(day("2026-11-03"));
        all[4].standing = Standing::parse("On leave until June");
        all[5].starts = Some(day("2026-11-02"));
        all[6].entitled_since = Some(day("2026-10-19"));
        let expected = expected(&all, window, &Windows::default());
        let eligible: Vec<i64> = expected.eligible.iter().map(|person| person.person).collect();
        // Who is said to be on leave and works anyway is here; ten working days from 2 November are enough.
        assert_eq!(eligible, [5, 6, 7]);
        assert_eq!(
            expected.outside,
            Outside {
                too_new: 1,
                absent: 2,
                exempt: 1
            }
        );
    }
}
