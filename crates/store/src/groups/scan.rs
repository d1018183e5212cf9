//! Sums, in 128 bits: from a roll-up or from the facts, read alike.

use model::{Group, Measure, Query};

use super::source::summed;
use super::{Plan, Seen, Slots, group};
use crate::book::Book;
use crate::error::Result;
use crate::rollup::{LOOKED_AT, joined};
use crate::tables::Kind;

/// What adds up in one group.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) value: i128,
    pub(super) facts: i64,
    pub(super) carrying: i64,
    pub(super) is_provisional: bool,
    quantity: i128,
    with_quantity: i64,
    /// Facts beside the amounts: those of lines that carry one.
    measured: i64,
    unit: Option<i64>,
    has_other_units: bool,
    unit_text: String,
}

impl Sums {
    /// A count of distinct things in some facts.
    pub(super) fn counted(value: i128, facts: i64) -> Self {
        Self {
            value,
            facts,
            carrying: facts,
            ..Self::default()
        }
    }

    /// The quantity and its unit, where every fact that carries an amount states one in the same unit.
    pub(super) fn uniform_quantity(&self) -> Option<(i128, &str)> {
        let is_whole = self.measured > 0 && self.with_quantity == self.measured && !self.has_other_units;
        is_whole.then_some((self.quantity, self.unit_text.as_str()))
    }
}

/// Groups and what contributed to them.
pub(super) type Answer = (Vec<Group>, Seen);

pub(super) fn sums(book: &Book, query: &Query) -> Result<Answer> {
    let (mut slots, mut sums, mut seen) = (Slots::new(book)?, Vec::new(), Seen::default());
    for (kind, column) in summed(query.measure) {
        if query.measure == Measure::Estimated && !has_claims(book, *kind)? {
            continue;
        }
        slots.next_table();
        let plan = Plan::new(book, *kind, query)?;
        add(book, &plan, column, (&mut slots, &mut sums, &mut seen))?;
    }
    for sum in &mut sums {
        sum.unit_text = sum
            .unit
            .map(|unit| slots.decoder.word(unit))
            .transpose()?
            .unwrap_or_default();
    }
    let groups = slots
        .into_keys()
        .map(|(keys, slot)| group(keys, query.measure, &sums[slot]));
    // A claim of cost is rare; without this every billed line would show as one that lacks it.
    let groups = groups.filter(|group| query.measure != Measure::Estimated || group.facts > 0);
    Ok((groups.collect(), seen))
}

/// Whether any line of a table carries a claim of cost; else none of them need be read for it.
fn has_claims(book: &Book, kind: Kind) -> Result<bool> {
    let rollup = LOOKED_AT[usize::from(kind == Kind::Usage)].0;
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {rollup} WHERE estimated_n > 0)");
    Ok(book.conn.prepare_cached(&sql)?.query_row((), |row| row.get(0))?)
}

type Into<'a, 'b> = (&'a mut Slots<'b>, &'a mut Vec<Sums>, &'a mut Seen);

fn add(book: &Book, plan: &Plan, measure: &str, (slots, sums, seen): Into<'_, '_>) -> Result<()> {
    let width = plan.columns.len();
    let mut query = book.conn.prepare_cached(&select(plan, measure))?;
    let mut rows = query.query(())?;
    let mut raw = vec![0; width];
    while let Some(row) = rows.next()? {
        for (at, value) in raw.iter_mut().enumerate() {
            *value = row.get(at)?;
        }
        let Some(slot) = slots.slot(plan, &raw)? else {
            continue;
        };
        if sums.len() <= slot {
            sums.resize(slot + 1, Sums::default());
        }
        let sum = &mut sums[slot];
        let number = |at: usize| row.get::<_, i64>(width + at);
        seen.note(number(0)?, number(1)?);
        seen.note(number(0)?, number(2)?);
        sum.facts += number(3)?;
        sum.value += joined(number(4)?, number(5)?);
        sum.carrying += number(6)?;
        if plan.kind != Kind::Charge {
            continue;
        }
        sum.is_provisional |= number(7)? != 0;
        let measured = number(8)?;
        if measured == 0 {
            continue;
        }
        sum.measured += measured;
        sum.quantity += joined(number(10)?, number(11)?);
        sum.with_quantity += number(12)?;
        let unit = number(9)?;
        sum.has_other_units |= sum.unit.is_some_and(|known| known != unit);
        sum.unit = Some(unit);
    }
    Ok(())
}

/// The raw columns, then: import, first and last day, facts, measure (hi, lo, carrying); of charges provisional, and of
/// lines that carry an amount: facts, unit, quantity (hi, lo, stated).
fn select(plan: &Plan, measure: &str) -> String {
    let Some(rollup) = plan.rollup(measure) else {
        return select_facts(plan, measure);
    };
    // Where nobody asks for days, the database adds them up to months: far fewer rows to look at.
    let (is_by_month, raw) = plan.by_month();
    let [sum, first, last] = if is_by_month {
        ["sum", "min", "max"]
    } else {
        [""; 3]
    };
    let (quantity, unit) = if plan.kind == Kind::Charge {
        let of = |column: &str| format!(", {sum}(({measure}_n > 0) * {column})");
        let parts = ["quantity_hi", "quantity_lo", "quantity_n"].map(of).concat();
        let quantity = format!(", {last}(provisional){}, unit{parts}", of("facts"));
        (quantity, ", unit")
    } else {
        (String::new(), "")
    };
    let by = if is_by_month {
        format!(" GROUP BY {raw}import{unit}")
    } else {
        String::new()
    };
    format!(
        "SELECT {raw}import, {first}(day), {last}(day), {sum}(facts), {sum}({measure}_hi), {sum}({measure}_lo),
         {sum}({measure}_n){quantity} FROM {} WHERE {}{by}",
        rollup.name,
        plan.conditions("true")
    )
}

fn select_facts(plan: &Plan, measure: &str) -> String {
    let raw = plan.selection();
    let (carries, quantity) = if plan.kind == Kind::Charge {
        let carries = format!("({measure} IS NOT NULL AND NOT (covered = 1 AND {measure} = 0))");
        let quantity = format!(
            ", provisional, {carries}, unit, coalesce(quantity >> 32, 0), coalesce(quantity & 0xffffffff, 0),
             quantity IS NOT NULL"
        );
        (carries, quantity)
    } else {
        (format!("{measure} IS NOT NULL"), String::new())
    };
    format!(
        "SELECT {raw}import, day, day, 1, coalesce({measure} >> 32, 0), coalesce({measure} & 0xffffffff, 0),
         {carries}{quantity} FROM {} WHERE {}",
        plan.kind.table().name,
        plan.conditions("live = 1")
    )
}
