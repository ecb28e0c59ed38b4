"""Addresses of the inbox: everybody sees the own one only."""

from django.urls import path

from projects.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice_pk>/read/", views.read_one, name="read"),
]
