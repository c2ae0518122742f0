"""Documents made per second: Word, PDF, the large-print copy, and both from an office's template. No database is asked.

Every document is made from its words; the folder of made files is not used. One process, and two at once.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from benchmarks import place
from benchmarks.place import Place
from benchmarks.results import Figure, Results

FORMS = ("docx", "pdf", "plain", "template docx", "template pdf")
DAY = date(2026, 3, 20)


def measure(running: Place, results: Results, *, seconds: float) -> None:
    """Documents a second of each form, a decision of two pages, by one process and by two."""
    environment = {**os.environ, "DATABASE_URL": running.url("postgres"), "BIHUAN_LOG_LEVEL": "ERROR"}
    for processes in (1, 2):
        for form in FORMS:
            command = [sys.executable, "-m", "benchmarks.papers", form, str(seconds)]
            workers = [
                subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=place.ROOT)
                for _ in range(processes)
            ]
            said = [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
            times = sorted(ms for one in said for ms in one["times"])
            made = sum(len(one["times"]) / one["took"] for one in said)
            results.add(
                Figure(
                    f"documents: {form}", processes, round(made, 2), "documents/s",
                    p50=times[len(times) // 2], p95=times[int(len(times) * 0.95)],
                    cpu={"maker_ms": round(sum(one["cpu"] for one in said) / len(said), 1)},
                    note=f"at most {max(one['peak'] for one in said):.0f} MB a process, {said[0]['bytes']:,} bytes",
                )
            )  # fmt: skip


def main(form: str, seconds: float) -> None:
    """One process: make documents of one form for so long, write what each took."""
    from bihuan.common import boot

    boot.prepare()
    make = _maker(form)
    size = len(make(0))  # fonts and style sheets are read
    times: list[float] = []
    worked = time.process_time()
    began = time.perf_counter()
    while time.perf_counter() - began < seconds or len(times) < 5:
        start = time.perf_counter()
        make(len(times))
        times.append(round((time.perf_counter() - start) * 1000, 2))
    took = time.perf_counter() - began
    cpu = (time.process_time() - worked) / len(times) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"times": times, "took": took, "cpu": cpu, "peak": peak, "bytes": size}))


def _maker(form: str) -> Callable[[int], bytes]:
    from bihuan.appeals.documents import LETTERS
    from bihuan.appeals.documents.composing import blank_of, paper_of
    from bihuan.appeals.documents.plain import plain_of
    from bihuan.common.papers import render_docx, render_pdf, render_plain
    from bihuan.common.papers.word import fill, render_template_pdf, sound

    letter = LETTERS["decision"]
    template = sound(render_docx(blank_of(letter)))

    def words(number: int) -> dict[str, str]:
        return letter.samples | {"number": f"青住建信复〔2026〕{number}号"}

    def filled(number: int) -> bytes:
        return fill(template, letter.texts(words(number)), title=letter.title, author="x", dated=DAY)

    return {
        "docx": lambda number: render_docx(paper_of(letter, words(number), dated=DAY)),
        "pdf": lambda number: render_pdf(paper_of(letter, words(number), dated=DAY)),
        "plain": lambda number: render_plain(plain_of(letter, words(number), dated=DAY)),
        "template docx": filled,
        "template pdf": lambda number: render_template_pdf(filled(number)),
    }[form]


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
