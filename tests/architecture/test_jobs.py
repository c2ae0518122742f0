"""A job may be killed at any statement and run again."""

from __future__ import annotations

import importlib
import inspect

import pytest
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from tests.architecture.source import ROOT, name, shipped

# Queued by hand under a lock of its own for each thing it works on; the module's `enqueue` is the only way.
KEYED = {
    "bihuan.casework.imports.jobs.run": ("bihuan.casework.imports.tasks", "enqueue"),
    "bihuan.appeals.printing.jobs.make": ("bihuan.appeals.printing.tasks", "enqueue"),
}


def tasks() -> list[Task]:  # type: ignore[type-arg]
    for path in shipped():
        if path.name in {"tasks.py", "jobs.py"}:
            importlib.import_module(name(path).removesuffix(".py").replace("/", "."))
    return [task for key, task in app.tasks.items() if key.startswith("bihuan.")]


def test_there_are_jobs() -> None:
    assert len(tasks()) >= 5


@pytest.mark.parametrize("task", tasks(), ids=lambda task: task.name)
def test_a_job_waits_in_the_queue_once(task: Task) -> None:  # type: ignore[type-arg]
    if task.name in KEYED:
        module, way = KEYED[task.name]
        source = inspect.getsource(getattr(importlib.import_module(module), way))
        assert "queueing_lock=" in source
        assert " lock=" in source or "(lock=" in source
    else:
        assert task.queueing_lock, f"{task.name}: two rounds would pile up"


@pytest.mark.parametrize("task", tasks(), ids=lambda task: task.name)
def test_a_job_says_why_running_it_twice_does_no_harm(task: Task) -> None:  # type: ignore[type-arg]
    """In its module's words, where the next reader looks first."""
    module = inspect.getmodule(task.func)
    assert module is not None
    words = ((module.__doc__ or "") + (task.func.__doc__ or "")).lower()
    assert any(word in words for word in ("again", "twice", "idempotent", "killed")), task.name


def test_nobody_defers_a_keyed_job_past_its_lock() -> None:
    for key, (module, way) in KEYED.items():
        file = ROOT / (module.replace(".", "/") + ".py")
        task = key.rsplit(".", 1)[1]
        for path in shipped():
            text = path.read_text(encoding="utf-8")
            if path != file:
                assert f"tasks.{task}.defer" not in text, f"{name(path)} goes past {way}"
