"""The workspace's tables, the version of their layout, and the triggers that keep the audit log as written."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, MetaData, String, Table, Text

LAYOUT = 1
# What an older database needs to become the next: SQL statements by the version they lead to.
STEPS: dict[int, tuple[str, ...]] = {}

metadata = MetaData()


def _versioned() -> tuple[Column[str], Column[str], Column[int]]:
    """Moments (UTC, ISO 8601) and a number that counts changes, so that no editor overwrites another."""
    return (
        Column("created", String(30), nullable=False),
        Column("changed", String(30), nullable=False),
        Column("version", Integer, nullable=False),
    )


layout = Table("layout", metadata, Column("version", Integer, nullable=False))

draft = Table(
    "draft",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("author", Text, nullable=False),
    Column("survey", Text, nullable=False),
    Column("round", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("acknowledged", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed_by", Text, nullable=False),
    *_versioned(),
)

approval = Table(
    "approval",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("draft", String(32), nullable=False, index=True),
    Column("draft_version", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(30), nullable=False),
    Column("note", Text, nullable=False),
)

mapping = Table(
    "mapping",
    metadata,
    Column("layout", String(64), primary_key=True),
    Column("survey", Text, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(30), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("author", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("changed_by", Text, nullable=False),
    *_versioned(),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(30), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", String(60), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("act", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("note", Text, nullable=False),
    Index("audit_act", "act"),
    sqlite_autoincrement=True,
)

_REFUSED = "the audit log is append-only"
TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
        f"CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
        # INSERT OR REPLACE would delete without asking the trigger above.
        "CREATE TRIGGER audit_adds BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
        "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
    ),
}
