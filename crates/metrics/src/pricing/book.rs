//! The price book: which of its entries holds for a model on a day.
//!
//! **The past does not move by itself.** Within one list the latest entry that has begun holds; an undated list states
//! what holds from the day it was imported, and before it only where no earlier list says anything. A later list takes
//! over from its own day on; to let it speak for earlier days, the user restates them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use model::{Currency, Exact, ImportId, Price, PriceClass, Terms, TokenClass};

use super::cost::{Quantities, cost};
use super::names::{canonical, maker, region, undated, vendor, without_effort};

/// A price with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The price.
    pub price: Price,
    /// Its import.
    pub import: ImportId,
    /// Where that stands in the order of deliveries: a list that is read anew stays where it was.
    pub place: ImportId,
    /// The day on which what stands there first came in.
    pub stated: NaiveDate,
    /// The user's own list: what was agreed stands above what is published.
    pub own: bool,
}

/// The user's word that days from `from` on are priced by everything imported up to then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restated {
    /// First day.
    pub from: NaiveDate,
    /// The newest import at that time.
    pub import: ImportId,
}

/// Every price of a book.
#[derive(Clone, Debug, Default)]
pub struct PriceBook {
    entries: Vec<Entry>,
    restated: Vec<Restated>,
    /// Entries by canonical name, and by that name without its date.
    by_name: HashMap<String, Vec<usize>>,
    by_undated: HashMap<String, Vec<usize>>,
}

/// What the book knows of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its prices: places of entries, and whether they are the maker's and not the seller's.
    Prices {
        /// Places of entries.
        entries: Vec<usize>,
        /// The list price of who makes the model stands in for that of who sold it.
        of_maker: bool,
    },
    /// Several could be meant; these.
    Ambiguous(Vec<String>),
    /// None.
    Unknown,
}

