"""The app of places, units, posts and accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class OrganizationsConfig(AppConfig):
    """Connects the receivers of sign-in."""

    name = "bihuan.organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers; offer the structure in the main navigation."""
        from bihuan.common import navigation, pages
        from bihuan.organizations import words
        from bihuan.organizations.roles import OUTSIDE, Role
        from bihuan.organizations.sign_in import receivers  # noqa: F401

        for word in (words.has_role, words.device_name, words.action_label, words.differences):
            pages.register_filter(word.__name__, word)

        navigation.register(
            navigation.Entry(
                key="organization",
                label=gettext_noop("机构"),
                url_name="organizations:tree",
                roles=frozenset(Role) - OUTSIDE,
                icon="organization",
                shortcut="o",
                order=90,
            )
        )
