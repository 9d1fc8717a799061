"""How far a computed path can be from the exact one: shadowing of descent, descent beside the flow.

It may use `theory/kernel`, `theory/model` and `theory/balance`.
"""