impl PriceBook {
    /// A book of entries in the order of their imports.
    pub fn new(mut entries: Vec<Entry>, restated: Vec<Restated>) -> Self {
        entries.sort_by_key(|entry| (entry.own, entry.place, entry.import));
        let (mut by_name, mut by_undated) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (place, entry) in entries.iter().enumerate() {
            let name = canonical(&entry.price.model);
            if let Some(undated) = undated(&name) {
                by_undated.entry(undated.to_owned()).or_default().push(place);
            }
            by_name.entry(name).or_default().push(place);
        }
        Self {
            entries,
            restated,
            by_name,
            by_undated,
        }
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An entry by its place.
    pub fn entry(&self, place: usize) -> &Entry {
        &self.entries[place]
    }

    /// The prices of a model as a file names it, sold by whom the file says, wherever it ran.
    pub fn find(&self, provider: &str, model: &str) -> Found {
        self.find_in("", provider, model)
    }

    /// Those of a model that ran in a region, where names tell regions apart (`us.anthropic.…`).
    pub fn find_in(&self, region: &str, provider: &str, model: &str) -> Found {
        let name = canonical(model);
        if name.is_empty() {
            return Found::Unknown;
        }
        let short = without_effort(&name).map(str::to_owned);
        let tries = [
            self.by_name.get(&name),
            self.by_undated.get(&name),
            undated(&name).and_then(|name| self.by_name.get(name)),
            short.as_ref().and_then(|name| self.by_name.get(name)),
            short.as_ref().and_then(|name| self.by_undated.get(name)),
            short
                .as_deref()
                .and_then(undated)
                .and_then(|name| self.by_name.get(name)),
        ];
        let by_vendor: Vec<_> = tries
            .into_iter()
            .flatten()
            .map(|places| self.by_vendor(places))
            .collect();
        let named = Named {
            written: model.trim(),
            name: &name,
            region,
        };
        self.of_seller(&vendor(provider), named, by_vendor)
    }

    /// Entries apart by who sells.
    fn by_vendor(&self, places: &[usize]) -> BTreeMap<String, Vec<usize>> {
        let mut by_vendor: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for place in places {
            let vendor = vendor(&self.entries[*place].price.provider);
            by_vendor.entry(vendor).or_default().push(*place);
        }
        by_vendor
    }

    /// The seller's entries under the nearest spelling; else those of the maker; else those of nobody; else none.
    fn of_seller(
        &self,
        seller: &str,
        named: Named<'_>,
        mut tries: Vec<BTreeMap<String, Vec<usize>>>,
    ) -> Found {
        let mut take = |vendor: &str| tries.iter_mut().find_map(|by_vendor| by_vendor.remove(vendor));
        if let Some(entries) = take(seller).filter(|_| !seller.is_empty()) {
            return self.spelled(named, entries, false);
        }
        let of_maker = maker(named.name).and_then(&mut take);
        if let Some(entries) = of_maker.or_else(|| take("")) {
            return self.spelled(named, entries, true);
        }
        let Some(by_vendor) = tries.into_iter().find(|by_vendor| !by_vendor.is_empty()) else {
            return Found::Unknown;
        };
        if by_vendor.len() == 1 && seller.is_empty() {
            return self.spelled(named, by_vendor.into_values().flatten().collect(), true);
        }
        Found::Ambiguous(by_vendor.into_keys().collect())
    }

    /// The entries; where names that are one to us have several prices, those that are spelled as the file spells it.
    fn spelled(&self, named: Named<'_>, entries: Vec<usize>, of_maker: bool) -> Found {
        let entries = self.of_region(named.region, entries);
        let is_same = |place: &&usize| {
            let model = &self.entries[**place].price.model;
            model.eq_ignore_ascii_case(named.written)
        };
        let same: Vec<usize> = entries.iter().filter(is_same).copied().collect();
        match self.agreed(entries, of_maker) {
            Found::Ambiguous(_) if !same.is_empty() => self.agreed(same, of_maker),
            found => found,
        }
    }

    /// Of a region that is known: the entries that are named by it, else those whose names say none.
    fn of_region(&self, wanted: &str, entries: Vec<usize>) -> Vec<usize> {
        let of = |wanted: &str| -> Vec<usize> {
            let fits = |place: &usize| region(&self.entries[*place].price.model) == wanted;
            entries.iter().copied().filter(fits).collect()
        };
        let tries = [wanted, ""].into_iter().filter(|_| !wanted.is_empty());
        let found = tries.map(of).find(|found| !found.is_empty());
        found.unwrap_or(entries)
    }

    /// The entries, unless two of one import say different things for the same.
    fn agreed(&self, entries: Vec<usize>, of_maker: bool) -> Found {
        let mut seen: HashMap<_, &Entry> = HashMap::new();
        let mut disagreeing = BTreeSet::new();
        for entry in entries.iter().map(|place| &self.entries[*place]) {
            let price = &entry.price;
            let place = (
                entry.import,
                price.class,
                &price.tier,
                &price.region,
                price.above,
                price.from,
                price.currency.code(),
            );
            if let Some(known) = seen.insert(place, entry)
                && known.price.amount != price.amount
                && price.tier.is_empty()
                && price.region.is_empty()
            {
                disagreeing.extend([known.price.model.clone(), price.model.clone()]);
            }
        }
        if disagreeing.is_empty() {
            Found::Prices { entries, of_maker }
        } else {
            Found::Ambiguous(disagreeing.into_iter().collect())
        }
    }

    /// The entry in force on a day for a class, in a tier, for a request with so many input tokens.
    pub fn in_force(&self, places: &[usize], what: &Asked<'_>) -> Option<&Entry> {
        let fits = |entry: &&Entry| {
            let price = &entry.price;
            let is_there = price.region == what.region
                || !what.region.is_empty() && price.region.is_empty() && region(&price.model) == what.region;
            is_there && (price.class, price.tier.as_str()) == (what.class, what.tier)
        };
        let mut chosen: Option<&Entry> = None;
        let entries = places.iter().map(|place| &self.entries[*place]).filter(fits);
        let mut by_import: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_import
                .entry((entry.own, entry.place, entry.import))
                .or_default()
                .push(entry);
        }
        for ((own, place, _), list) in by_import {
            let Some(entry) = begun(&list, what) else { continue };
            let takes_over = chosen.is_none_or(|chosen| own && !chosen.own)
                || what.day >= entry.stated
                || self
                    .restated
                    .iter()
                    .any(|restated| restated.import >= place && restated.from <= what.day);
            if takes_over {
                chosen = Some(entry);
            }
        }
        chosen
    }

