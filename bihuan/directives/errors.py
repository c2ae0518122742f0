"""What the services of this slice refuse, said to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from bihuan.casework.errors import Refused


class NotGiver(Refused):
    """The actor may not turn documents into tasks."""

    message = gettext_lazy("只有督查员和区领导可以导入文件、交办任务。")


class Empty(Refused):
    """No title or no text."""

    message = gettext_lazy("请写明文件标题，并选择文件或粘贴正文。")


class Settled(Refused):
    """The measure was accepted, dismissed or merged before."""

    message = gettext_lazy("这一条已经处理过了。请刷新页面，看它现在的情况。")


class NoLead(Refused):
    """A task needs a unit that answers for it."""

    message = gettext_lazy("请先选择牵头单位，再交办。")


class NotTogether(Refused):
    """Only measures of one document are merged."""

    message = gettext_lazy("只能合并同一份文件里的两条以上的任务。")


class NoSuchPlace(Refused):
    """A split inside the words, not at their edge."""

    message = gettext_lazy("请在这句话的中间选择拆分的位置。")


class ControlsPersons(Refused):
    """An order to control persons who appeal: it is shown with the articles and never becomes a task."""


class SameText(Refused):
    """A new version that says the same."""

    message = gettext_lazy("这一版和上一版的文字完全相同，没有需要更新的内容。")
