"""What the engine refuses, each with a sentence for the person at the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from bihuan.casework.models import Entry

Text = str | Promise

BEFORE_REGISTRATION = gettext_lazy("办理时间早于登记时间，请检查日期。")


class Refused(Exception):
    """Base of every refusal. Nothing was written. `str()` is the translated sentence."""

    message: Text = gettext_lazy("系统没有接受这个操作，什么都没有改变。")

    def __init__(self, message: Text | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotNow(Refused):
    """The step does not lead out of the state the case is in."""

    message = gettext_lazy("案件现在的状态不能做这一步。请看办理记录，了解案件已经到了哪一步。")


class NotYours(Refused):
    """The actor's role or unit may not take the step."""

    message = gettext_lazy("这一步由其他岗位办理，您现在的岗位不能操作。")


class Incomplete(Refused):
    """Fields are missing or malformed; `fields` maps each to its sentence."""

    message = gettext_lazy("有必填内容没有填，或者填得不对，请看各栏的提示。")

    def __init__(self, fields: Mapping[str, Text]) -> None:
        self.fields = dict(fields)
        super().__init__()

    def __str__(self) -> str:
        return f"{self.message} " + " ".join(f"{name}: {text}" for name, text in self.fields.items())


class Guarded(Refused):
    """A guard of the process forbids the step; the message says what to do. `field` is where the page shows it."""

    def __init__(self, message: Text, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class Barred(Refused):
    """The unit is one that the case is about and may neither hold it nor take part."""

    message = gettext_lazy("这个单位或者人员与案件有直接利害关系，不能持有、办理或者协办。请另选。")


class FormUsed(Refused):
    """The form (its `submission`) has been taken already, on another case. Nothing is done a second time."""

    message = gettext_lazy("这张表单已经用在另一个案件上，这一次没有办理。请重新打开案件再提交。")


class SentBehindWall(FormUsed):
    """The form opened a case the first time, and the wall now keeps that case from who sends it again."""

    message = gettext_lazy(
        "这一件刚才已经登记，没有再登记一次。它反映的是本单位或者您本人，编号只在第一次提交时告知。"
    )


class Stale(Refused):
    """Someone else changed the case after the form was opened. `since` holds what happened meanwhile."""

    def __init__(self, since: list[Entry]) -> None:
        self.since = since
        super().__init__(
            _("您打开这一页之后，%(who)s 已经办理了这个案件。您写的内容还在下面，请看过新的记录再决定。")
            % {"who": since[-1].actor if since else "?"}
        )
