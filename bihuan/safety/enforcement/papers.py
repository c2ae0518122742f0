"""Documents of enforcement, suspension and campaigns: the slice's papers, with the enterprise of their own cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bihuan.casework.documents import DocumentKind, Issuing, register
from bihuan.casework.models import IssuedDocument
from bihuan.common.papers import Paper
from bihuan.safety.papers import Form, collect, compose

Named = Callable[[int], str]
# What the office says to itself goes into no paper that leaves it (行政处罚法 art. 58).
INTERNAL = frozenset({"法制审核意见"})


def register_forms(process: str, forms: tuple[Form, ...], enterprise: Named) -> None:
    """Make kinds of documents known to the engine; `enterprise` gives the name for a case."""
    for form in forms:
        _register(process, form, enterprise)


def _register(process: str, form: Form, enterprise: Named) -> None:
    def collected(issuing: Issuing) -> dict[str, Any]:
        kept = collect(issuing, form)
        said = [(label, text) for label, text in kept["said"] if label not in INTERNAL]
        return {**kept, "said": said, "enterprise": enterprise(issuing.case.pk)}

    def composed(issued: IssuedDocument) -> Paper:
        return compose(issued, form)

    register(process, DocumentKind(form.name, form.label, form.mark, collected, composed))
