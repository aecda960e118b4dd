"""People's work: drafts, mappings remembered, approvals, documents, and the log of every step.

It stands in one database: SQLite beside the builds, or the PostgreSQL that NUTAG_WORKSPACE_URL names.
"""

from store.workspace.audit import Audit, Entry
from store.workspace.database import WorkspaceError
from store.workspace.documents import Document, Documents, NoDocument
from store.workspace.drafts import STATES, Approval, Draft, Drafts
from store.workspace.mappings import Mappings, Remembered
from store.workspace.versioned import Conflict
from store.workspace.workspace import Workspace

__all__ = [
    "STATES", "Approval", "Audit", "Conflict", "Document", "Documents", "Draft", "Drafts", "Entry", "Mappings",
    "NoDocument", "Remembered", "Workspace", "WorkspaceError",
]  # fmt: skip
