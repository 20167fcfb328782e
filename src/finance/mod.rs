//! finance.
