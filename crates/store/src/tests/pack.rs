//! Facts that come to a book in packs.

use chrono::NaiveDate;
use model::{
    Amount, Category, Charge, Covered, Currency, Fact, Identity, ImportHeader, Key, Kpi, Origin, Outcome,
    Overlap, Period, Terms, TokenClass, Usage, What, Whose,
};

use crate::numbering::REMEMBERED;
use crate::{Book, ImportSummary, Pack, Packer};

/// A charge whose texts are all different.
fn charge(number: u64) -> Charge {
    let text = |name: &str| format!("{name} {}", number % 3);
    let day = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    Charge {
        origin: Origin {
            table: 1,
            row: number,
        },
        key: Key(number.into()),
        scope: text("scope"),
        period: Some(Period::day(day)),
        billing_month: Some(day),
        billed: Some(Amount(1)),
        list: Some(Amount(2)),
        effective: None,
        estimated: Some(Amount(0)),
        quantity: Some(3),
        what: What {
            provider: text("provider"),
            service: text("service"),
            sku: text("sku"),
            model: text("model"),
            token_class: TokenClass::Output,
            category: Category::Tax,
            correction: true,
            currency: Currency::new("EUR"),
            covered: Covered::Seat,
            unit: text("unit"),
            provisional: true,
        }
        .into(),
        whose: Whose {
            account: text("account"),
            project: text("project"),
            tool: text("tool"),
            identity: identity(number),
            cost_centre: text("cost centre"),
            invoice: text("invoice"),
            tags: [("key".to_owned(), text("tag"))].into(),
        }
        .into(),
    }
}

fn identity(number: u64) -> Identity {
    Identity {
        source: "vendor".into(),
        id: format!("person {}", number % 4),
        email: format!("{}@example.com", number % 4),
        name: "Ada".into(),
    }
}

fn facts() -> Vec<Fact> {
    let each = (0..40).flat_map(|number| {
        let charge = charge(number);
        let usage = Usage {
            key: Key(number.into()),
            period: charge.period,
            identity: identity(number + 1),
            provider: "another".into(),
            tool: format!("tool {}", number % 5),
            model: charge.what.model.clone(),
            project: "somewhere".into(),
            tokens: Some(7),
            currency: Currency::new("USD"),
            origin: charge.origin,
            scope: "window".into(),
            token_class: TokenClass::Input,
            requests: Some(2),
            active_days: Some(1),
            automated: true,
            estimated: None,
            terms: Terms::parse(["", "batch", "region:us cache:1h"][number as usize % 3]),
        };
        let kpi = Kpi {
            key: Key(number.into()),
            name: "claims".into(),
            ..Kpi::default()
        };
        [
            Fact::Charge(Box::new(charge)),
            Fact::Kpi(Box::new(kpi)),
            Fact::Usage(Box::new(usage)),
        ]
    });
    each.collect()
}

/// What a book holds of the facts, and how each met it.
fn read(
    put: impl FnOnce(&mut crate::ImportTx<'_>) -> Vec<Outcome>,
) -> (Vec<Outcome>, Vec<Charge>, Vec<Usage>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = Book::create(&folder.path().join("a.counterfoil"), "A").expect("a book");
    let header = ImportHeader {
        overlap: Overlap::Id,
        ..ImportHeader::default()
    };
    let mut import = book.import(&header, "now").expect("an import");
    let outcomes = put(&mut import);
    import.finish(&ImportSummary::default()).expect("it is kept");
    let (mut charges, mut usage) = (Vec::new(), Vec::new());
    let mut charge = |_, charge: &Charge| {
        charges.push(charge.clone());
        Ok::<_, ()>(())
    };
    book.each_charge(None, &mut charge)
        .expect("charges")
        .expect("no end");
    let mut used = |_, line: &Usage| {
        usage.push(line.clone());
        Ok::<_, ()>(())
    };
    book.each_usage(None, &mut used).expect("usage").expect("no end");
    (outcomes, charges, usage)
}

#[test]
fn facts_in_packs_are_the_facts_in_the_book_whenever_numbers_begin_anew() {
    let facts = facts();
    let one_by_one = read(|import| facts.iter().map(|fact| import.put(fact).expect("put")).collect());
    assert_eq!((one_by_one.1.len(), one_by_one.2.len()), (40, 40));
    for most in [1, 20, REMEMBERED] {
        let packed = read(|import| {
            let mut packer = Packer::default();
            packer.most = most;
            let (mut outcomes, mut spent) = (Vec::new(), Pack::default());
            for some in facts.chunks(7) {
                for fact in some {
                    packer.add(fact).expect("numbers in memory");
                }
                assert_eq!(packer.facts(), some.len());
                spent = packer.take(spent);
                import
                    .put_pack(&spent, &mut |outcome| outcomes.push(outcome))
                    .expect("put");
            }
            outcomes
        });
        assert_eq!(packed, one_by_one, "{most}");
    }
}
