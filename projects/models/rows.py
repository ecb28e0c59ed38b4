"""The rows that every page of a case asks for or writes, by the equality of columns.

Django takes five times as long to write such a statement as the database to answer it, and a page has several. Only
names of the model reach the text of the statement; values are parameters.
"""

from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def rows_of(model: type[Row], *, most: int | None = None, **equal: Any) -> list[Row]:
    """The rows whose columns equal the values, those of None being NULL; in the order of their keys.

    Names are those of fields, related ones included (`case=case.pk`). At most `most` rows are read.
    """
    where, values = _where(model, equal)
    key = connection.ops.quote_name(model._meta.pk.column)
    limit = "" if most is None else f" LIMIT {most:d}"
    sql = f"SELECT * FROM {_table(model)} WHERE {where} ORDER BY {key}{limit}"  # noqa: S608
    return list(model._default_manager.raw(sql, values))


def change_rows(model: type[models.Model], changes: dict[str, Any], **equal: Any) -> int:
    """Give these values to the rows whose columns equal those, in one statement; how many rows there were."""
    columns, values = _columns(model, changes)
    where, conditions = _where(model, equal)
    given = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} SET {given} WHERE {where}",  # noqa: S608
            [*values, *conditions],
        )
        return int(cursor.rowcount)


def put_row(model: type[models.Model], *, unique: tuple[str, ...], **values: Any) -> None:
    """Write a row of these values, or give them to the row that has the same in the `unique` fields."""
    columns, given = _columns(model, values)
    key = [_column(_field(model, name)) for name in unique]
    others = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    sql = (
        f"INSERT INTO {_table(model)} ({', '.join(columns)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(given))}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def _where(model: type[models.Model], equal: dict[str, Any]) -> tuple[str, list[Any]]:
    conditions, values = [], []
    for name, value in equal.items():
        field = _field(model, name)
        conditions.append(f"{_column(field)} {'IS NULL' if value is None else '= %s'}")
        if value is not None:
            values.append(field.get_db_prep_value(value, connection))
    return " AND ".join(conditions), values


def _columns(model: type[models.Model], given: dict[str, Any]) -> tuple[list[str], list[Any]]:
    fields = [(_field(model, name), value) for name, value in given.items()]
    values = [field.get_db_prep_save(value, connection) for field, value in fields]
    return [_column(field) for field, _value in fields], values


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - a column, which relations to many have not
    return field


def _column(field: "models.Field[Any, Any]") -> str:
    return connection.ops.quote_name(field.column)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
