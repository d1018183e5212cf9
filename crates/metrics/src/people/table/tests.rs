//! What a reader could work out of a table, tried.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;

const SMALL: Privacy = Privacy {
    minimum: 3,
    dominance_percent: 70,
    is_part: false,
    is_closed: false,
};

const ALL: [Totals; 3] = [Totals::Whole, Totals::Groups, Totals::Unseen];

/// All figures of a table with its sums, in one row.
fn extended(cells: &[Vec<i64>]) -> Vec<i64> {
    let columns = (0..cells[0].len()).map(|at| cells.iter().map(|row| row[at]).sum::<i64>());
    let rows = cells.iter().map(|row| row.iter().sum::<i64>());
    let total: i64 = cells.iter().flatten().sum();
    let inner = cells.iter().flatten().copied();
    inner.chain(rows).chain(columns).chain([total]).collect()
}

fn published(table: &ShownTable) -> Vec<Option<u32>> {
    let inner = table.cells.iter().flatten();
    let sums = table.rows.iter().chain(&table.columns);
    let all = inner.chain(sums).chain([&table.total]);
    all.map(|shown| shown.value().copied()).collect()
}

/// Every table near the true one that says the same to a reader: no few people may be the same number in all of them.
fn exposed(cells: &[Vec<u32>], table: &ShownTable) -> Option<usize> {
    let width = cells[0].len();
    let count = cells.len() * width;
    let published = published(table);
    let mut seen = vec![std::collections::BTreeSet::<i64>::new(); published.len()];
    for code in 0..3usize.pow(count as u32) {
        let step = |at: usize| (code / 3usize.pow(at as u32) % 3) as i64 - 1;
        let guess: Vec<Vec<i64>> = (0..cells.len())
            .map(|row| {
                let cell = |(at, n): (usize, &u32)| i64::from(*n) + step(row * width + at);
                cells[row].iter().enumerate().map(cell).collect()
            })
            .collect();
        let figures = extended(&guess);
        let fits = |(figure, shown): (&i64, &Option<u32>)| {
            *figure >= 0 && shown.is_none_or(|shown| i64::from(shown) == *figure)
        };
        if figures.iter().zip(&published).all(fits) {
            for (seen, figure) in seen.iter_mut().zip(&figures) {
                seen.insert(*figure);
            }
        }
    }
    let cells: Vec<u32> = cells.iter().flatten().copied().collect();
    (0..count).find(|at| SMALL.is_few(cells[*at]) && seen[*at].len() < 2)
}

/// A row or column that leaves few people when what is shown of it is taken from its sum. That sum itself may be of few
/// people where it is of the whole book.
fn left_over(cells: &[Vec<u32>], table: &ShownTable) -> Option<String> {
    let is_few = |sum: &Shown<u32>, of: Vec<(&Shown<u32>, u32)>, total: u32| {
        let gone = of.iter().filter(|(shown, _)| shown.value().is_none());
        let people: u32 = gone.map(|(_, people)| people).sum();
        sum.value().is_some() && SMALL.is_few(people) && people < total
    };
    for (at, row) in table.cells.iter().enumerate() {
        let of = row.iter().zip(cells[at].iter().copied()).collect();
        if is_few(&table.rows[at], of, u32::MAX) {
            return Some(format!("row {at}"));
        }
    }
    for (at, sum) in table.columns.iter().enumerate() {
        let of = table.cells.iter().zip(cells).map(|(row, n)| (&row[at], n[at]));
        if is_few(sum, of.collect(), cells.iter().map(|row| row[at]).sum()) {
            return Some(format!("column {at}"));
        }
    }
    let sizes: Vec<u32> = cells.iter().map(|row| row.iter().sum()).collect();
    let total = sizes.iter().sum();
    is_few(&table.total, table.rows.iter().zip(sizes).collect(), total).then(|| "sizes".to_owned())
}

/// Whether somebody is in more than one group: where one group is everybody, its figures are those of the whole book.
fn is_parted(cells: &[Vec<u32>]) -> bool {
    cells.iter().filter(|row| row.iter().sum::<u32>() > 0).count() > 1
}

