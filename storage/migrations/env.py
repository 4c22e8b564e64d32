"""Alembic's entry: works inside the transaction and on the connection that `storage.migrate` opened."""

from __future__ import annotations

from alembic import context

from storage.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # Revisions name our column types without their module.
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
