"""Run by Alembic: migrations use the connection and the transaction they are handed."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"], transactional_ddl=True, on_version_apply=attributes.get("told", ())
)
context.run_migrations()
