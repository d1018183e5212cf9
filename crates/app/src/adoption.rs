//! How a person looks at adoption here: which ladder of use is in force, and which seats were bought. Computes nothing.

use std::collections::BTreeSet;

use metrics::people::bands::{Look, Preset};
use metrics::people::utilisation::{Seats, Utilisation, utilisation};

use crate::Result;
use crate::scope::Scope;

/// The input of a route that chooses the ladder.
pub(crate) const PRESET: &str = "preset";

/// The window of people and the ladder: the route's, else the settings'.
pub(crate) fn look(scope: &Scope<'_>) -> Look {
    let asked = scope.route.inputs.get(PRESET);
    let preset = Preset::ALL
        .into_iter()
        .find(|preset| asked.is_some_and(|id| id == preset.id()));
    Look {
        window: scope.people_window(),
        preset: preset.unwrap_or(scope.settings.bands.preset),
    }
}

/// How seats of each product are used that anybody holds.
pub(crate) fn by_product(scope: &Scope<'_>) -> Result<Vec<Utilisation>> {
    let people = scope.people()?;
    let products: BTreeSet<&String> = people.iter().flat_map(|person| &person.products).collect();
    products
        .into_iter()
        .map(|product| used(scope, Some(product)))
        .collect()
}

/// How seats of a product are used; of any product, how many people use one.
pub(crate) fn used(scope: &Scope<'_>, product: Option<&String>) -> Result<Utilisation> {
    let seats = seats(scope, product.cloned())?;
    Ok(utilisation(
        scope.people()?,
        scope.person_days()?,
        &seats,
        &scope.settings,
    ))
}

/// The seats of a product as contract or bill tells them; of any product nobody bought a number.
pub(crate) fn seats(scope: &Scope<'_>, product: Option<String>) -> Result<Seats> {
    let licences = scope.licences()?.iter();
    let licence = product
        .as_ref()
        .and_then(|name| licences.clone().find(|one| one.product == *name));
    Ok(Seats {
        provider: licence.map(|one| one.provider.clone()),
        is_part: false,
        bought: licence
            .and_then(|one| one.bought)
            .and_then(|seats| u32::try_from(seats).ok()),
        price: licence
            .and_then(|one| one.price.as_ref())
            .map(|price| price.monthly.clone()),
        until: scope.people_window().to,
        product,
    })
}
