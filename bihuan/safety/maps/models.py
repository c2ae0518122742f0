"""Boundaries of places, as GeoJSON that an office has uploaded. No outside map is asked for."""

from __future__ import annotations

from django.db import models

from bihuan.organizations.models import Jurisdiction


class Boundary(models.Model):
    """The outline of a place: a Polygon or MultiPolygon in longitude and latitude."""

    place = models.OneToOneField(
        Jurisdiction, on_delete=models.CASCADE, primary_key=True, related_name="boundary"
    )
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=120)  # the name of the file
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"boundary {self.place_id}"
