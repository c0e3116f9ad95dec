"""How Alembic runs our revisions: on the given URL, as `deconflict_owner`, all in one transaction."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from deconflict.runtime.roles import OWNER

with create_engine(context.config.attributes["url"], poolclass=NullPool).connect() as connection:
    connection.execute(text(f"SET ROLE {OWNER}"))
    connection.commit()
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
