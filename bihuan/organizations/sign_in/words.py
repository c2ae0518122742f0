"""Words that everybody in an office thinks of first are no password, whatever stands around them."""

from __future__ import annotations

import re

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Pinyin and English of what stands on the door; docs/security/asvs.md names the list (ASVS 6.1.2).
WORDS = (
    "bihuan", "xinfang", "xinfangju", "zhengfu", "qingjuan", "yingji", "anquan", "12345", "admin", "guanli", "password",
    "mima", "rexian", "duchaju", "jiedao", "shequ", "woaini", "qwerty", "abc", "gov",
)  # fmt: skip
FILLERS = re.compile(r"[\W_0-9]+")


class OfficeWordsValidator:
    """Refuses a password that is nothing but such words and figures, such as `xinfang2026!`."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        del user
        left = password.lower()
        for word in sorted(WORDS, key=len, reverse=True):
            left = left.replace(word, " ")
        if not FILLERS.sub("", left):
            raise ValidationError(
                _("密码只由单位名称一类的常用词和数字组成，容易被猜到，请换一个。"), code="office_words"
            )

    def get_help_text(self) -> str:
        """Beside the field."""
        return _("不要只用单位名称一类的常用词加数字。")
