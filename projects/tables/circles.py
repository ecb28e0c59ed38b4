"""Formulas that depend on themselves, over all sheets of a workbook."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from projects.tables.addresses import Place
from projects.tables.sheet import Sheet
from projects.tables.shifting import references

#: So many dependencies are followed; a sheet of running sums can have more than memory holds.
MOST_EDGES = 2_000_000


def circles(sheets: list[Sheet]) -> tuple[dict[int, list[Place]], bool]:
    """Position of a sheet -> its cells that are in a circle; and whether all dependencies were followed."""
    nodes, edges, were_all = _graph(sheets)
    found: dict[int, list[Place]] = {}
    for group in _strong(edges):
        if len(group) > 1 or group[0] in edges[group[0]]:
            for node in group:
                position, place = nodes[node]
                found.setdefault(position, []).append(place)
    return found, were_all


def _graph(sheets: list[Sheet]) -> tuple[list[tuple[int, Place]], list[list[int]], bool]:
    """The formula cells, and for each the formula cells it reads."""
    nodes = [
        (position, place)
        for position, sheet in enumerate(sheets)
        for place, cell in sheet.cells.items()
        if cell.formula
    ]
    number = {node: i for i, node in enumerate(nodes)}
    positions = {sheet.name.casefold(): i for i, sheet in reversed(list(enumerate(sheets)))}
    columns: list[dict[int, list[int]]] = [{} for _sheet in sheets]
    for position, (row, column) in sorted(nodes):
        columns[position].setdefault(column, []).append(row)
    edges: list[list[int]] = []
    count = 0
    for position, place in nodes:
        read: list[int] = []
        if count < MOST_EDGES:
            for reference in references(sheets[position].cells[place].formula):
                where = positions.get(reference.sheet.casefold()) if reference.sheet else position
                if where is None:
                    continue
                read += [
                    number[where, found]
                    for found in _within(columns[where], *reference[1:], MOST_EDGES - count)
                ]
            count += len(read)
        edges.append(read)
    return nodes, edges, count < MOST_EDGES


def _within(
    columns: dict[int, list[int]], top: int, bottom: int, left: int, right: int, most: int
) -> Iterator[Place]:
    """The formula cells of an area, at most so many."""
    width = range(left, right + 1) if right - left < len(columns) else columns
    for column in width:
        if left <= column <= right and (rows := columns.get(column)):
            for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
                if most <= 0:
                    return
                most -= 1
                yield row, column


def _strong(edges: list[list[int]]) -> Iterator[list[int]]:
    """The strongly connected groups (Tarjan 1972), without recursion."""
    index: list[int] = [-1] * len(edges)
    low = [0] * len(edges)
    on_stack = [False] * len(edges)
    stack: list[int] = []
    counter = 0
    for root in range(len(edges)):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, step = work.pop()
            if step == 0:
                index[node] = low[node] = counter
                counter += 1
                stack.append(node)
                on_stack[node] = True
            elif on_stack[edges[node][step - 1]]:
                low[node] = min(low[node], low[edges[node][step - 1]])
            for position in range(step, len(edges[node])):
                follower = edges[node][position]
                if index[follower] < 0:
                    work += [(node, position + 1), (follower, 0)]
                    break
                if on_stack[follower]:
                    low[node] = min(low[node], index[follower])
            else:
                if low[node] == index[node]:
                    group: list[int] = []
                    while not group or group[-1] != node:
                        group.append(stack.pop())
                        on_stack[group[-1]] = False
                    yield group
