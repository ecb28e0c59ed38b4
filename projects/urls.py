"""The addresses, by use case. Everything needs a login unless a view says otherwise."""

from django.urls import include, path

from projects import pages
from projects.operations import views as operations

urlpatterns = [
    path("", pages.home, name="home"),
    path("language/", pages.set_language, name="set_language"),
    path("health/", operations.health, name="health"),
    path("ready/", operations.ready, name="ready"),
    path("metrics/", operations.metrics, name="metrics"),
    path("account/", include("projects.accounts.urls")),
    path("inbox/", include("projects.inbox.urls")),
    path("cases/<uuid:pk>/steps/", include("projects.wizard.urls")),  # asked for most of all
    path("cases/", include("projects.cases.urls")),
    path("cases/<uuid:pk>/spreadsheets/", include("projects.spreadsheets.urls")),
    path("cases/<uuid:pk>/review/", include("projects.review.urls")),
    path("data-sets/", include("projects.activities.urls")),
    path("sources/", include("projects.sources.urls")),
    path("", include("projects.register.urls")),
    path("administration/", include("projects.administration.urls")),
]
