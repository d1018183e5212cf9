//! Models: what each costs by class of token, and what another one would have cost. Prices come from the price book.

pub mod model_mix;
pub mod pilot;
pub mod repricing;

#[cfg(test)]
mod tests;
