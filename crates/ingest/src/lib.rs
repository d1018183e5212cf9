//! Bytes in, facts and problems out: readers, the format registry, recognition, mapping. Knows no database.

mod columnar;
mod feed;
mod file_name;
mod fixes;
pub mod formats;
pub mod inspect;
pub mod invoice;
pub mod json;
mod lineage;
pub mod pdf;
mod plan;
mod prepare;
mod prices;
pub mod profile;
mod read;
mod recognise;
pub mod row;
mod run;
pub mod sheet;
mod sheet_table;
mod source;
mod survey;
pub mod text;
mod total_words;
mod totals;
pub mod unpack;
pub mod value;
mod winners;

pub use fixes::{Fix, Fixes};
pub use formats::formats;
pub use inspect::{InspectOptions, Inspected, cells, inspect, inspect_item};
pub use lineage::{open, open_but};
pub use plan::{Choice, Confidence, Mapping, PasswordState, Planned, plan};
pub use read::{IngestError, Progress, ReadReport, Sink, SinkError, Watch, read};
pub use source::OpenError;
pub use unpack::{Item, Kind, Limits, Pass};
