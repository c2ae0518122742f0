"""With number and code to one's case. A wrong one tells nothing: same answer, same work, and each try costs time."""

from __future__ import annotations

import hmac
from datetime import datetime

from bihuan.portal import codes, throttle
from bihuan.portal.models import AccessCode
from bihuan.portal.throttle import ADDRESS, NUMBER, NUMBER_HERE, Limit


def enter(*, number: str, code: str, address: str, at: datetime, known: bool = False) -> AccessCode | None:
    """The code's row when number and code belong together; None for anything else, without saying what was wrong.

    The same is done for a number that does not exist: one look-up, one slow hash. The count is taken before and given
    back when the code was right, so tries side by side cannot slip through. `known`: this browser has opened this
    number before; then tries from elsewhere do not shut it out. Raises TooMany.
    """
    number, code = codes.read_number(number), codes.read_code(code)
    wanted: list[tuple[Limit, tuple[str, ...]]] = [(NUMBER_HERE, (number, address))]
    if not known:
        wanted += [(NUMBER, (number,)), (ADDRESS, (address,))]
    taken = throttle.take(wanted, at=at)
    rows = list(AccessCode.objects.filter(case__number=number).select_related("case"))
    tried = codes.digests(number, code)
    found = None
    for row in rows:
        for one in tried:
            if hmac.compare_digest(one, bytes(row.digest)):
                found = row
    if found is not None:
        throttle.give_back(taken)
    return found
