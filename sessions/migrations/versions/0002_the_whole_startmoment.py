"""Places at tables, the system model, the tree, the longlist, ratings, own scripts, handovers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_script",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_own_script_made_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_own_script_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_script")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_own_script_organisation_id_name")),
    )
    op.create_table(
        "ingredient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_ingredient_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingredient")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ingredient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingredient_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "tree_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("explanation", sa.String(length=240), nullable=False),
        sa.CheckConstraint(
            "kind IN ('roots', 'trunk', 'branches', 'crown', 'wind')", name=op.f("ck_tree_part_kind")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_tree_part_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_part")),
        sa.UniqueConstraint("workshop_id", "key", name=op.f("uq_tree_part_workshop_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lever_arrow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("from_lever_id", sa.Integer(), nullable=False),
        sa.Column("to_lever_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("from_lever_id <> to_lever_id", name=op.f("ck_lever_arrow_ends")),
        sa.ForeignKeyConstraint(
            ["from_lever_id"], ["lever.id"], name=op.f("fk_lever_arrow_from_lever_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_lever_id"], ["lever.id"], name=op.f("fk_lever_arrow_to_lever_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_lever_arrow_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lever_arrow")),
        sa.UniqueConstraint(
            "from_lever_id", "to_lever_id", name=op.f("uq_lever_arrow_from_lever_id_to_lever_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lever_arrow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lever_arrow_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(participant_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_handover_whose")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_handover_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_handover_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_handover_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_handover_code_hash")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "rating",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_rating_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_rating_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_rating_theme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("exercise_id", "participant_id", "theme_id", name=op.f("pk_rating")),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_agreement_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_agreement_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", "participant_id", name=op.f("pk_agreement")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=8), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_place_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_place_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["table.id"], name=op.f("fk_place_table_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_place_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_place_contribution_id")),
        sa.UniqueConstraint(
            "exercise_id", "table_id", "name", name=op.f("uq_place_exercise_id_table_id_name")
        ),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_table_id"), ["table_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_workshop_id"), ["workshop_id"], unique=False)

    op.add_column("key_group", sa.Column("rank", sa.Integer(), nullable=True))
    op.add_column("exercise", sa.Column("stage", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("table", sa.Column("stage", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("workshop", sa.Column("wall_table", sa.Integer(), nullable=True))
    op.add_column("workshop", sa.Column("starts_at", sa.String(length=5), nullable=True))
    op.add_column("workshop", sa.Column("self_paced", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("workshop", sa.Column("vision", sa.String(length=600), nullable=False, server_default=""))
    with op.batch_alter_table("table") as batch_op:
        batch_op.add_column(sa.Column("exercise_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_table_exercise_id"), "exercise", ["exercise_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("analysis") as batch_op:
        batch_op.alter_column(
            "feeds_on",
            existing_type=sa.String(length=16),
            type_=sa.String(length=80),
            existing_nullable=False,
        )
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.drop_constraint(op.f("ck_contribution_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_contribution_state"),
            "state IN ('shown', 'waiting', 'private', 'hidden', 'replaced', 'withdrawn')",
        )
