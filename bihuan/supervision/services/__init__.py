"""Every write of this slice, one module each: `supervision.services.supervise(...)`."""

from bihuan.supervision.services.duties import (
    add_cases,
    call_meeting,
    close_minutes,
    decide,
    set_sector,
    sign_letter,
    start_campaign,
)
from bihuan.supervision.services.funding import add_line, amount_of, move
from bihuan.supervision.services.hearings import call_off, hear, publish, set_hearing
from bihuan.supervision.services.opening import promise, supervise, take_charge
from bihuan.supervision.services.stating import may_state, state

__all__ = [
    "add_cases", "add_line", "amount_of", "call_meeting", "call_off", "close_minutes", "decide", "hear", "may_state",
    "move", "promise", "publish", "set_hearing", "set_sector", "sign_letter", "start_campaign", "state", "supervise",
    "take_charge",
]  # fmt: skip
