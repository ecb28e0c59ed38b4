"""Addresses of the review of one case."""

from django.urls import path

from projects.review import deciding, desk, moving, requests, scenario

app_name = "review"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("take-up/", moving.take_up, name="take_up"),
    path("put-back/", moving.put_back, name="put_back"),
    path("send-back/", moving.send_back, name="send_back"),
    path("requests/", requests.raise_request, name="raise_request"),
    path("requests/<int:request_pk>/close/", requests.close, name="close_request"),
    path("requests/<int:request_pk>/reopen/", requests.reopen, name="reopen_request"),
    path("scenario/", scenario.scenario, name="scenario"),
    path("fragile/", deciding.accept_fragile, name="accept_fragile"),
    path("approve/", deciding.approve, name="approve"),
    path("refuse/", deciding.refuse, name="refuse"),
]
