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


class PersonForgottenError(VaultError):
    """The person's key was destroyed: at their own wish, or because the time of keeping was over."""

    message = _("这位信访人的身份信息已经依法删除，不能再打开。")


class SecondPersonMissingError(VaultError):
    """Several persons open only with somebody else's approval."""

    message = _("一次打开多人的身份信息，须由另一人批准，并在批准的时间内打开一次。")


class OwnRequestError(VaultError):
    """Nobody approves what they asked for themselves."""

    message = _("不能批准自己提出的申请，请由另一位负责人批准。")


class ReasonMissingError(VaultError):
    """A request for several persons says why."""

    message = _("请写明为什么要一次打开多人的身份信息。")


class StillNeededError(VaultError):
    """The law has the office keep the information still (个人信息保护法 第四十七条)."""

    message = _("法律规定的保存期限还没有届满，暂时不能删除；期满后自动删除。除保存外不再作其他使用。")


class EmergencyReasonError(VaultError):
    """Breaking the glass says what the danger is."""

    message = _("请写明是什么紧急危险，至少十个字。")


class NobodyToTellError(VaultError):
    """Nobody else supervises at this moment, so nobody would be informed."""

    message = _("现在没有可以通知的督查人员，不能紧急打开。请当面请督查机构负责人安排。")


class OwnEmergencyError(VaultError):
    """Nobody reviews what they did themselves."""

    message = _("不能复核自己的紧急打开。")
