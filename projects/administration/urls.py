"""Addresses of administration; the rules are open to everybody who is logged in."""

from django.urls import path

from projects.administration import (
    claims,
    health,
    mail,
    organisations,
    packs,
    people,
    registries,
    security,
    sources,
    views,
)

app_name = "administration"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/invite/", people.invite_again, name="invite_again"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/end-sessions/", people.end_sessions, name="end_sessions"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.rename, name="organisation"),
    path("registries/", registries.registries, name="registries"),
    path("registries/<int:pk>/", registries.registry, name="registry"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("rules/", packs.packs, name="packs"),
    path("claims/", claims.claims, name="claims"),
    path("security/", security.security, name="security"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<int:notice_pk>/again/", mail.send_again, name="mail_again"),
    path("health/", health.health, name="health"),
]
