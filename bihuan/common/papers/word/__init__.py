"""Templates that an office edits in Word: opened with care, filled at named places, laid out as PDF. No models."""

from bihuan.common.papers.word.errors import TemplateError
from bihuan.common.papers.word.filling import fill
from bihuan.common.papers.word.layout import render_template_pdf
from bihuan.common.papers.word.opening import places_in, sound

__all__ = ["TemplateError", "fill", "places_in", "render_template_pdf", "sound"]
