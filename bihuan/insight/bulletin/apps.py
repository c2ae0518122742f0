from django.apps import AppConfig


class BulletinConfig(AppConfig):
    """A part of insight: no tables of its own."""

    name = "bihuan.insight.bulletin"
    label = "bulletin"
