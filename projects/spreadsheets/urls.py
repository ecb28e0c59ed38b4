"""Addresses of the way from a file to the cash flow."""

from django.urls import path

from projects.spreadsheets import taking_over, uploading, viewing

app_name = "spreadsheets"
urlpatterns = [
    path("", uploading.upload, name="upload"),
    path("<int:upload>/", viewing.found, name="found"),
    path("<int:upload>/<int:position>/", viewing.mapping, name="mapping"),
    path("<int:upload>/<int:position>/check/", taking_over.check, name="check"),
]
