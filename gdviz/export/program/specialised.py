"""A method of a plug-in as a plain function: its own source, with the instance's numbers put in.

So a program's rule is the rule that gdviz computes with, and a new optimizer or schedule can be written as a program
without another line: parameters of the instance become local names, branches that they decide are left out, `xp`
becomes NumPy, and the functions of gdviz that the method calls are added.
"""

from __future__ import annotations

import ast
import inspect
import operator
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType
from typing import Any

_PLAIN = (bool, int, float, str, type(None))


class Sources:
    """The functions of a program in the order in which they are needed, each once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self.modules: set[str] = set()
        """The standard modules that they use; numpy aside."""

    def add(self, name: str, text: str) -> None:
        """Add a function or a constant by its whole text; one that is there stays."""
        self._texts.setdefault(name, text)

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def text(self) -> str:
        """All of them: the constants, then the functions."""
        texts = self._texts.values()
        constants = [text for text in texts if not text.startswith(("def ", "class "))]
        functions = [text for text in texts if text.startswith(("def ", "class "))]
        return "\n\n\n".join([*(["\n".join(constants)] if constants else []), *functions])

    def method(
        self,
        instance: Any,
        name: str,
        as_name: str,
        *,
        without: tuple[str, ...] = (),
        given: tuple[str, ...] = (),
        bound: Mapping[str, Any] | None = None,
        docstring: str = "",
    ) -> None:
        """Add ``instance.name`` as the function `as_name`, without `self` and the arguments in `without`.

        The instance's attributes in `given` are arguments of the function, the last ones; the arguments in `bound`
        have these values. `docstring` is written into it.
        """
        function = getattr(type(instance), name)
        tree = _parsed(function)
        own = _Instance(instance, given, _locals(tree), as_name)
        own.values |= bound or {}
        tree = own.visit(tree)
        tree.name = as_name
        tree.args.args = [a for a in tree.args.args if a.arg not in ("self", "xp", *without, *own.values)]
        tree.args.args += [ast.arg(attribute) for attribute in given]
        stored = Counter(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        once = frozenset(key for key, times in stored.items() if times == 1)
        tree.body = _without_unused(_folded(tree.body, own.values, once))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        constants = [f"{key} = {_literal(value)}" for key, value in own.values.items() if key in used]
        tree.body = [*ast.parse("\n".join(constants)).body, *tree.body]
        if docstring:
            tree.body.insert(0, ast.Expr(ast.Constant(docstring)))
        for method in sorted(own.methods):
            if f"{as_name}_{method}" in used:
                self.method(instance, method, f"{as_name}_{method}", given=given)
        self._take_along(function, used)
        self.add(as_name, ast.unparse(ast.fix_missing_locations(tree)))

    def _take_along(self, function: FunctionType, used: set[str]) -> None:
        """Add what a function of gdviz refers to in its module."""
        for name in sorted(used & set(function.__globals__)):
            value = function.__globals__[name]
            if isinstance(value, ModuleType):
                if value.__name__ != "numpy":
                    self.modules.add(value.__name__)
            elif isinstance(value, FunctionType) and name not in self:
                tree = _parsed(value)
                _Plain().visit(tree)
                inner = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
                self._take_along(value, inner)
                self.add(name, ast.unparse(ast.fix_missing_locations(tree)))
            elif isinstance(value, _PLAIN):
                self.add(name, f"{name} = {_literal(value)}")


def _parsed(function: Any) -> ast.FunctionDef:
    """The tree of a function without docstring, decorators and annotations."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    _Bare().visit(tree)
    return tree


def _locals(tree: ast.FunctionDef) -> set[str]:
    """The names that the function binds itself."""
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return bound | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


class _Bare(ast.NodeTransformer):
    """Removes docstrings, decorators and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.decorator_list, node.returns = [], None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        return node if node.value is None else ast.Assign([node.target], node.value)


class _Plain(ast.NodeTransformer):
    """Calls what `derived` would show as a line of arithmetic."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "derived":
            return ast.Call(node.args[3], [node.args[0], *node.args[4:]], [])
        return node


