"""The app of campaigns: a room of work safety with a table of its own."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Crackdowns and special rectification by sector."""

    name = "bihuan.safety.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the process known, with its guards, consequences, document and panel."""
        from bihuan.casework import registry
        from bihuan.safety.campaigns import consequences, documents, guards, panels
        from bihuan.safety.campaigns.process import CAMPAIGN

        registry.register(CAMPAIGN)
        for part in (guards, consequences, documents, panels):
            part.register_all()
