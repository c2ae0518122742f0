"""What a kind of document is: its places with the article that asks for each, and its text. Pure.

The text is written once, with named places in it: {{投诉请求}}. The same lines make the paper of an issued document,
the template that an office edits in Word, and the check of what an office sends back.

A line of the body is a paragraph; `# ` begins a heading, `- ` an item that is numbered. A line that is nothing but one
place takes as many paragraphs as its text has. A line with an empty place is left out, and a heading with nothing
under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"\{\{\s*([^{}\s]{1,40})\s*\}\}")
REGULATION = "《信访工作条例》"
STANDARD = "GB/T 9704-2012"


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. With an `article` it is required: no document without its text, no template without the place."""

    name: str
    key: str  # under which its text is found
    article: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of document."""

    kind: str
    label: str
    mark: str  # in its number: 青信复〔2026〕17号 has 信复
    title: str
    article: str
    places: tuple[Place, ...]
    body: tuple[str, ...]
    resident: bool = True  # it goes to a resident; else between offices, and names nobody
    addressed: bool = True
    letter_form: bool = False  # 信函格式 (GB/T 9704, 10.1)
    says: tuple[tuple[str, str], ...] = ()  # (sentence that an article requires of the text itself, article)
    plain: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())  # the plain copy: (question, lines)

    @property
    def all_places(self) -> tuple[Place, ...]:
        """Those of every document first."""
        return (*(row for row in COMMON if row.key != "addressee" or self.addressed), *self.places)

    @property
    def required(self) -> tuple[Place, ...]:
        """Those without which it is not complete."""
        return tuple(row for row in self.all_places if row.article)

    def missing(self, words: Mapping[str, str]) -> list[Place]:
        """The required places for which there is no text."""
        return [row for row in self.required if not words.get(row.key, "").strip()]

    def texts(self, words: Mapping[str, str]) -> dict[str, str]:
        """Text by the name of each place, as it stands in a template."""
        return {row.name: words.get(row.key, "") for row in self.all_places}

    @property
    def samples(self) -> dict[str, str]:
        """A whole example, by key."""
        sample = {row.key: row.sample for row in self.all_places}
        if not self.resident:
            sample |= {"unit": "青岚区信访局", "addressee": "青岚区住房和城乡建设局"}
        return sample | {"number": f"青住建{self.mark}〔2026〕17号"}

    @property
    def blanks(self) -> dict[str, str]:
        """Each place as itself, by key: what a template is made from."""
        return {row.key: f"{{{{{row.name}}}}}" for row in self.all_places}


COMMON = (
    Place("发文机关", "unit", STANDARD, "青岚区住房和城乡建设局"),
    Place("发文字号", "number", STANDARD, "青住建信复〔2026〕17号"),
    Place("成文日期", "issued", STANDARD, "2026年3月20日"),
    Place("主送", "addressee", STANDARD, "信访人"),
    Place("登记编号", "case", f"{REGULATION}第二十二条", "XF-2026-000017"),
    Place("事项", "subject", "", "文昌社区3栋屋面漏雨多年无人修"),
)


def filled(line: str, texts: Mapping[str, str]) -> list[str]:
    """The line with its places filled by name: none, one, or (a place alone) as many paragraphs as its text has."""
    alone = PLACE.fullmatch(line.strip())
    if alone:
        return [part.strip() for part in texts.get(alone[1], "").splitlines() if part.strip()]
    if any(not texts.get(name, "").strip() for name in PLACE.findall(line)):
        return []
    return [PLACE.sub(lambda found: " ".join(texts[found[1]].split()), line)]


def sections(lines: tuple[str, ...], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each line that stays, as (what it is, text): what is "heading", "item" or "paragraph"."""
    heading = ""
    for line in lines:
        if line.startswith("# "):
            heading = "".join(filled(line[2:], texts))
            continue
        kind, rest = ("item", line[2:]) if line.startswith("- ") else ("paragraph", line)
        for text in filled(rest, texts):
            if heading:
                yield "heading", heading
                heading = ""
            yield kind, text
