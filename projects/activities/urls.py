"""Addresses of the data sets of activities."""

from django.urls import path

from projects.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.data_sets, name="list"),
    path("new/", views.new, name="new"),
    path("uploads/<uuid:pk>/", views.mapping, name="mapping"),
    path("<uuid:pk>/", views.data_set, name="data_set"),
    path("<uuid:pk>/again/", views.again, name="again"),
    path("<uuid:pk>/rows.csv", views.report, name="report"),
]
