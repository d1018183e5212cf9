//! Bytes in, facts and problems out: readers, the format registry, recognition, mapping. Knows no database.

pub mod json;
pub mod row;
pub mod sheet;
pub mod text;
pub mod unpack;
pub mod value;
