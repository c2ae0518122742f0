"""Why a file could not be read, said so that an officer knows what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "empty": _("文件是空的。请检查后重新选择。"),
    "too_large": _("文件超过 50 MB。请拆分，或另存为不含图片的文件。"),
    "too_long": _("文字超过一百万字。请拆分后分别导入。"),
    "no_text": _("文件里没有文字。请直接粘贴正文。"),
    "scanned": _("这份 PDF 是扫描件，没有可读的文字。请导入原始的 Word 文件，或粘贴正文。"),
    "password": _("文件设有密码。请去掉密码后另存，再导入。"),
    "too_many_pages": _("文件超过 300 页。请按部分拆开，分别导入。"),
    "damaged": _("文件已损坏，无法打开。请用原来的软件打开并另存，再导入。"),
    "not_word": _("这个压缩包不是 Word 文档。可导入 .docx、.doc、.pdf、.txt，或粘贴正文。"),
    "no_office": _("读取 .doc 需要本机装有 LibreOffice，而这里没有。请另存为 .docx 后导入，或粘贴正文。"),
    "office_failed": _("LibreOffice 未能打开这份 .doc。请另存为 .docx 后导入，或粘贴正文。"),
    "not_text": _("不是文字文件。可导入 .docx、.doc、.pdf、.txt，或粘贴正文。"),
}


class Unreadable(Exception):
    """A file that cannot be read. `code` names why; str() is the message for people."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(MESSAGES[code])

    def __str__(self) -> str:
        return str(MESSAGES[self.code])
