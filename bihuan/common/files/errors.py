"""Why a file is not taken, said to the person who sent it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class FileError(Exception):
    """Base of what files raise. `str(error)` is a text for the user, in their language."""

    message: Any = _("这个文件不能使用。")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(values)

    def __str__(self) -> str:
        # Labels are msgids, and are put into the reader's language when the message is.
        texts = {name: str(value) for name, value in self.values.items()}
        return str(self.message) % texts if texts else str(self.message)


class FileTooLargeError(FileError):
    """`limit_mb`: what one file may have."""

    message = _("文件超过 %(limit_mb)s MB，没有保存。请压缩图片、拆分文件，或者改用更低的清晰度后再上传。")


class FileEmptyError(FileError):
    """Nothing was in it."""

    message = _("文件是空的，没有保存。请重新选择文件。")


class UploadIncompleteError(FileError):
    """Fewer bytes came than were announced, or the connection broke."""

    message = _("文件没有传完，没有保存。请检查网络后重新上传。")


class ExecutableRefusedError(FileError):
    """A program, whatever its name says. `claimed`: what the name says it is."""

    message = _("文件内容是可执行程序，不是%(claimed)s，不能上传。")


class ActiveContentRefusedError(FileError):
    """A web page, SVG or script: a browser would run it."""

    message = _("网页、SVG 和脚本文件不能上传。请另存为 PDF 或者图片后再上传。")


class KindRefusedError(FileError):
    """A kind of file that is not on the list."""

    message = _(
        "这种文件不能上传。可以上传：图片（JPG、PNG、GIF、WebP、HEIC）、PDF、OFD、Word、Excel、PowerPoint、文本、CSV、"
        "录音（MP3、AMR、WAV、M4A）和视频（MP4、MOV、3GP）。"
    )


class ArchiveRefusedError(FileError):
    """A plain archive: what is inside would not be seen."""

    message = _("压缩包不能上传。请解压后把文件逐个上传。")


class NameMismatchError(FileError):
    """The name says one kind and the content is another. `extension`, `actual`."""

    message = _("文件名的后缀是 .%(extension)s，内容却是%(actual)s。请改正文件名后再上传。")


class FileBrokenError(FileError):
    """The container cannot be read: cut off or damaged. `claimed`."""

    message = _("文件已损坏或者不完整，不能当作%(claimed)s打开。请重新导出或者重新传一份。")


class FileEncryptedError(FileError):
    """Protected by a password: it cannot be examined, and nobody could read it later."""

    message = _("文件有打开密码，无法检查。请去掉密码后再上传。")


class ZipBombError(FileError):
    """Unpacked, it would fill the disk or the memory."""

    message = _("文件展开后过大，可能是恶意文件，没有保存。")


class PolyglotRefusedError(FileError):
    """One kind of file with another hidden in it. `claimed`."""

    message = _("这个%(claimed)s里夹带了别的文件或者脚本，没有保存。请用截图或者重新导出的文件。")


class FileMissingError(FileError):
    """No such content in the store."""

    message = _("附件不在存储中。请告知系统管理员核对备份。")


class PreviewUnavailableError(FileError):
    """Not an image that can be shown, too many pixels, or damaged."""

    message = _("这个文件不能预览，请下载查看。")
