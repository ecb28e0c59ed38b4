"""Addresses of the account."""

from django.urls import path

from projects.accounts import sessions, views

app_name = "accounts"
urlpatterns = [
    path("log-in/", views.Login.as_view(), name="login"),
    path("log-out/", views.Logout.as_view(), name="logout"),
    path("", views.profile, name="profile"),
    path("password/", views.ChangePassword.as_view(), name="change_password"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("forgotten/", views.AskForNewPassword.as_view(), name="password_reset"),
    path("forgotten/sent/", views.NewPasswordAsked.as_view(), name="password_reset_done"),
    path(
        "forgotten/<uidb64>/<token>/",
        views.ChoosePassword.as_view(),
        name="password_reset_confirm",
    ),
    path("invitation/<uidb64>/<token>/", views.AcceptInvitation.as_view(), name="accept"),
]
