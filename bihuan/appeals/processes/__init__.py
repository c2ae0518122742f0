"""The tables of appeals: one file a process, readable by a lawyer. Pure: no Django, no database."""

from bihuan.appeals.processes.dispute import DISPUTE
from bihuan.appeals.processes.hotline import HOTLINE
from bihuan.appeals.processes.legal_path import LEGAL_PATH
from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.report import REPORT
from bihuan.appeals.processes.suggestion import SUGGESTION

ALL = (PETITION, HOTLINE, SUGGESTION, REPORT, LEGAL_PATH, DISPUTE)
