"""The catalogue of English texts. Msgids are Chinese; each app keeps its own `locale/en/LC_MESSAGES/django.po`.

    python tools/messages.py check      what has no English yet, by app; exit 1 if anything
    python tools/messages.py update     add what is missing to each app's .po (translations stay), no line numbers

`make messages` writes the .mo that Django reads (not committed).

Read are: gettext calls in Python, templates, and the plain labels of process tables and roles, which are translated
when they are shown. A plain label elsewhere is marked with `gettext_noop`.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bihuan"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
ROLES_OF_ARGUMENTS = {
    **dict.fromkeys(("_", "_html", "gettext", "gettext_lazy", "gettext_noop"), ("text",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("text", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "text")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "text", "plural")),
}
TEMPLATES = Environment(autoescape=True)
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


@dataclasses.dataclass(frozen=True, order=True)
class Message:
    """A text to translate. `plural` is "" for most."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What Django looks it up by."""
        return (self.text, self.context)


def apps() -> list[str]:
    """Every app of the project, by its folder under `bihuan/` (one may lie inside another: casework/imports)."""
    return sorted(path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("apps.py"))


def catalogue_path(app: str) -> Path:
    """The app's English catalogue."""
    return PACKAGE / app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read_catalogue(app: str) -> Catalog:
    """The app's catalogue as it is, or an empty one."""
    path = catalogue_path(app)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale="en")
    return Catalog(locale="en", charset="utf-8")


def from_template(source: str) -> Iterator[Message]:
    """Messages in a template; by its syntax tree, as in Python."""
    for call in TEMPLATES.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ROLES_OF_ARGUMENTS:
            yield from _message(call.node.name, [getattr(one, "value", None) for one in call.args])


def from_python(source: str) -> Iterator[Message]:
    """Messages in gettext calls; by syntax tree, because some stand inside f-strings, where a tokenizer is blind."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ROLES_OF_ARGUMENTS:
            yield from _message(name, [getattr(one, "value", None) for one in node.args])


def _message(name: str, values: list[object]) -> Iterator[Message]:
    roles = zip(ROLES_OF_ARGUMENTS[name], values, strict=False)
    given = {role: text for role, text in roles if isinstance(text, str)}
    if "text" in given:
        yield Message(**given)


def from_files(app: str) -> Iterator[Message]:
    """Messages in an app's Python files and templates, tests and apps inside it aside."""
    inside = [PACKAGE / other for other in apps() if other.startswith(f"{app}/")]
    for path in sorted((PACKAGE / app).rglob("*")):
        if "tests" in path.parts or "static" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        if any(path.is_relative_to(folder) for folder in inside):
            continue
        source = path.read_text(encoding="utf-8")
        yield from from_python(source) if path.suffix == ".py" else from_template(source)


def plain_labels(value: object) -> Iterator[str]:
    """Every Chinese string inside a table made of dataclasses and tuples."""
    if isinstance(value, str):
        if CHINESE.search(value):
            yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from plain_labels(getattr(value, field.name))
    elif isinstance(value, Iterable):
        for item in value.values() if isinstance(value, dict) else value:
            yield from plain_labels(item)


def from_tables(app: str) -> Iterator[Message]:
    """Labels of the app's process tables, and of roles."""
    from bihuan.casework import registry
    from bihuan.organizations.roles import ROLE_TEXTS

    if app == "organizations":
        yield from map(Message, plain_labels(ROLE_TEXTS))
    for process in registry.all_processes():
        if process.name.split(".")[0] == app:
            yield from map(Message, plain_labels(process))


def messages(app: str) -> list[Message]:
    """All texts of an app, once each, sorted."""
    found: dict[tuple[str, str], Message] = {}
    for message in [*from_files(app), *from_tables(app)]:
        if CHINESE.search(message.text) and (message.key not in found or message.plural):
            found[message.key] = message
    return sorted(found.values())


def translated() -> dict[tuple[str, str], str]:
    """Every text that has English in any app (Django merges the catalogues)."""
    done: dict[tuple[str, str], str] = {}
    for app in apps():
        for entry in read_catalogue(app):
            strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            if entry.id and all(strings):
                text = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
                done[(text, entry.context or "")] = str(strings[0])
    return done


def faults() -> list[str]:
    """What is missing or wrong, one line each, by app."""
    done = translated()
    lines = []
    for app in apps():
        for message in messages(app):
            english = done.get(message.key)
            if english is None:
                lines.append(f"{app}: no English for {message.text!r}")
            elif CHINESE.search(english):
                lines.append(f"{app}: English of {message.text!r} holds Chinese: {english!r}")
            elif set(PLACEHOLDER.findall(message.text)) != set(PLACEHOLDER.findall(english)):
                lines.append(f"{app}: placeholders differ: {message.text!r} / {english!r}")
    return lines


def update(app: str, done: dict[tuple[str, str], str]) -> int:
    """Append what no catalogue holds to the app's own, with empty English. Returns how many were added.

    What is there stays as it was written, comments and order too; no dates and line numbers, which make merges collide.
    """
    present = {
        (entry.id[0] if isinstance(entry.id, tuple | list) else entry.id, entry.context or "")
        for entry in read_catalogue(app)
    }
    missing = [one for one in messages(app) if one.key not in done and one.key not in present]
    if not missing:
        return 0
    fresh = Catalog(locale="en", charset="utf-8")
    for one in missing:
        fresh.add((one.text, one.plural) if one.plural else one.text, context=one.context or None)
    added = io.BytesIO()
    write_po(added, fresh, width=0, no_location=True, sort_output=True, omit_header=True)
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else HEADER
    path.write_text(before.rstrip("\n") + "\n\n" + added.getvalue().decode(), encoding="utf-8")
    return len(missing)


@click.group(help=__doc__.splitlines()[0] if __doc__ else None)
def main() -> None:
    """Entry point."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    django.setup()


@main.command("check")
def check_command() -> None:
    """List what has no English, or English that does not fit; exit 1 if anything."""
    found = faults()
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} to do" if found else "every text has its English")
    sys.exit(1 if found else 0)


@main.command("update")
@click.argument("only", nargs=-1)
def update_command(only: tuple[str, ...]) -> None:
    """Add missing msgids to the catalogue of each app (or of the apps named), with empty English."""
    done = translated()
    for app in only or apps():
        if added := update(app, done):
            click.echo(f"{app}: {added} added")


if __name__ == "__main__":
    main()
