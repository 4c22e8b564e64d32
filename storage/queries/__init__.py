"""Named queries: plain functions taking a Connection."""
