"""Finds where code changes a module or a class that it imports, instead of calling it."""

import ast
from collections.abc import Iterator

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
WRITERS = {"setattr", "delattr", "__setattr__", "__delattr__"}


def patches(source: str) -> list[str]:
    """Each such place, as its line and its code."""
    return [f"{node.lineno}: {ast.unparse(node)}" for node in _in_scope(ast.parse(source), set())]


def _in_scope(scope: ast.AST, outer: set[str]) -> Iterator[ast.expr]:
    """An import of an outer scope counts, unless the name has another meaning here."""
    nodes = list(_nodes_of(scope))
    imported = (outer - _bound(nodes)) | _imports(nodes)
    imported |= _aliases(nodes, imported)
    for node in nodes:
        if isinstance(node, SCOPES):
            yield from _in_scope(node, imported)
        elif isinstance(node, ast.expr) and _patches(node, imported):
            yield node


def _nodes_of(scope: ast.AST) -> Iterator[ast.AST]:
    """Everything in a scope; of a nested scope the node alone."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, SCOPES):
            yield from _nodes_of(child)


def _bound(nodes: list[ast.AST]) -> set[str]:
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in nodes if isinstance(n, ast.arg)}


def _imports(nodes: list[ast.AST]) -> set[str]:
    return {
        alias.asname or alias.name.partition(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _aliases(nodes: list[ast.AST], imported: set[str]) -> set[str]:
    """Local names of an import or of a part of one: `loop = asyncio.events`."""
    return {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and _root(node.value) in imported
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _patches(node: ast.expr, imported: set[str]) -> bool:
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        return _root(node) in imported or _is_attribute_of_a_type(node)
    if isinstance(node, ast.Attribute) and node.attr == "__dict__":
        return _root(node) in imported
    if isinstance(node, ast.Call) and node.args:
        function = node.func
        name = getattr(function, "id", None) or getattr(function, "attr", None)
        return name in WRITERS and _root(node.args[0]) in imported
    return False


def _is_attribute_of_a_type(node: ast.Attribute | ast.Subscript) -> bool:
    """`type(thing).name = …` changes the class of every thing."""
    call = node.value
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "type"


def _root(node: ast.expr) -> str | None:
    """The name that a chain of attributes and keys begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "vars" and node.args:
        return _root(node.args[0])
    return node.id if isinstance(node, ast.Name) else None
