"""What the open journal refuses, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class OpenJournalError(Exception):
    """Base of what the open journal raises. `str(error)` is a text for the user."""

    message = _("公开登记簿暂时不能使用。")

    def __init__(self, message: object = None) -> None:
        super().__init__(message if message is not None else self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class SigningKeyError(OpenJournalError):
    """No signing key, one that others can read, or not the one the last head was signed with."""


class NoHeadError(OpenJournalError):
    """There is no published head of that size."""

    message = _("没有这个条数的已公布签名。请核对条数，已公布的签名可以在公开登记簿页面下载。")


class NoEntryError(OpenJournalError):
    """The case has no journal entry, or is not there."""

    message = _("没有找到这个案件的登记记录。")
