"""Why a file cannot be a template, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class TemplateError(Exception):
    """Base of what is wrong with a template. `str(error)` is a text for the user."""

    message = _("这个文件不能用作模板。")

    def __init__(self, message: object = None) -> None:
        super().__init__(message if message is not None else self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class NotWordError(TemplateError):
    """Something else than a .docx."""

    message = _("这个文件不是 Word 文档（.docx）。请在 Word 或 WPS 中另存为“Word 文档（.docx）”，再上传。")


class MacrosError(TemplateError):
    """Macros, or controls that run code."""

    message = _("这个文件带有宏或者控件，不能用作模板。请另存为不带宏的“Word 文档（.docx）”，再上传。")


class ExternalError(TemplateError):
    """It loads something from elsewhere."""

    message = _(
        "这个文件引用了外部的内容（链接的图片、模板、域或者对象），不能用作模板。请把图片直接插入，删除链接后再上传。"
    )


class EmbeddedError(TemplateError):
    """Another file inside."""

    message = _("这个文件里嵌入了别的文件或者对象，不能用作模板。请删除后再上传。")


class TooLargeError(TemplateError):
    """More than a letter can be."""

    message = _("这个文件太大，模板不能超过 2 MB。请缩小里面的图片。")


class RevisionsError(TemplateError):
    """Tracked changes: what holds is not certain."""

    message = _("这个文件里有没有接受的修订。请在 Word 中“接受所有修订”，再上传。")