class _Instance(_Plain):
    """Puts the attributes of an instance in the place of ``self.name``, and NumPy in that of `xp`."""

    def __init__(self, instance: Any, given: tuple[str, ...], taken: set[str], name: str) -> None:
        self.values: dict[str, Any] = {}
        self.methods: set[str] = set()
        self._instance, self._given, self._taken, self._name = instance, given, taken, name

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if not (isinstance(node.value, ast.Name) and node.value.id == "self"):
            self.generic_visit(node)
            return node
        value = getattr(self._instance, node.attr)
        if node.attr in self._given:
            return ast.Name(node.attr, ast.Load())
        if callable(value):
            self.methods.add(node.attr)
            return ast.Name(f"{self._name}_{node.attr}", ast.Load())
        if node.attr in self._taken:
            return ast.parse(_literal(value), mode="eval").body
        self.values[node.attr] = value
        return ast.Name(node.attr, ast.Load())

    def visit_Call(self, node: ast.Call) -> ast.Call:
        own = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "self"
        if own:  # the method is given no xp either
            node.args = [arg for arg in node.args if getattr(arg, "id", "") != "xp"]
        node = super().visit_Call(node)
        if isinstance(node.func, ast.Name) and node.func.id.startswith(f"{self._name}_"):
            node.args = [arg for arg in node.args if getattr(arg, "id", "") != "np"]
            node.keywords += [ast.keyword(attribute, ast.Name(attribute, ast.Load())) for attribute in self._given]
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("np", node.ctx) if node.id == "xp" else node


def _literal(value: Any) -> str:
    """Python source of a number, a text, or a tuple of them. Raises TypeError for any other value."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f"float('{value}')"
    if isinstance(value, _PLAIN):
        return repr(value)
    raise TypeError(f"{type(value).__name__} has no source")


def _folded(body: list[ast.stmt], values: dict[str, Any], once: frozenset[str] = frozenset()) -> list[ast.stmt]:
    """The statements without the branches that `values` decide; a name of `once` that is set to a value joins them."""
    made: list[ast.stmt] = []
    for statement in body:
        chosen: list[ast.stmt] | None = None
        if isinstance(statement, ast.If):
            known, truth = _decided(statement.test, values)
            if known:
                chosen = statement.body if truth else statement.orelse
            else:
                statement.body = _folded(statement.body, values) or [ast.Pass()]
                statement.orelse = _folded(statement.orelse, values)
        elif isinstance(statement, ast.Match):
            known, subject = _decided(statement.subject, values)
            if known:
                chosen = next((case.body for case in statement.cases if _matches(case.pattern, subject)), [])
        elif isinstance(statement, ast.FunctionDef | ast.For):
            statement.body = _folded(statement.body, values)
        elif isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name):
            known, value = _decided(statement.value, values) if target.id in once else (False, None)
            if known:
                values[target.id] = value
                continue
        made += [_Choices(values).visit(statement)] if chosen is None else _folded(chosen, values, once)
        if made and isinstance(made[-1], ast.Return):
            break
    return made


class _Choices(ast.NodeTransformer):
    """``a if x else b`` where `x` is known."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        known, truth = _decided(node.test, self._values)
        return (node.body if truth else node.orelse) if known else node


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
}  # fmt: skip


def _decided(test: ast.expr, values: dict[str, Any]) -> tuple[bool, Any]:
    """Whether an expression depends on `values` alone, and then what it is."""
    match test:
        case ast.Constant(value):
            return True, value
        case ast.Name(name) if name in values:
            return True, values[name]
        case ast.UnaryOp(ast.Not(), operand):
            known, value = _decided(operand, values)
            return known, not value
        case ast.BoolOp(kind, parts):  # one part may decide: `decay and not decoupled`
            decisive = isinstance(kind, ast.Or)
            found = [_decided(part, values) for part in parts]
            if any(known and bool(value) is decisive for known, value in found):
                return True, decisive
            return all(known for known, _ in found), not decisive
        case ast.Compare(left, [comparison], [right]) if type(comparison) in _COMPARISONS:
            (known, one), (also, other) = _decided(left, values), _decided(right, values)
            return known and also, known and also and _COMPARISONS[type(comparison)](one, other)
    return False, None


def _matches(pattern: ast.pattern, subject: Any) -> bool:
    if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant):
        return bool(pattern.value.value == subject)
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _without_unused(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements without those that set a name that is never read."""
    read = {n.id for s in body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return [
        statement
        for statement in body
        if not (
            isinstance(statement, ast.Assign) and isinstance(t := statement.targets[0], ast.Name) and t.id not in read
        )
    ]
