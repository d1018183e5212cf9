//! Pure functions from aggregated rows to named, explained results; scenarios and ROI.