#[test]
fn no_few_people_follow_from_sums_in_fifteen_hundred_random_tables() {
    let mut dice = ChaCha8Rng::seed_from_u64(5);
    for totals in ALL {
        let (mut hidden, mut with_shown) = (0, 0);
        for _ in 0..500 {
            let (rows, columns) = (2 + dice.next_u32() as usize % 2, 2 + dice.next_u32() as usize % 2);
            let row = |dice: &mut ChaCha8Rng| (0..columns).map(|_| dice.next_u32() % 12).collect();
            let cells: Vec<Vec<u32>> = (0..rows).map(|_| row(&mut dice)).collect();
            let table = suppress_table(&cells, totals, SMALL);
            if is_parted(&cells) {
                assert_eq!(exposed(&cells, &table), None, "{totals:?} {cells:?} → {table:?}");
                assert_eq!(
                    left_over(&cells, &table),
                    None,
                    "{totals:?} {cells:?} → {table:?}"
                );
            }
            let gone = table.cells.iter().flatten().filter(|cell| cell.value().is_none());
            let gone = gone.count();
            hidden += usize::from(gone > 0);
            with_shown += usize::from(gone > 0 && gone < rows * columns);
        }
        assert!(
            hidden > 200 && with_shown > 50,
            "{totals:?}: {hidden} tables hide, {with_shown} still show something"
        );
    }
}

#[test]
fn larger_tables_leave_no_few_people_over() {
    let mut dice = ChaCha8Rng::seed_from_u64(8);
    for turn in 0..600 {
        let (rows, columns) = (1 + dice.next_u32() as usize % 9, 1 + dice.next_u32() as usize % 7);
        let most = [2, 4, 9, 40][turn % 4];
        let row = |dice: &mut ChaCha8Rng| (0..columns).map(|_| dice.next_u32() % most).collect();
        let cells: Vec<Vec<u32>> = (0..rows).map(|_| row(&mut dice)).collect();
        for totals in ALL {
            let table = suppress_table(&cells, totals, SMALL);
            if is_parted(&cells) {
                assert_eq!(
                    left_over(&cells, &table),
                    None,
                    "{totals:?} {cells:?} → {table:?}"
                );
            }
            let shown = table.cells.iter().flatten().chain(&table.rows);
            assert!(
                shown
                    .filter_map(Shown::value)
                    .all(|people| !SMALL.is_few(*people))
            );
        }
    }
}

#[test]
fn the_checks_of_the_tests_find_a_cell_that_was_left_open() {
    let cells = vec![vec![1, 9], vec![8, 9]];
    let mut table = suppress_table(&cells, Totals::Groups, SMALL);
    assert_eq!(exposed(&cells, &table), None);
    table.cells[1][0] = Shown::Value(8);
    assert_eq!(exposed(&cells, &table), Some(0));
    assert_eq!(left_over(&cells, &table).as_deref(), Some("column 0"));
}

#[test]
fn a_small_cell_takes_a_rectangle_along_and_large_tables_keep_the_rest() {
    let cells = vec![vec![2, 20, 30], vec![12, 22, 32], vec![14, 24, 34]];
    let table = suppress_table(&cells, Totals::Groups, Privacy::default());
    let shown = |row: usize, column: usize| table.cells[row][column].value().copied();
    assert_eq!([shown(0, 0), shown(0, 1), shown(1, 0), shown(1, 1)], [None; 4]);
    assert_eq!(
        [shown(0, 2), shown(1, 2), shown(2, 2)],
        [Some(30), Some(32), Some(34)]
    );
    assert_eq!(table.total, Shown::Value(190));
}

#[test]
fn nothing_and_nobody_are_no_secret() {
    assert_eq!(suppress_table(&[], Totals::Groups, SMALL).total, Shown::Value(0));
    let zero = suppress_table(&[vec![0, 9], vec![7, 0]], Totals::Groups, SMALL);
    assert!(zero.cells.iter().flatten().all(|cell| cell.value().is_some()));
    let alone = suppress_table(&[vec![2]], Totals::Whole, SMALL);
    assert_eq!(alone.total, Shown::Hidden(Hidden::FewerThan(3)));
}
