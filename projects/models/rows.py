"""The rows that every page of a case asks for or writes, by the equality of columns.

Django takes five times as long to write such a statement as the database to answer it, and a page has several. Only
names of the model reach the text of the statement, which is kept; values are parameters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[[Any, Any, BaseDatabaseWrapper], Any]


def rows_of(model: type[Row], *, most: int | None = None, **equal: Any) -> list[Row]:
    """The rows whose columns equal the values, those of None being NULL; in the order of their keys.

    Names are those of fields, related ones included (`case=case.pk`). At most `most` rows are read.
    """
    here = connections[DEFAULT_DB_ALIAS]
    limit = "" if most is None else f" LIMIT {most:d}"
    where, values = _where(model, equal, here)
    with here.cursor() as cursor:
        cursor.execute(f"{_select(model)} WHERE {where} ORDER BY {_key(model)}{limit}", values)
        found = cursor.fetchall()
    return _read(model, found, here)


def change_rows(model: type[models.Model], changes: dict[str, Any], **equal: Any) -> int:
    """Give these values to the rows whose columns equal those, in one statement; how many rows there were."""
    here = connections[DEFAULT_DB_ALIAS]
    given = ", ".join(f"{_column(model, name)} = %s" for name in changes)
    where, conditions = _where(model, equal, here)
    with here.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} SET {given} WHERE {where}",  # noqa: S608
            [*_stored(model, changes, here), *conditions],
        )
        return int(cursor.rowcount)


def put_row(model: type[models.Model], *, unique: tuple[str, ...], **values: Any) -> None:
    """Write a row of these values, or give them to the row that has the same in the `unique` fields."""
    here = connections[DEFAULT_DB_ALIAS]
    columns = [_column(model, name) for name in values]
    key = [_column(model, name) for name in unique]
    others = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    sql = (
        f"INSERT INTO {_table(model)} ({', '.join(columns)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(columns))}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"
    )
    with here.cursor() as cursor:
        cursor.execute(sql, _stored(model, values, here))


def _where(
    model: type[models.Model], equal: dict[str, Any], here: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    conditions, values = [], []
    for name, value in equal.items():
        conditions.append(f"{_column(model, name)} {'IS NULL' if value is None else '= %s'}")
        if value is not None:
            values.append(_field(model, name).get_db_prep_value(value, here))
    return " AND ".join(conditions), values


def _stored(
    model: type[models.Model], given: dict[str, Any], here: BaseDatabaseWrapper
) -> list[Any]:
    return [_field(model, name).get_db_prep_save(value, here) for name, value in given.items()]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a connection gives the rows of a model: its columns in order, and those that it gives in another form."""

    names: list[str]
    converted: list[tuple[int, Any, list[Convert]]]

    @classmethod
    def of(cls, model: type[models.Model], here: BaseDatabaseWrapper) -> "Reader":
        fields = model._meta.concrete_fields
        columns = [field.get_col(model._meta.db_table) for field in fields]
        converters = [
            here.ops.get_db_converters(column) + column.get_db_converters(here)
            for column in columns
        ]
        converted = [
            (place, column, some)
            for place, (column, some) in enumerate(zip(columns, converters, strict=True))
            if some
        ]
        return cls([field.attname for field in fields], converted)


def _read(model: type[Row], found: list[tuple[Any, ...]], here: BaseDatabaseWrapper) -> list[Row]:
    # Converters belong to their connection, and go with it.
    readers: dict[type[models.Model], Reader] = vars(here).setdefault("readers_of_rows", {})
    if model not in readers:
        readers[model] = Reader.of(model, here)
    reader = readers[model]
    read = []
    for row in found:
        values = list(row)
        for place, column, converters in reader.converted:
            for convert in converters:
                values[place] = convert(values[place], column, here)
        read.append(model.from_db(here.alias, reader.names, values))
    return read


@cache
def _select(model: type[models.Model]) -> str:
    columns = ", ".join(_column(model, field.name) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM {_table(model)}"  # noqa: S608


@cache
def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - a column, which relations to many have not
    return field


@cache
def _column(model: type[models.Model], name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(_field(model, name).column)


def _key(model: type[models.Model]) -> str:
    return _column(model, model._meta.pk.name)


@cache
def _table(model: type[models.Model]) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)
