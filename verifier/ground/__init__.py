"""What any tool needs and no idea of this one: exact numbers as text, files, tables, errors of one line, pictures.

It may use `numerics/arithmetics`.
"""
