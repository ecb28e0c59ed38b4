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
    quoted, fields = connection.ops.quote_name, [model._meta.get_field(name) for name in equal]
    conditions, values = [], []
    for field, value in zip(fields, equal.values(), strict=True):
        assert isinstance(field, models.Field)  # noqa: S101 - a column, which relations to many have not
        column = quoted(field.column)
        conditions.append(f"{column} IS NULL" if value is None else f"{column} = %s")
        if value is not None:
            values.append(field.get_db_prep_value(value, connection))
    sql = (
        f"SELECT * FROM {quoted(model._meta.db_table)} WHERE {' AND '.join(conditions)} "  # noqa: S608
        f"ORDER BY {quoted(model._meta.pk.column)}"
    )
    if most is not None:
        sql += f" LIMIT {most:d}"
    return list(model._default_manager.raw(sql, values))


def put_row(model: type[models.Model], *, unique: tuple[str, ...], **values: Any) -> None:
    """Write a row of these values, or give them to the row that has the same in the `unique` fields."""
    quoted = connection.ops.quote_name
    columns, given = [], []
    for name, value in values.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)  # noqa: S101 - as above
        columns.append(quoted(field.column))
        given.append(field.get_db_prep_save(value, connection))
    key = [quoted(model._meta.get_field(name).column) for name in unique]
    others = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    sql = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(given))}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
