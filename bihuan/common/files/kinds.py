"""The kinds of files that are taken. What is not here is refused. Labels are gettext msgids. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What people call it."""

    IMAGE = "图片"
    DOCUMENT = "文档"
    TEXT = "文本"
    AUDIO = "录音"
    VIDEO = "视频"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. The first extension is given to a file that came without one."""

    media_type: str
    label: str
    family: Family
    extensions: tuple[str, ...]


OOXML = "application/vnd.openxmlformats-officedocument."
JPEG = Kind("image/jpeg", "JPEG 图片", Family.IMAGE, ("jpg", "jpeg", "jpe", "jfif"))
PNG = Kind("image/png", "PNG 图片", Family.IMAGE, ("png",))
GIF = Kind("image/gif", "GIF 图片", Family.IMAGE, ("gif",))
WEBP = Kind("image/webp", "WebP 图片", Family.IMAGE, ("webp",))
HEIC = Kind("image/heic", "HEIC 图片", Family.IMAGE, ("heic", "heif"))
PDF = Kind("application/pdf", "PDF 文档", Family.DOCUMENT, ("pdf",))
OFD = Kind("application/ofd", "OFD 文档", Family.DOCUMENT, ("ofd",))
DOCX = Kind(OOXML + "wordprocessingml.document", "Word 文档", Family.DOCUMENT, ("docx", "docm"))
XLSX = Kind(OOXML + "spreadsheetml.sheet", "Excel 工作簿", Family.DOCUMENT, ("xlsx", "xlsm"))
PPTX = Kind(OOXML + "presentationml.presentation", "PowerPoint 演示文稿", Family.DOCUMENT, ("pptx", "pptm"))
DOC = Kind("application/msword", "旧版 Word 文档", Family.DOCUMENT, ("doc", "wps"))
XLS = Kind("application/vnd.ms-excel", "旧版 Excel 工作簿", Family.DOCUMENT, ("xls", "et"))
PPT = Kind("application/vnd.ms-powerpoint", "旧版 PowerPoint 演示文稿", Family.DOCUMENT, ("ppt", "dps"))
TXT = Kind("text/plain", "纯文本", Family.TEXT, ("txt", "text", "log", "md"))
CSV = Kind("text/csv", "CSV 表格", Family.TEXT, ("csv",))
MP3 = Kind("audio/mpeg", "MP3 录音", Family.AUDIO, ("mp3",))
AMR = Kind("audio/amr", "AMR 录音", Family.AUDIO, ("amr",))
WAV = Kind("audio/wav", "WAV 录音", Family.AUDIO, ("wav",))
M4A = Kind("audio/mp4", "M4A 录音", Family.AUDIO, ("m4a",))
MP4 = Kind("video/mp4", "MP4 视频", Family.VIDEO, ("mp4", "m4v", "m4a"))
MOV = Kind("video/quicktime", "MOV 视频", Family.VIDEO, ("mov", "qt"))
GP3 = Kind("video/3gpp", "3GP 视频", Family.VIDEO, ("3gp", "3gpp", "amr"))

KINDS = (
    JPEG, PNG, GIF, WEBP, HEIC, PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, TXT, CSV, MP3, AMR, WAV, M4A, MP4, MOV, GP3,
)  # fmt: skip
MEDIA_TYPES = frozenset(kind.media_type for kind in KINDS)
BY_EXTENSION = {extension: kind for kind in reversed(KINDS) for extension in reversed(kind.extensions)}

# What `filetype` calls them.
SNIFFED = {
    "image/jpeg": JPEG, "image/png": PNG, "image/gif": GIF, "image/webp": WEBP, "image/heic": HEIC, "image/heif": HEIC,
    "audio/mpeg": MP3, "audio/amr": AMR, "audio/x-wav": WAV, "audio/mp4": M4A, "video/mp4": MP4, "video/x-m4v": MP4,
    "video/quicktime": MOV, "video/3gpp": GP3,
}  # fmt: skip

PROGRAMS = frozenset({
    "exe", "dll", "com", "scr", "msi", "msp", "cpl", "sys", "pif", "lnk", "jar", "apk", "app", "dmg", "deb", "rpm",
    "elf", "so", "bin", "bat", "cmd", "ps1", "vbs", "vbe", "wsf", "wsh", "hta", "reg", "sh", "py", "pl", "rb", "php",
    "asp", "aspx", "jsp",
})  # fmt: skip
ACTIVE = frozenset({
    "html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "js", "mjs", "css", "swf",
})  # fmt: skip
ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "iso", "cab"})


def claimed(extension: str) -> str:
    """What a file's name says it is, as people call it; 文档 where it says nothing we know."""
    kind = BY_EXTENSION.get(extension)
    return (kind.family if kind else Family.DOCUMENT).value
