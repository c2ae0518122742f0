"""A program that registers a letter says whom it complains about, and the wall stands from the first moment."""

from __future__ import annotations

import pytest

from bihuan.api.tests.calling import Program, appeal
from bihuan.casework import selectors
from bihuan.casework.models import Case
from bihuan.casework.tests.cast import actor, unit


def seen(username: str) -> bool:
    return selectors.visible_cases(actor(username)).filter(pk=Case.objects.get().pk).exists()


def test_a_letter_about_a_unit_is_kept_from_it() -> None:
    assert Program("dengji").post("/appeals", appeal(accused_unit="住建局")).status_code == 201
    assert not seen("chengban")
    assert seen("fenliu")


def test_a_letter_about_an_official_is_kept_from_them_and_sent_again_walls_once() -> None:
    letter = appeal(accused_official="fenliu")
    answers = [Program("dengji").post("/appeals", letter) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert not seen("fenliu")
    assert Case.objects.get().walls.count() == 1


def test_a_letter_about_the_senders_own_unit_goes_above_and_only_its_number_comes_back() -> None:
    letter = appeal(accused_unit="信访局")
    answer = Program("dengji").post("/appeals", letter)
    assert answer.status_code == 202, answer.content
    assert set(answer.json()) == {"number", "detail"}
    again = Program("dengji").post("/appeals", letter)
    assert (again.status_code, "没有再登记一次" in again.json()["detail"]) == (422, True), again.content
    assert Case.objects.get().holder_unit == unit("区政府")
    assert not seen("dengji")


@pytest.mark.parametrize("field", ["accused_unit", "accused_official"])
def test_a_name_that_nobody_has_is_asked_for_again(field: str) -> None:
    answer = Program("dengji").post("/appeals", appeal(**{field: "查无此人"}))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Case.objects.exists()
