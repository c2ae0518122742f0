"""The fields of the page that checks a receipt. Nothing of it is ever sent: the script reads the files in the browser."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    """A receipt, and what it may be held against."""

    use_required_attribute = False

    receipt = forms.FileField(
        label=_("回执文件"),
        help_text=_("登记后交给您的小文件（.json）。文件只在您的浏览器里读取，不会上传。"),
    )
    key = forms.CharField(
        label=_("您信任的公钥"),
        required=False,
        help_text=_("信访部门公布的公钥，比如公告栏或者报纸上的。填了，就能确认回执不是别人冒签的。"),
    )
    later = forms.FileField(
        label=_("另一份签名摘要"),
        required=False,
        help_text=_(
            "以后从公开登记簿页面下载的“一致性证明”，或者别人保存的。用来确认以前的记录至今没有改动。"
        ),
    )
