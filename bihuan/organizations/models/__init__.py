"""Jurisdictions, units, posts, dated appointments, accounts, their sessions, and the record of changes."""

from bihuan.organizations.models.accounts import Account, AccountManager, AccountSession
from bihuan.organizations.models.changes import OrganizationChange
from bihuan.organizations.models.places import Jurisdiction, Unit
from bihuan.organizations.models.posts import Appointment, Post

__all__ = [
    "Account",
    "AccountManager",
    "AccountSession",
    "Appointment",
    "Jurisdiction",
    "OrganizationChange",
    "Post",
    "Unit",
]
