from django.apps import AppConfig
from django.utils.translation import gettext_noop


class SafetyConfig(AppConfig):
    """Work safety: enterprises, risk, inspections, hidden hazards."""

    name = "bihuan.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the processes known, with their guards, consequences, documents, panels, ledgers and pages."""
        from bihuan.casework import registry
        from bihuan.common import pages
        from bihuan.safety import panels, rows
        from bihuan.safety.enterprises import importing as register_of_enterprises
        from bihuan.safety.hazards import assistants, consequences, documents, guards, importing, protecting
        from bihuan.safety.hazards.process import HAZARD
        from bihuan.safety.inspections import consequences as inspection_consequences
        from bihuan.safety.inspections import documents as inspection_documents
        from bihuan.safety.inspections import guards as inspection_guards
        from bihuan.safety.inspections.process import INSPECTION

        registry.register(HAZARD)
        registry.register(INSPECTION)
        for part in (
            guards, consequences, documents, importing, assistants, inspection_guards, inspection_consequences,
            inspection_documents, register_of_enterprises, panels, protecting,
        ):  # fmt: skip
            part.register_all()
        pages.register_function("hazard_rows", rows.hazard_rows)
        pages.register_filter("plain", rows.plain)
        _name_messages()
        _navigate()
        _show_sample_accounts()


def _name_messages() -> None:
    """How the slice's own reminders are called."""
    from django.utils.translation import gettext_lazy as _

    from bihuan.casework.listing import notices
    from bihuan.safety.enterprises import reminding
    from bihuan.safety.inspections import certificates

    notices.name_kind(reminding.KIND, _("证照将到期：%(day)s"), "soon")
    notices.name_kind(certificates.KIND, _("执法证将到期：%(day)s"), "soon")
    notices.name_kind(reminding.ENDED, _("证照已过期：%(day)s"), "overdue")


def _navigate() -> None:
    """Work safety, for inspectors, those who answer for it, and enterprises."""
    from bihuan.common.navigation import Entry, register
    from bihuan.organizations.roles import Role

    roles = frozenset(
        (
            Role.INSPECTOR,
            Role.UNIT_HEAD,
            Role.LEADER,
            Role.SUPERVISOR,
            Role.AUDITOR,
            Role.SAFETY_OFFICER,
            Role.PRINCIPAL,
        )
    )
    register(Entry("safety", gettext_noop("安全生产"), "safety:home", roles, "warning", "s", order=35))


def _show_sample_accounts() -> None:
    from bihuan.organizations.sample import show_also
    from bihuan.safety.sample.accounts import SHOWN

    for account in SHOWN:
        show_also(account)