    /// The price in force, as `cost` asks for it.
    pub fn price(&self, places: &[usize], what: &Asked<'_>) -> Option<Exact> {
        self.in_force(places, what).map(|entry| entry.price.amount)
    }

    /// What one token costs on a day under its terms: never at another tier, at the price of everywhere where its region
    /// has none of its own, and of a long request at that of any length where there is no step.
    pub fn of_token(
        &self,
        places: &[usize],
        class: TokenClass,
        (terms, day): (&Terms, NaiveDate),
    ) -> Option<OfToken> {
        let class = terms.class(class)?;
        let in_region = |region, class, input| {
            let asked = Asked {
                class,
                tier: &terms.tier,
                region,
                input,
                day,
            };
            self.in_force(places, &asked)
        };
        let anywhere =
            |class, input| in_region(&terms.region, class, input).or_else(|| in_region("", class, input));
        let quantities = Quantities {
            request_input: Some(terms.above)
                .filter(|above| *above > 0)
                .map(|above| above + 1),
            ..Quantities::default().with(class, 1)
        };
        let bill = cost(&quantities, |class, input| {
            anywhere(class, input).map(|entry| entry.price.amount)
        });
        let line = bill.lines.into_iter().next()?;
        let input = quantities.request_input.unwrap_or(0);
        Some(OfToken {
            price: line.price,
            class,
            priced_as: line.priced_as,
            is_of_region: in_region(&terms.region, line.priced_as, input).is_some(),
            is_of_length: terms.above < LONG
                || anywhere(line.priced_as, input).is_some_and(|entry| entry.price.above > 0)
                || places
                    .iter()
                    .any(|place| self.entries[*place].price.above > terms.above),
        })
    }

    /// The currency of entries, where they have one.
    pub fn currency(&self, places: &[usize]) -> Option<&Currency> {
        let mut all = places.iter().map(|place| &self.entries[*place].price.currency);
        let first = all.next()?;
        all.all(|currency| currency == first).then_some(first)
    }
}

/// A model as a file names it, its canonical name, and where it ran; `""` where that is not known.
#[derive(Clone, Copy)]
struct Named<'a> {
    written: &'a str,
    name: &'a str,
    region: &'a str,
}

/// What one token costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfToken {
    /// Of one.
    pub price: Exact,
    /// What it is.
    pub class: PriceClass,
    /// The class whose price was taken, where it is another one.
    pub priced_as: PriceClass,
    /// Whether it is the price of where it ran, and not that of everywhere.
    pub is_of_region: bool,
    /// Whether it is the price of requests so long, and not that of any length.
    pub is_of_length: bool,
}

/// Some lists name no step below this: a request that is no longer is never called one of another length.
const LONG: i64 = 200_000;

/// What a price is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Class.
    pub class: PriceClass,
    /// Tier, `""` for the standard one.
    pub tier: &'a str,
    /// Region, `""` for everywhere.
    pub region: &'a str,
    /// Input tokens of the request; 0 where it is not known.
    pub input: i64,
    /// Day.
    pub day: NaiveDate,
}

/// Of one list the entry that has begun last, and of those of one day the highest step that is passed.
fn begun<'e>(list: &[&'e Entry], what: &Asked<'_>) -> Option<&'e Entry> {
    let holds = |entry: &&&Entry| {
        let price = &entry.price;
        price.from.is_none_or(|from| from <= what.day) && (price.above == 0 || what.input > price.above)
    };
    let begun: Vec<_> = list.iter().filter(holds).collect();
    // A newer term without steps ends the steps of the older one.
    let newest = begun
        .iter()
        .filter(|entry| entry.price.above == 0)
        .map(|entry| entry.price.from)
        .max();
    begun
        .into_iter()
        .filter(|entry| newest.is_none_or(|newest| entry.price.from >= newest))
        .max_by_key(|entry| entry.price.above)
        .copied()
}
