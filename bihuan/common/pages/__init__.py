"""The page engine: Jinja2 with our components, habits and texts. An app adds its own words in `AppConfig.ready`."""

from bihuan.common.pages.words import register_filter, register_function

__all__ = ["register_filter", "register_function"]
