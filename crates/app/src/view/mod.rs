//! What the window shows: plain data, already formatted. The UI draws it and computes nothing.
//!
//! A screen is a list of [`Block`]s on a grid of twelve columns. Every figure and chart carries its explanation,
//! every mark and row the [`Route`] it leads to.

mod block;
mod import;
mod mapper;
mod route;
mod start;

pub use block::{
    Align, Block, ChartView, Choice, Column, Control, ExplainView, Fact, Figure, MarkShape, MarkView, Placed,
    RowView, ScreenView, TableView, Tone,
};
pub use import::{
    AnswerView, Chip, FileChange, FixChange, ImportResult, InvoiceField, InvoicePage, PreviewStatus,
    PreviewView, ProblemGroup, ProgressView, QuestionView, Setting, StatedView, TotalView,
};
pub use mapper::{BarPart, FixedField, MapperColumn, MapperView, SourceRow};
pub use route::{BarView, CanvasSize, FilterChip, FilterView, PaletteItem, Route, ThemeName};
pub use start::{BookBadge, BookCopy, RecentBook, Saved, StartView};
