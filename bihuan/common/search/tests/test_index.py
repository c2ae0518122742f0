"""The index against the plain truth: reading every text."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from bihuan.common.search.filing import LATE, PART
from bihuan.common.search.index import SearchIndex
from bihuan.common.search.postings import SPAN
from bihuan.common.search.reading import Reader
from bihuan.common.search.schema import search_tables
from bihuan.common.search.text import fold, query

pytestmark = pytest.mark.django_db

PIECES = (
    "锦园小区",
    "停水",
    "三天",
    "物业",
    "不管",
    "，",
    "路灯",
    "坏了",
    "XF-2026",
    "供暖",
    "温度",
    "只有12度",
    "。",
    "亓",
)


@pytest.fixture
def index() -> SearchIndex:
    (operation,) = search_tables(prefix="searchtest", owner="searchtest_owner")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE searchtest_owner (id bigint PRIMARY KEY)")
        cursor.execute(operation.sql)  # type: ignore[attr-defined]
        cursor.execute("INSERT INTO searchtest_owner SELECT generate_series(1, %s)", [3 * SPAN])
    return SearchIndex("searchtest")


def fill(index: SearchIndex, ids: range, seed: int = 1) -> dict[int, str]:
    dice = random.Random(seed)
    texts = {i: "".join(dice.choices(PIECES, k=8)) for i in ids}
    index.write(texts.items())
    return texts


def segments() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT span, cases FROM searchtest_searchsegment ORDER BY span, id")
        return [(span, cases) for span, cases in cursor.fetchall()]


def truth(texts: dict[int, str], typed: str) -> list[int]:
    terms = query(typed).terms
    return sorted((i for i, text in texts.items() if all(t in fold(text) for t in terms)), reverse=True)


def test_every_run_is_found_newest_first_in_segments_and_fresh_text_alike(index: SearchIndex) -> None:
    texts = fill(index, range(SPAN - 300, SPAN)) | fill(index, range(2 * SPAN - 300, 2 * SPAN + 100), 2)
    assert index.seal(all_spans=True)
    assert index.seal(all_spans=True)
    texts |= fill(index, range(2 * SPAN + 100, 2 * SPAN + 200), 3)
    for typed in (
        "停水",
        "小区停水三天",
        "坏了xf",
        "12度",
        "2026供",
        "亓",
        "水",
        "停水 路灯 亓",
        "鼪鼬",
        "xf-2026",
    ):
        hits = index.hits(query(typed), limit=1000)
        assert list(hits.ids) == truth(texts, typed), typed
        assert hits.complete


def test_pages_of_hits_follow_one_another_without_gap_or_overlap(index: SearchIndex) -> None:
    texts = fill(index, range(SPAN - 400, SPAN + 200))
    index.seal(all_spans=True)
    seen: list[int] = []
    before = None
    while True:
        page = index.hits(query("停水"), limit=7, before=before)
        seen += page.ids
        if page.complete:
            break
        before = page.ids[-1]
    assert seen == truth(texts, "停水")


def test_no_id_outside_the_callers_queryset_is_returned(index: SearchIndex) -> None:
    from django.contrib.contenttypes.models import ContentType

    kinds = list(ContentType.objects.order_by("pk").values_list("pk", flat=True))[:6]
    index.write((pk, "锦园小区停水") for pk in kinds)
    allowed = ContentType.objects.filter(pk__in=kinds[::2])
    assert sorted(index.hits(query("停水"), limit=20, within=allowed).ids) == kinds[::2]
    assert index.count(query("停水"), cap=20, within=allowed) == len(kinds[::2])


def test_a_count_stops_at_its_cap(index: SearchIndex) -> None:
    fill(index, range(1, 500))
    assert index.count(query("停水"), cap=10) == 10


def test_a_changed_text_is_found_by_its_new_words_and_no_longer_by_the_old(index: SearchIndex) -> None:
    index.write([(5, "锦园小区停水")])
    index.seal(all_spans=True)
    index.write([(5, "锦园小区停电")])
    assert index.hits(query("停电"), limit=5).ids == (5,)
    assert index.hits(query("停水"), limit=5).ids == ()
    index.seal(all_spans=True)
    assert index.hits(query("停电"), limit=5).ids == (5,)
    assert index.hits(query("小区"), limit=5).ids == (5,)


def test_few_new_cases_wait_until_a_part_is_full(index: SearchIndex) -> None:
    fill(index, range(1, PART))
    assert index.seal() == 0
    fill(index, range(PART, PART + 2))
    assert index.seal() == PART + 1
    assert index.seal() == 0


def test_a_span_filed_in_parts_becomes_one_segment_when_new_cases_have_left_it(index: SearchIndex) -> None:
    texts: dict[int, str] = {}
    for part in range(3):
        texts |= fill(index, range(part * PART + 1, (part + 1) * PART + 1), seed=part)
        assert index.seal() == PART
        assert list(index.hits(query("亓"), limit=10_000).ids) == truth(texts, "亓")
    texts |= fill(index, range(SPAN, SPAN + 2))
    assert index.seal() == 3 * PART
    assert index.seal() == 0
    assert segments() == [(0, 3 * PART)]
    assert list(index.hits(query("小区停水"), limit=10_000).ids) == truth(texts, "小区停水")


def test_many_changed_texts_are_filed_anew(index: SearchIndex) -> None:
    fill(index, range(1, 2000))
    index.seal(all_spans=True)
    fill(index, range(SPAN, SPAN + 2))
    texts = fill(index, range(1, 1 + LATE), seed=9)
    assert index.seal() == 1999
    assert segments() == [(0, 1999)]
    old = [i for i in index.hits(query("停水"), limit=10_000).ids if i <= LATE]
    assert old == truth(texts, "停水")


def test_a_segment_filed_anew_between_two_statements_loses_no_hit(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: dict[int, str] = {}
    for part in range(2):
        texts |= fill(index, range(part * PART + 1, (part + 1) * PART + 1), seed=part)
        index.seal()
    texts |= fill(index, range(SPAN, SPAN + 2))
    whole = Reader._segments
    done: list[int] = []

    def refiled_meanwhile(self: Reader, before: int | None) -> list[tuple[int, int]]:
        found = whole(self, before)
        if not done:
            done.append(index.seal())
        return found

    monkeypatch.setattr(Reader, "_segments", refiled_meanwhile)
    assert list(index.hits(query("停水"), limit=10_000).ids) == truth(texts, "停水")
    assert done == [2 * PART]


def test_a_percent_sign_and_a_quote_are_ordinary_characters(index: SearchIndex) -> None:
    index.write([(1, "违约金30%'; 退款")])
    assert index.hits(query("30%'; 退"), limit=5).ids == (1,)
    assert index.hits(query("%"), limit=5).ids == ()
