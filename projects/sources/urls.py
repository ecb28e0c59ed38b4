"""Addresses of what is looked up about sources of emissions; for everybody who is logged in."""

from django.urls import path

from projects.sources import capped

app_name = "sources"
urlpatterns = [path("eu-ets/", capped.capped, name="capped")]
