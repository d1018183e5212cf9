//! Bytes in, facts and problems out: readers, the format registry, recognition, mapping. Knows no database.

pub mod row;
pub mod sheet;
pub mod unpack;
