"""Asynchronous focus groups, the lexicon, material, and what people decide about passages."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_text",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_consent_text_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "purpose", "version", name=op.f("pk_consent_text")),
    )
    op.create_table(
        "focus_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_focus_group_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_group")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_focus_group_workshop_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("came_shared", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_objective_decided_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_objective_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("objective") as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "probe_idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_probe_idea_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe_idea")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("probe_idea") as batch_op:
        batch_op.create_index(batch_op.f("ix_probe_idea_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("welcome", sa.String(length=1000), nullable=False),
        sa.Column("opens", sa.String(length=16), nullable=False),
        sa.Column("closes", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_round_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round") as batch_op:
        batch_op.create_index(batch_op.f("ix_round_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("wording", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.String(length=1000), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_term_decided_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_term_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("workshop_id", "text", name=op.f("uq_term_workshop_id_text")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "avoided_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_avoided_word_term_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avoided_word")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("avoided_word") as batch_op:
        batch_op.create_index(batch_op.f("ix_avoided_word_term_id"), ["term_id"], unique=False)

    op.create_table(
        "group_moderator",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["focus_group.id"], name=op.f("fk_group_moderator_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_group_moderator_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_group_moderator")),
    )
    op.create_table(
        "lever_argument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("lever_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lever_id"], ["lever.id"], name=op.f("fk_lever_argument_lever_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_lever_argument_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lever_argument")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lever_argument") as batch_op:
        batch_op.create_index(batch_op.f("ix_lever_argument_lever_id"), ["lever_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lever_argument_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "group_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("closes", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["focus_group.id"], name=op.f("fk_group_hours_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_group_hours_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_hours")),
        sa.UniqueConstraint("group_id", "round_id", name=op.f("uq_group_hours_group_id_round_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("group_hours") as batch_op:
        batch_op.create_index(batch_op.f("ix_group_hours_round_id"), ["round_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("visibility", sa.String(length=8), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "visibility IN ('masked', 'open', 'private')", name=op.f("ck_question_visibility")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_question_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_question_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("exercise_id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question") as batch_op:
        batch_op.create_index(batch_op.f("ix_question_round_id"), ["round_id"], unique=False)

    op.create_table(
        "stimulus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("alternative", sa.String(length=1000), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("picture", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('image', 'text')", name=op.f("ck_stimulus_kind")),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_stimulus_exercise_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stimulus")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stimulus") as batch_op:
        batch_op.create_index(batch_op.f("ix_stimulus_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "known_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_known_theme_analysis_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_theme")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("known_theme") as batch_op:
        batch_op.create_index(batch_op.f("ix_known_theme_analysis_id"), ["analysis_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_consent_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consent") as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("interviewer", sa.Integer(), nullable=True),
        sa.Column("interviewer_name", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("consent", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["interviewer"], ["user.id"], name=op.f("fk_interview_interviewer")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_interview_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_interview_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("interview") as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'uncertain', 'failed', 'bounced', 'cancelled')",
            name=op.f("ck_letter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_letter_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_letter_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("workshop_id", "key", name=op.f("uq_letter_workshop_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letter") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_state"), ["state"], unique=False)

    op.create_table(
        "meaning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_meaning_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_meaning_term_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_meaning_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meaning")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meaning") as batch_op:
        batch_op.create_index(batch_op.f("ix_meaning_term_id"), ["term_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("link_nonce", sa.String(length=32), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("present_on", sa.Date(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("address_problem", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'present', 'left', 'removed')", name=op.f("ck_member_state")
        ),
        sa.CheckConstraint("wish IN ('each', 'daily', 'none')", name=op.f("ck_member_wish")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_member_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_member_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member") as batch_op:
        batch_op.create_index(batch_op.f("ix_member_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "pile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_pile_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_pile_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pile")),
        sa.UniqueConstraint(
            "exercise_id", "participant_id", "key", name=op.f("uq_pile_exercise_id_participant_id_key")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pile") as batch_op:
        batch_op.create_index(batch_op.f("ix_pile_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pile_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "seen",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_seen_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_seen_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", "exercise_id", name=op.f("pk_seen")),
    )
    with op.batch_alter_table("seen") as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "back_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("exercise_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_back_note_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_back_note_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["focus_group.id"], name=op.f("fk_back_note_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_back_note_workshop_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_back_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("back_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_back_note_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_mark_contribution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["marked_by"], ["user.id"], name=op.f("fk_mark_marked_by")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_mark_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_mark_term_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_mark_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mark") as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mark_term_id"), ["term_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mark_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("lever_id", sa.Integer(), nullable=True),
        sa.Column("tree_part_id", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('interest', 'opportunity', 'obstacle', 'ingredient', 'lever_argument', 'vision', "
            "'term')",
            name=op.f("ck_material_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_material_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lever_id"], ["lever.id"], name=op.f("fk_material_lever_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_material_made_by")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_material_term_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["tree_part_id"], ["tree_part.id"], name=op.f("fk_material_tree_part_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_material_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("material") as batch_op:
        batch_op.create_index(batch_op.f("ix_material_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_material_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "meaning_agreement",
        sa.Column("meaning_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meaning_id"], ["meaning.id"], name=op.f("fk_meaning_agreement_meaning_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_meaning_agreement_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meaning_id", "participant_id", name=op.f("pk_meaning_agreement")),
    )
    op.create_table(
        "named_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("decision IN ('open', 'keep', 'mask')", name=op.f("ck_named_person_decision")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_named_person_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_named_person_decided_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_named_person_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_person")),
        sa.UniqueConstraint(
            "contribution_id",
            "version",
            "starts_at",
            name=op.f("uq_named_person_contribution_id_version_starts_at"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("named_person") as batch_op:
        batch_op.create_index(batch_op.f("ix_named_person_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "probe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_probe_asked_by")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_probe_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_probe_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["focus_group.id"], name=op.f("fk_probe_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_probe_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_probe_workshop_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("probe") as batch_op:
        batch_op.create_index(batch_op.f("ix_probe_exercise_id"), ["exercise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_probe_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_probe_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("passage_id < other_id", name=op.f("ck_apart_order")),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_apart_analysis_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_apart_decided_by")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["passage.id"], name=op.f("fk_apart_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_apart_passage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
        sa.UniqueConstraint(
            "analysis_id", "passage_id", "other_id", name=op.f("uq_apart_analysis_id_passage_id_other_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("apart") as batch_op:
        batch_op.create_index(batch_op.f("ix_apart_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_apart_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "map_point",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_map_point_analysis_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_map_point_passage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("analysis_id", "passage_id", name=op.f("pk_map_point")),
    )
    with op.batch_alter_table("map_point") as batch_op:
        batch_op.create_index(batch_op.f("ix_map_point_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "objective_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"],
            ["material.id"],
            name=op.f("fk_objective_material_material_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objective.id"],
            name=op.f("fk_objective_material_objective_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_material")),
        sa.UniqueConstraint(
            "objective_id", "material_id", name=op.f("uq_objective_material_objective_id_material_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("objective_material") as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_material_material_id"), ["material_id"], unique=False)

    op.create_table(
        "pile_member",
        sa.Column("pile_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_pile_member_exercise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_pile_member_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_pile_member_passage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pile_id"], ["pile.id"], name=op.f("fk_pile_member_pile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pile_id", "passage_id", name=op.f("pk_pile_member")),
        sa.UniqueConstraint(
            "exercise_id",
            "participant_id",
            "passage_id",
            name=op.f("uq_pile_member_exercise_id_participant_id_passage_id"),
        ),
    )
    with op.batch_alter_table("pile_member") as batch_op:
        batch_op.create_index(batch_op.f("ix_pile_member_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("probe_id", sa.Integer(), nullable=True),
        sa.Column("quote_from", sa.Integer(), nullable=True),
        sa.Column("quote_to", sa.Integer(), nullable=True),
        sa.Column("quote_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("(to_id IS NULL) <> (probe_id IS NULL)", name=op.f("ck_reply_to")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_reply_contribution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["probe_id"], ["probe.id"], name=op.f("fk_reply_probe_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["contribution.id"], name=op.f("fk_reply_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_probe_id"), ["probe_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_to_id"), ["to_id"], unique=False)

    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_set_aside_analysis_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_set_aside_passage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_set_aside_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("analysis_id", "passage_id", name=op.f("uq_set_aside_analysis_id_passage_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("set_aside") as batch_op:
        batch_op.create_index(batch_op.f("ix_set_aside_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "twin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("twin_id", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'linked', 'apart')", name=op.f("ck_twin_state")),
        sa.CheckConstraint("passage_id <> twin_id", name=op.f("ck_twin_two")),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_twin_analysis_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_twin_decided_by")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_twin_passage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_twin_run_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["twin_id"], ["passage.id"], name=op.f("fk_twin_twin_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twin")),
        sa.UniqueConstraint(
            "analysis_id", "passage_id", "twin_id", name=op.f("uq_twin_analysis_id_passage_id_twin_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("twin") as batch_op:
        batch_op.create_index(batch_op.f("ix_twin_passage_id"), ["passage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_twin_twin_id"), ["twin_id"], unique=False)

    op.create_table(
        "vector",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_vector_passage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage_id", "model", name=op.f("pk_vector")),
    )
    op.create_table(
        "meant",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f("ck_meant_answer")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_meant_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_meant_passage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_meant_theme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage_id", "theme_id", name=op.f("pk_meant")),
    )
    with op.batch_alter_table("meant") as batch_op:
        batch_op.create_index(batch_op.f("ix_meant_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meant_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(theme_id IS NULL) <> (passage_id IS NULL)", name=op.f("ck_note_beside")),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_note_analysis_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_note_passage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_note_theme_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("note") as batch_op:
        batch_op.create_index(batch_op.f("ix_note_analysis_id"), ["analysis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_passage_id"), ["passage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_theme_id"), ["theme_id"], unique=False)

    with op.batch_alter_table("analysis") as batch_op:
        batch_op.add_column(sa.Column("exercise_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("several", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("frozen", sa.JSON(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_analysis_exercise_id"), "exercise", ["exercise_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("cluster") as batch_op:
        batch_op.add_column(sa.Column("known_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_cluster_known_id"), "known_theme", ["known_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("cluster_member") as batch_op:
        batch_op.add_column(sa.Column("bridging", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("to_sort", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("contribution") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_contribution_group_id"), "focus_group", ["group_id"], ["id"]
        )

    with op.batch_alter_table("dissent") as batch_op:
        batch_op.add_column(sa.Column("raised_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_dissent_raised_by"), "user", ["raised_by"], ["id"])

    with op.batch_alter_table("ingredient") as batch_op:
        batch_op.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("participant") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_participant_group_id"), ["group_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_group_id"), "focus_group", ["group_id"], ["id"]
        )

    with op.batch_alter_table("passage") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("placement") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_placement_analysis_id_passage_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_placement_analysis_id_passage_id_theme_id"),
            ["analysis_id", "passage_id", "theme_id"],
        )

    with op.batch_alter_table("workshop_member") as batch_op:
        batch_op.drop_constraint(op.f("ck_workshop_member_role"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_workshop_member_role"), "role IN ('facilitator', 'moderator', 'analyst', 'observer')"
        )

    with op.batch_alter_table("run") as batch_op:
        batch_op.drop_constraint(op.f("ck_run_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_run_state"), "state IN ('running', 'offered', 'done', 'failed', 'cancelled')"
        )
        batch_op.add_column(sa.Column("tree", sa.JSON(), nullable=True))

    with op.batch_alter_table("theme") as batch_op:
        batch_op.add_column(sa.Column("example_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("counter_example_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_counter_example_id"),
            "passage",
            ["counter_example_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_theme_example_id"), "passage", ["example_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("workshop") as batch_op:
        batch_op.add_column(sa.Column("mode", sa.String(length=8), nullable=False, server_default="hall"))
        batch_op.create_check_constraint(batch_op.f("ck_workshop_mode"), "mode IN ('hall', 'focus')")
