"""A public alert as CAP 1.2 (OASIS Common Alerting Protocol), and a check of one against the standard's rules. Pure.

The check holds what the schema says of alert and info: which elements, in which order, how often, with which values, and the
form of dates and identifiers. It is written from the standard's text; no schema file is kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
)
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
CATEGORY_OF = {
    "flood": "Met", "fire": "Fire", "mine": "Rescue", "traffic": "Transport", "chemical": "CBRNE", "crowd": "Safety",
}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")  # no "Z": the standard forbids it
BARE = re.compile(r"[^\s,<&]+")  # identifier and sender: no blanks, commas, "<", "&"


@dataclass(frozen=True, slots=True)
class Message:
    """What an alert says. `references` names earlier ones as sender,identifier,sent."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    message_type: str
    event: str
    category: str
    urgency: str
    severity: str
    certainty: str
    expires: datetime
    sender_name: str
    headline: str
    description: str
    instruction: str
    area: str
    references: str = ""


def stamp(moment: datetime) -> str:
    """A moment as CAP writes it, with the zone's hours."""
    return moment.replace(microsecond=0).isoformat()


def as_xml(message: Message) -> bytes:
    """The alert as XML."""
    ET.register_namespace("", NAMESPACE)
    alert = ET.Element(f"{{{NAMESPACE}}}alert")
    _add(alert, "identifier", message.identifier)
    _add(alert, "sender", message.sender)
    _add(alert, "sent", stamp(message.sent))
    _add(alert, "status", message.status)
    _add(alert, "msgType", message.message_type)
    _add(alert, "scope", "Public")
    if message.references:
        _add(alert, "references", message.references)
    info = _add(alert, "info", "")
    _add(info, "language", "zh-CN")
    _add(info, "category", message.category)
    _add(info, "event", message.event)
    _add(info, "urgency", message.urgency)
    _add(info, "severity", message.severity)
    _add(info, "certainty", message.certainty)
    _add(info, "expires", stamp(message.expires))
    _add(info, "senderName", message.sender_name)
    _add(info, "headline", message.headline)
    _add(info, "description", message.description)
    _add(info, "instruction", message.instruction)
    area = _add(info, "area", "")
    _add(area, "areaDesc", message.area)
    return bytes(ET.tostring(alert, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = text or None
    return child


# (element, least, most (0: any number)): the order is the standard's.
ALERT = (
    ("identifier", 1, 1), ("sender", 1, 1), ("sent", 1, 1), ("status", 1, 1), ("msgType", 1, 1), ("source", 0, 1), ("scope", 1,
    1),
    ("restriction", 0, 1), ("addresses", 0, 1), ("code", 0, 0), ("note", 0, 1), ("references", 0, 1), ("incidents", 0, 1),
    ("info", 0, 0),
)  # fmt: skip
INFO = (
    ("language", 0, 1), ("category", 1, 0), ("event", 1, 1), ("responseType", 0, 0), ("urgency", 1, 1), ("severity", 1, 1),
    ("certainty", 1, 1), ("audience", 0, 1), ("eventCode", 0, 0), ("effective", 0, 1), ("onset", 0, 1), ("expires", 0, 1),
    ("senderName", 0, 1), ("headline", 0, 1), ("description", 0, 1), ("instruction", 0, 1), ("web", 0, 1), ("contact", 0, 1),
    ("parameter", 0, 0), ("resource", 0, 0), ("area", 0, 0),
)  # fmt: skip
AREA = (
    ("areaDesc", 1, 1), ("polygon", 0, 0), ("circle", 0, 0), ("geocode", 0, 0), ("altitude", 0, 1), ("ceiling", 0, 1),
)  # fmt: skip
VALUES = {
    "status": STATUSES, "msgType": TYPES, "scope": SCOPES, "category": CATEGORIES, "urgency": URGENCIES, "severity": SEVERITIES,
    "certainty": CERTAINTIES,
}  # fmt: skip


def faults(document: bytes) -> list[str]:
    """Everything the standard's schema would refuse, as sentences; empty when it is valid."""
    try:
        root = ET.fromstring(document)  # noqa: S314 - our own text, or a file an officer chose to check
    except ET.ParseError as broken:
        return [f"not well-formed XML: {broken}"]
    if root.tag != f"{{{NAMESPACE}}}alert":
        return [f"the root is not alert of {NAMESPACE}"]
    found = _children(root, ALERT)
    for info in root.findall(f"{{{NAMESPACE}}}info"):
        found += _children(info, INFO)
        for area in info.findall(f"{{{NAMESPACE}}}area"):
            found += _children(area, AREA)
    for name in ("identifier", "sender"):
        text = root.findtext(f"{{{NAMESPACE}}}{name}") or ""
        if not BARE.fullmatch(text):
            found.append(f"{name} holds a blank, a comma, < or &, or is empty")
    kind = root.findtext(f"{{{NAMESPACE}}}msgType")
    if kind in ("Update", "Cancel", "Ack", "Error") and not root.findtext(f"{{{NAMESPACE}}}references"):
        found.append(f"{kind} names no earlier message in references")
    return found


def _children(parent: ET.Element, order: tuple[tuple[str, int, int], ...]) -> list[str]:
    found, names = [], [name for name, _least, _most in order]
    seen = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in parent]
    found += [f"{name} is no element here" for name in seen if name not in names]
    places = [names.index(name) for name in seen if name in names]
    if places != sorted(places):
        found.append(f"the elements of {parent.tag.rpartition('}')[2]} stand in the wrong order")
    for name, least, most in order:
        count = seen.count(name)
        if count < least:
            found.append(f"{name} is missing")
        if most and count > most:
            found.append(f"{name} stands more than {most} times")
    for child in parent:
        name, text = child.tag.removeprefix(f"{{{NAMESPACE}}}"), (child.text or "").strip()
        if name in VALUES and text not in VALUES[name]:
            found.append(f"{name} is {text!r}, which the standard does not know")
        if name in ("sent", "effective", "onset", "expires") and not DATE.fullmatch(text):
            found.append(f"{name} is no date of the form 2026-03-02T09:00:00+08:00")
        if name in ("event", "areaDesc") and not text:
            found.append(f"{name} is empty")
    return found
