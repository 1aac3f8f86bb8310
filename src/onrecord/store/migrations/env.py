"""Runs the migrations on the connection that `onrecord.store.opening` hands over, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
