"""Collecting the commands: our own, and those that the slices bring."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import bihuan
from bihuan.common import boot

OWN = (
    "serve", "worker", "migrate", "demo", "check", "manage", "shell", "backup", "backup-key", "restore",
)  # fmt: skip


class SliceGroup(click.Group):
    """A group that finds its commands when they are asked for, so that `bihuan --help` stays quick."""

    _gathered = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._gather()
        return sorted({*OWN, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OWN:  # nothing of the slices is read for our own commands
            command: click.Command = importlib.import_module(
                f"bihuan.config.commands.{cmd_name.replace('-', '_')}"
            ).command
            return command
        self._gather()
        return super().get_command(ctx, cmd_name)

    def _gather(self) -> None:
        if self._gathered:
            return
        self._gathered = True
        for folder in sorted(Path(bihuan.__path__[0]).iterdir()):
            if folder.name != "config" and (folder / "cli.py").is_file():
                slice_root = click.Group()
                importlib.import_module(f"bihuan.{folder.name}.cli").register(slice_root)
                for name, command in slice_root.commands.items():
                    self._add(self, name, _prepared(command))

    @staticmethod
    def _add(group: click.Group, name: str, command: click.Command) -> None:
        """Two slices may share a group (`import`): then the commands join."""
        there = group.commands.get(name)
        if isinstance(there, click.Group) and isinstance(command, click.Group):
            for below, child in command.commands.items():
                SliceGroup._add(there, below, child)
        else:
            group.add_command(command, name)


def _prepared(command: click.Command) -> click.Command:
    """The same command, with the database running and Django set up before its body (not before its --help)."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            _prepared(child)
    elif command.callback is not None:
        command.callback = _after_preparing(command.callback)
    return command


def _after_preparing(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def prepared(*args: Any, **kwargs: Any) -> Any:
        boot.prepare(database=getattr(callback, "needs_database", True))
        return callback(*args, **kwargs)

    return prepared
