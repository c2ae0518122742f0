"""The matches of one group, against the plain truth, wherever the case and its members are filed."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from bihuan.common.search import reading
from bihuan.common.search.index import Groups, SearchIndex
from bihuan.common.search.postings import SPAN
from bihuan.common.search.schema import group_tables, search_tables
from bihuan.common.search.text import fold, query

pytestmark = pytest.mark.django_db

PIECES = ("锦园小区", "停水", "三天", "物业", "不管", "，", "路灯", "坏了", "供暖", "温度", "。", "亓")
ASKED = ("停水", "小区停水三天", "亓", "停水 路灯", "鼪鼬", "水")


def run(sql: str, *params: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def index() -> SearchIndex:
    run("CREATE TABLE grouptest_owner (id bigint PRIMARY KEY)")
    run("CREATE TABLE grouptest_members (unit_id bigint, case_id bigint, PRIMARY KEY (unit_id, case_id))")
    for operation in (
        *search_tables(prefix="grouptest", owner="grouptest_owner"),
        *group_tables(prefix="grouptest", members="grouptest_members", group="unit_id"),
    ):
        run(operation.sql)  # type: ignore[attr-defined]
    run("INSERT INTO grouptest_owner SELECT generate_series(1, %s)", 3 * SPAN)
    return SearchIndex("grouptest", groups=Groups("grouptest_members", "unit_id"))


class Kept:
    """What is written, beside the index."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self.texts: dict[int, str] = {}
        self.members: set[tuple[int, int]] = set()
        self.dice = random.Random(4)

    def write(self, ids: range) -> None:
        """Cases with the unit that has them from the beginning."""
        texts = {i: "".join(self.dice.choices(PIECES, k=8)) for i in ids}
        for case_id in ids:
            self._join(self.dice.choice((1, 2, 2, 2)), case_id)
        self.index.write(texts.items())
        self.texts |= texts

    def join(self, unit: int, case_id: int) -> None:
        """As a step does: member and late row in one transaction."""
        self._join(unit, case_id)
        sql, params = self.index.joining(unit, case_id)
        run(sql, *params)

    def _join(self, unit: int, case_id: int) -> None:
        run("INSERT INTO grouptest_members VALUES (%s, %s) ON CONFLICT DO NOTHING", unit, case_id)
        self.members.add((unit, case_id))

    def check(self) -> None:
        for unit in (1, 2, 3):
            for typed in ASKED:
                terms = query(typed).terms
                true = [
                    i for i, text in self.texts.items() if (unit, i) in self.members and all(t in fold(text) for t in terms)
                ]  # fmt: skip
                hits = self.index.hits(query(typed), limit=5000, group=unit)
                assert list(hits.ids) == sorted(true, reverse=True), (unit, typed)


def test_a_group_finds_its_own_and_nothing_else_fresh_or_filed(index: SearchIndex) -> None:
    kept = Kept(index)
    kept.write(range(SPAN - 300, SPAN))
    kept.check()
    index.seal(all_spans=True)
    kept.write(range(SPAN, SPAN + 200))
    kept.check()
    index.seal(all_spans=True)
    kept.check()


def test_who_joins_after_a_case_was_filed_finds_it_at_once_and_after_the_next_filing(
    index: SearchIndex,
) -> None:
    kept = Kept(index)
    kept.write(range(SPAN - 300, SPAN + 100))
    while index.seal(all_spans=True):
        pass
    for case_id in (*range(SPAN - 300, SPAN - 200), *range(SPAN, SPAN + 50)):
        kept.join(3, case_id)
    kept.join(3, SPAN)  # a second time: nothing more
    kept.check()
    while index.seal(all_spans=True):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM grouptest_searchlate")
        assert cursor.fetchone() == (0,)
    kept.check()


def test_who_joins_a_fresh_case_finds_it_before_and_after_it_is_filed(index: SearchIndex) -> None:
    kept = Kept(index)
    kept.write(range(1, 200))
    kept.join(3, 50)
    kept.check()
    while index.seal(all_spans=True):
        pass
    kept.check()


def test_a_group_of_a_few_in_many_spans_is_asked_for_page_by_page(index: SearchIndex) -> None:
    index.write((i, "锦园小区停水") for i in range(1, 3 * SPAN, 8000))
    for case_id in range(1, 3 * SPAN, 8000):
        run("INSERT INTO grouptest_members VALUES (7, %s)", case_id)
    while index.seal(all_spans=True):
        pass
    first = index.hits(query("停水"), limit=3, group=7)
    rest = index.hits(query("停水"), limit=50, group=7, before=first.ids[-1])
    assert not first.complete
    assert (*first.ids, *rest.ids) == tuple(reversed(range(1, 3 * SPAN, 8000)))


def test_a_member_filed_between_two_statements_is_not_lost(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(index)
    kept.write(range(1, 300))
    index.seal(all_spans=True)
    kept.join(3, 7)
    late = reading.Reader._late

    def then_filed(self: reading.Reader) -> dict[int, list[int]]:
        found = late(self)
        index.seal(all_spans=True)
        return found

    monkeypatch.setattr(reading.Reader, "_late", then_filed)
    kept.check()


def test_an_index_without_groups_refuses_one() -> None:
    with pytest.raises(ValueError, match="knows no groups"):
        SearchIndex("grouptest").hits(query("停水"), limit=5, group=1)
