"""Rows that are written once: never updated, never deleted, only followed by another."""

from typing import Any, NoReturn

from django.db import models


class WrittenOnce(Exception):
    """Something tried to change or delete a row that must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **changes: Any) -> NoReturn:
        raise WrittenOnce(self.model.__name__)

    def delete(self) -> NoReturn:
        raise WrittenOnce(self.model.__name__)

    bulk_update = update


class AppendOnly(models.Model):
    """Base of every row that is part of the record."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(type(self).__name__)
