"""From the text of an official document to a tree of sections and measures. Pure: no Django, no database.

`read(text)` is the one door. Every node, and every word found in a measure, carries its span in the text as given.
"""

from bihuan.directives.reading.measures import Reading, read
from bihuan.directives.reading.tree import Node, Span
from bihuan.directives.reading.units import Register, RegisterEntry

__all__ = ["Node", "Reading", "Register", "RegisterEntry", "Span", "read"]
