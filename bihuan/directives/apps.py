from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "bihuan.directives"
    default_auto_field = "django.db.models.BigAutoField"
