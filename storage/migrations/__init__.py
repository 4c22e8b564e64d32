"""The history of the schema, as Alembic revisions; run by `storage.migrate`."""
