"""The tables of appeals: one file a process, readable by a lawyer. Pure: no Django, no database."""

from bihuan.appeals.processes.petition import PETITION

ALL = (PETITION,)
