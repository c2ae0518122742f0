"""The floor's settings: Bihuan's own database settings, and nothing around the view."""

from bihuan.config.settings import *  # noqa: F403 - a settings module is its names

ROOT_URLCONF = "benchmarks.floor_urls"
MIDDLEWARE = []
INSTALLED_APPS = []
