//! The product without a window: use cases, view types, error codes, settings, clock.

pub mod view;
