"""What a person is told where the disk of the server is full: nothing is half stored or lost."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.sending_again import sent_again
from projects.services.room import is_no_room

logger = logging.getLogger(__name__)
INSUFFICIENT_STORAGE = 507
UPLOAD = "upload_had_no_room"


class Upload(TemporaryFileUploadHandler):
    """Takes in a large upload; where there is no room for it, the rest of the form is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._or_skip(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._or_skip(super().receive_data_chunk, raw_data, start)

    def _or_skip(self, take: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        try:
            take(*args, **kwargs)
        except OSError as error:
            if not is_no_room(error):
                raise
            self.upload_interrupted()
            self.request.META[UPLOAD] = str(error)
            raise SkipFile from error


class NoRoom:
    """Middleware: answers for a full disk with what was typed, to be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return self._of_upload(request) or response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        return self._of_upload(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _answer(request, error) if is_no_room(error) else None

    def _of_upload(self, request: HttpRequest) -> HttpResponse | None:
        return _answer(request, request.META[UPLOAD]) if UPLOAD in request.META else None


def _answer(request: HttpRequest, reason: object) -> HttpResponse:
    logger.error("The disk is full (%s): %s was not done. Make room.", reason, request.path)
    if kept := sent_again(request, is_full=True):
        return kept
    text = _("Nothing was changed, and what was saved before is safe. Please try again later.")
    context = {"title": _("The disk of the server is full"), "text": text}
    return render(request, "error.html", context, status=INSUFFICIENT_STORAGE)
