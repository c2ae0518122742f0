"""What a machine lacks to make a document, said to the person who can install it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class PapersError(Exception):
    """Base of what making a document raises. `str(error)` is a text for the user."""

    message = _("公文没有生成。")

    def __init__(self) -> None:
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class PangoMissingError(PapersError):
    """WeasyPrint's libraries are not on this machine."""

    message = _(
        "生成 PDF 需要 Pango，这台机器上没有。请管理员执行："
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；Word 文件不受影响。"
    )


class ChineseFontMissingError(PapersError):
    """No font here has Chinese characters: the PDF would be empty boxes."""

    message = _(
        "生成 PDF 需要中文字体，这台机器上没有。请管理员执行：apt-get install fonts-noto-cjk；Word 文件不受影响。"
    )
