//! Sections arranged into PDF and HTML.
