"""All addresses of the application live in the one Django app."""

from django.urls import include, path

urlpatterns = [path("", include("projects.urls"))]

handler400 = "projects.errors.bad_request"
handler403 = "projects.errors.forbidden"
handler404 = "projects.errors.not_found"
handler500 = "projects.errors.server_error"
