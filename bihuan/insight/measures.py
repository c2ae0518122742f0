"""What is counted, in which words, and what it means. Read with the process tables. Imports no database.

| measure  | key      | what one count is                                                                    |
|----------|----------|--------------------------------------------------------------------------------------|
| received | channel  | district: a case was registered. unit: a case came to the unit for the first time     |
| topic    | branch   | the same, by the first level of its topic                                            |
| step     | step     | a step of the table was taken; counts for the unit that had the case before it        |
| ended    |          | a step led into a state in which nothing runs any more                               |
| result   | result   | a deciding step said so                                                              |
| days     | number   | days from the day of receipt to the decision                                         |
| accepted | number   | days from the day of receipt to the written notice of acceptance                     |
| heard    | yes, no  | a decision was made; before it the petitioner was contacted or heard, or not          |
| complete | yes, no  | an old reply was brought in; it holds what art. 32 demands, or not                   |
| revised  | outcome  | a review or re-review was decided so; counts for the unit whose decision it was       |
| rated    | target n | an office was rated with n of 5; counts for that office                              |
| met      | clock    | the duty was done before its deadline                                                |
| late     | clock    | the duty was done at or after its deadline                                           |
| void     | clock    | the duty fell away before its deadline                                               |
| lapsed   | clock    | the duty fell away when its deadline had passed already                               |

The month is that of the entry (China). `days` and `accepted` are not kept for a unit and a place together.
A new measure raises VERSION: the worker then counts the whole journal again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RECEIVED, TOPIC, STEP, ENDED, RESULT, DAYS = "received", "topic", "step", "ended", "result", "days"
ACCEPTED, HEARD, COMPLETE, REVISED, RATED = "accepted", "heard", "complete", "revised", "rated"
MET, LATE, VOID, LAPSED = "met", "late", "void", "lapsed"
MEASURES = (
    RECEIVED, TOPIC, STEP, ENDED, RESULT, DAYS, ACCEPTED, HEARD, COMPLETE, REVISED, RATED, MET, LATE, VOID, LAPSED,
)  # fmt: skip
VERSION = 2  # of the list above
ALL = 0  # as a unit or a place: all of them


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which steps of a process the Board speaks of. The names are those of the process table."""

    decides: tuple[str, ...] = ()
    asks_extension: str = ""
    grants_extension: str = ""
    refuses_extension: str = ""
    objects: str = ""
    upholds: str = ""
    rejects: str = ""
    # A limit for what the unit *may* do. When it runs out a right has lapsed and no duty was missed.
    rights: tuple[str, ...] = ()


MEANINGS: Mapping[str, Meaning] = {
    "appeals.petition": Meaning(
        decides=("decide", "record_reply"),
        asks_extension="ask_extension",
        grants_extension="grant_extension",
        refuses_extension="refuse_extension",
        objects="object",
        upholds="uphold_objection",
        rejects="reject_objection",
        rights=("objection",),
    )
}


def meaning_of(process: str) -> Meaning:
    """What the Board knows of the process; for one without entry, only what every table says of itself."""
    return MEANINGS.get(process, Meaning())
