"""The topic tree that ships."""

from __future__ import annotations

import re

from django.utils import translation

from bihuan.appeals.topics import TOPICS
from bihuan.common.language import known_path


def test_every_topic_has_its_english() -> None:
    with translation.override("en"):
        left = [topic for topic in TOPICS if re.search("[\u4e00-\u9fff]", known_path(topic))]
    assert left == []


def test_a_word_a_district_made_stays_as_it_is() -> None:
    with translation.override("en"):
        assert known_path("城乡建设/河灯节") == "Town and country building/河灯节"
