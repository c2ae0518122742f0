"""Texts that the browser's scripts show. The base page hands them over as JSON, translated."""

from __future__ import annotations

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, str | Promise] = {
    "busy": _("系统繁忙，请稍候再试。您填写的内容还在。"),
    "offline": _("网络中断，未能提交。您填写的内容还在本页，恢复网络后请再试一次。"),
    "failed": _("系统出错，操作没有完成。您填写的内容还在，请再试一次；如仍不行，请联系管理员。"),
    "forbidden": _("您的登录已过期或无权操作。请在新窗口重新登录后再提交。"),
    "gone": _("找不到这一页，或您无权查看。"),
    "conflict": _("期间有人改动了此件，请核对后再提交。"),
    "draftRestored": _("已恢复上次未提交的内容。"),
    "draftDiscard": _("清除"),
    "copied": _("已复制"),
    "close": _("关闭"),
    "tooBig": _("文件过大，不能上传"),
}


@lru_cache(maxsize=8)
def texts_block(language: str) -> SafeString:
    """The texts as a JSON data block, once per language (a data block is no script: the strict policy lets it be)."""
    del language  # the key of the cache; the active language does the work
    return json_script({key: str(text) for key, text in TEXTS.items()}, "texts")
