//! A result in, a drawing (SVG and marks) out, drawn with plotters; theme and number formatting.
