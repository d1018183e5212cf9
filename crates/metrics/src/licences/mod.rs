//! What is bought ahead of use: seats and whether they are used, contracts and when they renew, what renewals reveal,
//! capacity. Names nobody; money is exact.

pub mod billed;
pub mod capacity;
pub mod idle_seats;
pub mod licence;
pub mod renewals;
pub mod revealed_preference;

#[cfg(test)]
mod tests;
