"""The petition's table under its first name; the tables stand in `appeals.processes`."""

from bihuan.appeals.processes.petition import PETITION
from bihuan.appeals.processes.words import CHANNELS, RECEIVED_ON, RESULTS, SERVED_BY

__all__ = ["CHANNELS", "PETITION", "RECEIVED_ON", "RESULTS", "SERVED_BY"]
