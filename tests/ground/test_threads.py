"""What belongs to a request stays with its thread."""

from __future__ import annotations

import subprocess
import sys
import threading

from asgiref.local import Local

from bihuan.config import threads

ALONE = """
import threading
from django.conf import settings
settings.configure(USE_I18N=True, LANGUAGE_CODE="zh-hans")
import django; django.setup()
from bihuan.config.threads import keep_in_threads
from django.utils import translation
keep_in_threads()
translation.activate("en")
other = []
thread = threading.Thread(target=lambda: other.append(translation.get_language()))
thread.start(); thread.join()
assert translation.get_language() == "en"
assert other == ["zh-hans"], other
translation.deactivate()
assert translation.get_language() == "zh-hans"
"""


def test_the_language_of_one_request_is_not_that_of_another() -> None:
    subprocess.run([sys.executable, "-c", ALONE], check=True)


def test_every_place_still_exists_in_this_release_of_django() -> None:
    for owner, name in threads.PLACES:
        assert isinstance(getattr(owner, name), Local | threading.local), (owner, name)
