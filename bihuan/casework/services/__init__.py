"""Every write of the engine, one module each. Slices, pages, the API, the importer and the sweep call these.

`from bihuan.casework import services; services.take(...)`.
"""

from bihuan.casework.services.assigning import assign, unassign
from bihuan.casework.services.attaching import attach
from bihuan.casework.services.bringing import Former, Later, bring_in
from bihuan.casework.services.commenting import comment
from bihuan.casework.services.helping import answer_part, ask_for_help, release_part
from bihuan.casework.services.linking import link
from bihuan.casework.services.opening import open_case, spawn
from bihuan.casework.services.rehearsing import rehearse, rehearse_file
from bihuan.casework.services.taking import take
from bihuan.casework.services.tasking import add_task, finish_task
from bihuan.casework.services.walling import put_up_wall, take_down_wall

__all__ = [
    "Former", "Later", "add_task", "answer_part", "ask_for_help", "assign", "attach", "bring_in", "comment", "finish_task",
    "link", "open_case", "put_up_wall", "rehearse", "rehearse_file", "release_part", "spawn",
    "take", "take_down_wall", "unassign",
]  # fmt: skip
