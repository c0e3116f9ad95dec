"""${message}."""

from alembic import op

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Make it so."""
    ${upgrades if upgrades else "op.execute()"}


def downgrade() -> None:
    """Undo it, and nothing else."""
    ${downgrades if downgrades else "op.execute()"}
