"""kill -9 of the database, its backends, web processes, the job worker and everything at once, while people write.

    python benchmarks/kills.py --kills 1000

Starts `bihuan serve` on a data folder of its own with production's settings (an acknowledged commit is on the disk), lets
clients register appeals through the API without a pause, kills, waits until a registration is acknowledged again, and
looks: every acknowledged case is there once, its journal's chain and its clocks are recomputed and equal. Every 100
kills, and at the end, `bihuan journal verify` and `bihuan clocks verify` read everything. `--full` fills the disk instead
(needs root, for a small tmpfs). `--clock` sets the clock of server, worker and database under the same load, by libfaketime
(`apt install faketime`): two hours back, right again, a day forward, and back.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.killing import PATIENCE, Auditor, Office, Writer  # noqa: E402

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"  # it sets the monotonic clock too, which is more than happens
# In fifty kills. The database is where an acknowledged write could be lost; starting everything anew takes longest.
MIX = ["database"] * 20 + ["backend"] * 14 + ["web"] * 12 + ["jobs"] * 3 + ["everything"]


def _wait_for_a_write(writers: list[Writer], seen: int) -> float:
    began = time.monotonic()
    while sum(len(w.acknowledged) for w in writers) <= seen:
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"nothing was acknowledged for {PATIENCE} s after a kill")
        time.sleep(0.02)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with what was done")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--port", type=int, default=8131)
    parser.add_argument("--folder", type=Path, help="kept afterwards; else a temporary one")
    parser.add_argument("--full", action="store_true", help="fill the disk instead of killing")
    parser.add_argument("--clock", action="store_true", help="set the clock instead of killing")
    parser.add_argument("--result", type=Path, help="write the figures here, as JSON, after every 20 kills")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="bihuan-kills-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        (_fill if asked.full else _jump if asked.clock else _kill)(asked, folder)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _begin(asked: argparse.Namespace, folder: Path) -> tuple[Office, Auditor, list[Writer]]:
    office = Office(folder, asked.port)
    if asked.clock:
        clock = folder / "clock"
        clock.write_text("+0\n")
        office.environment |= {
            "LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
        }  # fmt: skip
    made = office.bihuan("migrate")
    assert made.returncode == 0, made.stderr
    office.bihuan("journal", "make-key")
    office.start()
    _wait_for_port(asked.port)
    try:
        auditor = Auditor(office)
        writers = [Writer(asked.port, token) for token in auditor.tokens(asked.writers)]
        for writer in writers:
            writer.start()
        _wait_for_a_write(writers, 0)
    except BaseException:
        office.stop()
        raise
    return office, auditor, writers


def _kill(asked: argparse.Namespace, folder: Path) -> None:
    office, auditor, writers = _begin(asked, folder)
    done: Counter[str] = Counter()
    back: dict[str, list[float]] = {}
    lost: list[str] = []
    faults: list[str] = []
    looked = [0] * len(writers)
    began = time.monotonic()
    dice = random.Random(6)
    broken: BaseException | None = None
    try:
        while sum(done.values()) < asked.kills and time.monotonic() - began < asked.minutes * 60:
            what = dice.choice(MIX)
            time.sleep(dice.uniform(0.0, 0.15))  # somewhere in the middle of somebody's write
            if not office.kill(what):
                continue
            done[what] += 1
            seen = sum(len(w.acknowledged) for w in writers)
            back.setdefault(what, []).append(_wait_for_a_write(writers, seen))
            now = [len(w.acknowledged) for w in writers]
            fresh = [n for w, a, b in zip(writers, looked, now, strict=True) for n in w.acknowledged[a:b]]
            looked = now
            gone, wrong = auditor.missing(fresh)
            lost, faults = lost + gone, faults + wrong
            if sum(done.values()) % 100 == 0:
                faults += _verify(office)
            if sum(done.values()) % 20 == 0:
                _tell(asked, done, back, writers, lost, faults, time.monotonic() - began)
    except BaseException as error:
        broken = error
        traceback.print_exc()
    finally:
        for writer in writers:
            writer.stopped = True
        for writer in writers:
            writer.join(20)
        everything = [number for w in writers for number in w.acknowledged]
        gone, wrong = auditor.missing(everything)
        lost, faults = sorted({*lost, *gone}), faults + wrong + _verify(office)
        if twice := auditor.twice():
            faults.append(f"{twice} registered twice")
        _tell(asked, done, back, writers, lost, faults, time.monotonic() - began)
        office.stop()
    if lost or faults or broken:
        raise SystemExit(1)


def _verify(office: Office) -> list[str]:
    """What the two commands say of everything, if they end with anything but 0."""
    said = [office.bihuan("journal", "verify"), office.bihuan("clocks", "verify")]
    return [one.stdout[-500:] + one.stderr[-500:] for one in said if one.returncode != 0]


def _tell(
    asked: argparse.Namespace, done: Counter[str], back: dict[str, list[float]], writers: list[Writer],
    lost: list[str], faults: list[str], seconds: float,
) -> None:  # fmt: skip
    figures = {
        "kills": sum(done.values()), "by kind": dict(done), "minutes": round(seconds / 60, 1),
        "acknowledged": sum(len(w.acknowledged) for w in writers), "lost": len(lost), "faults": len(faults),
        "answers": dict(sum((w.answers for w in writers), Counter())),
        "seconds until served again (median, longest)": {
            what: [round(sorted(all_)[len(all_) // 2], 2), round(max(all_), 2)] for what, all_ in back.items()
        },
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False), flush=True)
    for line in (lost + faults)[:10]:
        print("  ", line, flush=True)
    if asked.result:
        asked.result.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


def _fill(asked: argparse.Namespace, folder: Path) -> None:
    """The data folder on a tmpfs that is filled to the last byte under load, and given room again, several times."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=420m,mode=0755", "tmpfs", str(data)], check=True)
    try:
        office, auditor, writers = _begin(asked, folder)
        ballast = data / "ballast"
        for turn in range(5):
            before = Counter(sum((w.answers for w in writers), Counter()))
            with ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"\0" * 65536)
                except OSError:
                    pass
                until = time.monotonic() + 20
                while time.monotonic() < until:  # whatever is given back meanwhile is taken again
                    try:
                        file.write(b"\0" * 4096)
                    except OSError:
                        time.sleep(0.05)
            full = Counter(sum((w.answers for w in writers), Counter())) - before
            ballast.unlink()
            seconds = _wait_for_a_write(writers, sum(len(w.acknowledged) for w in writers))
            everything = [number for w in writers for number in w.acknowledged]
            lost, faults = auditor.missing(everything)
            print(
                f"full {turn + 1}: answers while full {dict(full)}; served again {seconds:.1f} s after there was room; "
                f"acknowledged {len(everything)}, lost {len(lost)}, faults {faults + _verify(office)}",
                flush=True,
            )
        for writer in writers:
            writer.stopped = True
        office.stop()
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=False)


def _jump(asked: argparse.Namespace, folder: Path) -> None:
    """A signed head before each jump; then writing goes on, and everything is looked at."""
    office, auditor, writers = _begin(asked, folder)
    lost: list[str] = []
    try:
        for offset in ("-2h", "+0", "+1d", "+0"):
            office.bihuan("journal", "head", "--now")
            before = Counter(sum((w.answers for w in writers), Counter()))
            (folder / "clock").write_text(f"{offset}\n")
            time.sleep(20)
            meanwhile = Counter(sum((w.answers for w in writers), Counter())) - before
            everything = [number for w in writers for number in w.acknowledged]
            lost, faults = auditor.missing(everything)
            said = [words.strip().splitlines()[-1] for words in _verify(office)]
            print(
                f"clock {offset}: answers in 20 s {dict(meanwhile)}; acknowledged {len(everything)}, lost {len(lost)}, "
                f"twice {auditor.twice()}, faults {faults}; the commands say {said or 'that all is well'}",
                flush=True,
            )
    finally:
        for writer in writers:
            writer.stopped = True
        office.stop()
    if lost:
        raise SystemExit(1)


def _wait_for_port(port: int) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.3)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
