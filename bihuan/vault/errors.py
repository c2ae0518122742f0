"""What the vault refuses, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class VaultError(Exception):
    """Base of what the vault raises. `str(error)` is a text for the user."""

    message = _("受保护信息暂时不能使用。")

    def __init__(self, message: object = None) -> None:
        super().__init__(message if message is not None else self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class VaultKeyError(VaultError):
    """No key, a malformed one, one that others can read, or not the one the person was sealed with."""


class VaultTamperedError(VaultError):
    """The stored ciphertext is not what was written for this person and field."""

    message = _("受保护信息与写入时不一致，可能被改动过，已停止打开。请告知系统管理员核查数据库。")


class PurposeMissingError(VaultError):
    """No purpose from the closed list was given."""

    message = _("打开受保护信息必须选择一个法定目的。")


class OpeningRefusedError(VaultError):
    """The actor's posts do not deal with the person."""

    message = _("您的岗位不能查看信访人身份。需要联系信访人时，请由承办人办理。")


class CaseMissingError(VaultError):
    """An opening belongs to a case; without one nobody could later say what it was for."""

    message = _("打开受保护信息必须注明案件编号。")


class NothingToProtectError(VaultError):
    """All the fields are empty: such a petitioner is anonymous and has no person."""

    message = _("没有可保护的信息：匿名信访不需要登记身份。")


class FieldTooLongError(VaultError):
    """A field is beyond what a name or an address can be."""

    message = _("姓名、电话、住址等每一项不能超过 4000 个字。")


class PersonNotFoundError(VaultError):
    """There is no such person in the vault."""

    message = _("没有找到这位信访人的受保护信息。")
