//! surge.
