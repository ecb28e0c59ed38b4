"""The engine decides: case, rule pack and day in; findings and one conclusion out.

Plain Python, no Django.
"""
