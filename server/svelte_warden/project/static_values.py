"""The values of expressions in a configuration file, as far as they can be read without running it.

A value is a Python ``str``, ``float``, ``bool``, ``list`` or ``dict``; ``None`` for ``null`` and ``undefined``; or one
of the classes here. What cannot be known is :data:`UNKNOWN`, never a guess.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import unquote

from svelte_warden.facts import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only running the file would tell."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a module exports under a name (``default`` and ``*`` as in :class:`model.ImportSpecifier`)."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Called:
    """The result of calling a function that was imported, such as ``sveltekit(options)``."""

    function: Imported
    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """A function of the configuration; only what it returns matters."""

    function: model.Function


@dataclass(frozen=True, slots=True)
class FileUrl:
    """A ``file:`` URL, as ``new URL('./x', import.meta.url)`` makes it; ``path`` is absolute."""

    path: str


UNKNOWN: Final = Unknown()
# Nested lists and dicts of values; the recursion is beyond what the type checker can express usefully.
Value: TypeAlias = Any

_PATH_MODULES = frozenset({"path", "node:path", "pathe", "path/posix", "node:path/posix"})
_URL_MODULES = frozenset({"url", "node:url"})
_DEPTH_LIMIT = 200


class StaticModule:
    """A module whose exported values can be asked for; bindings are evaluated when they are first read.

    Args:
        path: Absolute path of the module; relative paths in ``import.meta.url`` start from it.
        working_directory: What ``process.cwd()`` gives.
        statements: The lowered module.
        load: Gives the module that a relative specifier names, or ``None``.
    """

    def __init__(
        self,
        path: str,
        working_directory: str,
        statements: Sequence[model.Statement],
        load: Callable[[str], StaticModule | None],
    ) -> None:
        self._path = path
        self._working_directory = working_directory
        self._load = load
        self._bindings: dict[str, model.Expression | Imported | Closure] = {}
        self._exports: dict[str, model.Expression | str] = {}
        self._values: dict[str, Value] = {}
        self._returned: dict[model.Function, Value] = {}
        self._depth = 0
        for statement in statements:
            self._declare(statement)

    def exported(self, name: str) -> Value:
        """The value of an export; ``UNKNOWN`` if there is none that can be read."""
        found = self._exports.get(name, UNKNOWN)
        if isinstance(found, str):
            return self._name(found)
        return UNKNOWN if isinstance(found, Unknown) else self.value(found)

    # --- what the module declares ---

    def _declare(self, statement: model.Statement) -> None:
        match statement:
            case model.VariableDeclaration(declarators=declarators):
                for declarator in declarators:
                    if isinstance(declarator.pattern, model.Name) and declarator.init is not None:
                        self._bindings[declarator.pattern.name] = declarator.init
            case model.FunctionDeclaration(function=function) if function.name:
                self._bindings[function.name] = Closure(function)
            case model.Import(source=source, specifiers=specifiers):
                for specifier in specifiers:
                    self._bindings[specifier.local] = Imported(source, specifier.imported)
            case model.ExportDeclaration(declaration=declaration):
                before = set(self._bindings)
                self._declare(declaration)
                self._exports.update({name: name for name in self._bindings if name not in before})
            case model.ExportNamed(specifiers=specifiers, source=None):
                self._exports.update({specifier.exported: specifier.local for specifier in specifiers})
            case model.ExportDefault(value=value):
                self._exports["default"] = value
            case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)):
                self._declare_common_js(target, value)
            case _:
                pass

    def _declare_common_js(self, target: model.Pattern, value: model.Expression) -> None:
        match target:
            case model.Member(object=model.Name(name="module"), property="exports"):
                self._exports["default"] = value
            case model.Member(object=model.Name(name="exports"), property=name):
                self._exports[name] = value
            case _:
                pass

    # --- values ---

    def value(self, expression: model.Expression) -> Value:
        """The value of an expression of this module."""
        if self._depth > _DEPTH_LIMIT:
            return UNKNOWN
        self._depth += 1
        try:
            return self._evaluate(expression)
        finally:
            self._depth -= 1

    def returned(self, closure: Closure) -> Value:
        """What a function returns, if it is the same on every way; its parameters are unknown."""
        function = closure.function
        if function in self._returned:
            return self._returned[function]
        self._returned[function] = UNKNOWN  # what a function that needs itself finds
        for statement in function.body:
            if isinstance(statement, model.VariableDeclaration):
                self._declare(statement)
        values = [self.value(result) for result in _results(function.body)]
        if values and all(value == values[0] for value in values):
            self._returned[function] = values[0]
        return self._returned[function]

    def possible_results(self, closure: Closure) -> list[Value]:
        """Everything that a function may return, each branch of a conditional expression by itself."""
        return [self.value(branch) for result in _results(closure.function.body) for branch in _branches(result)]

    def _evaluate(self, expression: model.Expression) -> Value:
        match expression:
            case model.Constant(kind="string" | "number" | "boolean" | "null", value=value):
                return value
            case model.Name(name=name):
                return self._name(name)
            case model.Template(chunks=chunks, holes=holes):
                return self._template(chunks, [self.value(hole) for hole in holes])
            case model.ObjectLiteral(properties=properties):
                return self._object(properties)
            case model.ArrayLiteral(elements=elements):
                return self._array(elements)
            case model.Member(object=model.ImportMeta(), property=name):
                here = posixpath.dirname(self._path)
                return {"url": FileUrl(self._path), "dirname": here, "filename": self._path}.get(name, UNKNOWN)
            case model.Member(object=holder, property=name):
                return _member(self.value(holder), name)
            case model.Index(object=holder, index=index):
                return _member(self.value(holder), self.value(index))
            case model.Call(callee=callee, arguments=arguments):
                return self._call(callee, arguments)
            case model.New(callee=model.Name(name="URL"), arguments=arguments):
                return _url([self.value(argument) for argument in arguments])
            case model.Await(argument=argument):
                return self.value(argument)
            case model.Function():
                return Closure(expression)
            case model.Sequence(expressions=expressions):
                return self.value(expressions[-1]) if expressions else UNKNOWN
            case model.Unary(operator="!", operand=operand):
                value = self.value(operand)
                return not value if _is_known(value) else UNKNOWN
            case model.Binary(operator="+", left=left, right=right):
                return _sum(self.value(left), self.value(right))
            case model.Logical(operator=operator, left=left, right=right):
                return self._logical(operator, self.value(left), right)
            case model.Conditional(test=test, consequent=consequent, alternate=alternate):
                return self._conditional(self.value(test), consequent, alternate)
            case _:
                return UNKNOWN

    def _name(self, name: str) -> Value:
        if name in self._values:
            return self._values[name]
        if name == "undefined":
            return None
        if name == "__dirname":
            return posixpath.dirname(self._path)
        bound = self._bindings.get(name)
        self._values[name] = UNKNOWN  # what a binding that needs itself finds
        if isinstance(bound, Imported):
            value = self._imported(bound)
        elif isinstance(bound, Closure):
            value = bound
        else:
            value = self.value(bound) if bound is not None else UNKNOWN
        self._values[name] = value
        return value

    def _imported(self, imported: Imported) -> Value:
        """An import; of a neighbouring file the value, of a package its name."""
        if not imported.source.startswith("."):
            return imported
        module = self._load(imported.source)
        if module is None or imported.name == "*":
            return UNKNOWN
        return module.exported(imported.name)

    def _template(self, chunks: tuple[str, ...], holes: list[Value]) -> Value:
        text = chunks[0]
        for hole, chunk in zip(holes, chunks[1:], strict=False):
            if not isinstance(hole, str):
                return UNKNOWN
            text += hole + chunk
        return text

    def _object(self, properties: Iterable[model.Property | model.Spread]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for item in properties:
            if isinstance(item, model.Spread):
                spread = self.value(item.argument)
                if isinstance(spread, dict):
                    found.update(spread)
                continue
            key = item.key if isinstance(item.key, str) else self.value(item.key)
            if isinstance(key, str):
                found[key] = self.value(item.value) if item.kind in {"init", "method"} else UNKNOWN
        return found

    def _array(self, elements: Iterable[model.Expression | None]) -> list[Value]:
        found: list[Value] = []
        for element in elements:
            if isinstance(element, model.Spread):
                spread = self.value(element.argument)
                found += spread if isinstance(spread, list) else [UNKNOWN]
            elif element is not None:
                found.append(self.value(element))
        return found

    def _logical(self, operator: str, left: Value, right: model.Expression) -> Value:
        if not _is_known(left):
            # of a plugin that is used on a condition it is enough to know that it is used at all
            return self.value(right) if operator == "&&" else UNKNOWN
        if operator == "&&":
            return self.value(right) if left else left
        use_left = left is not None if operator == "??" else bool(left)
        return left if use_left else self.value(right)

    def _conditional(self, test: Value, consequent: model.Expression, alternate: model.Expression) -> Value:
        if _is_known(test):
            return self.value(consequent if test else alternate)
        first, second = self.value(consequent), self.value(alternate)
        return first if first == second else UNKNOWN

    # --- calls ---

    def _call(self, callee: model.Expression, arguments: Sequence[model.Expression]) -> Value:
        match callee:
            case model.Member(object=model.Name(name="process"), property="cwd"):
                return self._working_directory
            case model.Member(object=model.Name(name="Object"), property="freeze"):
                return self.value(arguments[0]) if arguments else UNKNOWN
            case model.Member(object=holder, property=name):
                function = _member(self.value(holder), name)
            case _:
                function = self.value(callee)
        values = [self.value(argument) for argument in arguments if not isinstance(argument, model.Spread)]
        if isinstance(function, Closure):
            return self.returned(function)
        if not isinstance(function, Imported):
            return UNKNOWN
        if function.source in _PATH_MODULES:
            return self._path_call(function.name, values)
        if function.source in _URL_MODULES:
            first = values[0] if values else UNKNOWN
            return first.path if function.name == "fileURLToPath" and isinstance(first, FileUrl) else UNKNOWN
        if function.name.startswith("define") and values:  # defineConfig and its like give back what they get
            return self.returned(values[0]) if isinstance(values[0], Closure) else values[0]
        if function.name == "mergeConfig" and all(isinstance(value, dict) for value in values[:2]):
            return _merge(*values[:2])
        return Called(function, tuple(values))

    def _path_call(self, name: str, values: list[Value]) -> Value:
        parts = [value for value in values if isinstance(value, str)]
        if len(parts) != len(values) or not parts:
            return UNKNOWN
        if name == "resolve":
            return posixpath.normpath(posixpath.join(self._working_directory, *parts))
        if name == "join":
            return posixpath.normpath("/".join(parts))
        if name == "dirname":
            return posixpath.dirname(parts[0])
        return UNKNOWN


def _is_known(value: Value) -> bool:
    return value is None or isinstance(value, (str, bool, float, dict, list))


def _member(holder: Value, name: Value) -> Value:
    if isinstance(holder, dict) and isinstance(name, str):
        return holder.get(name)
    if isinstance(holder, FileUrl) and name in {"pathname", "href"}:
        return holder.path
    if isinstance(holder, Imported) and holder.name in {"default", "*"} and isinstance(name, str):
        return Imported(holder.source, name)
    return UNKNOWN


def _url(values: list[Value]) -> Value:
    match values:
        case [str(relative), FileUrl(path=path)]:
            base = posixpath.dirname(path)
            joined = posixpath.join(base, unquote(relative))
            return FileUrl(posixpath.normpath(joined))
        case _:
            return UNKNOWN


def _sum(left: Value, right: Value) -> Value:
    return left + right if isinstance(left, str) and isinstance(right, str) else UNKNOWN


def _merge(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    """Objects merged in depth and lists joined, as Vite's ``mergeConfig`` does."""
    merged = dict(first)
    for key, value in second.items():
        known = merged.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[key] = _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            merged[key] = known + value
        else:
            merged[key] = value
    return merged


def _branches(expression: model.Expression) -> Iterable[model.Expression]:
    if isinstance(expression, model.Conditional):
        yield from _branches(expression.consequent)
        yield from _branches(expression.alternate)
    else:
        yield expression


def _results(body: Iterable[model.Statement]) -> Iterable[model.Expression]:
    """The expressions that a function's own return statements return, in source order."""
    for statement in body:
        match statement:
            case model.Return(argument=argument) if argument is not None:
                yield argument
            case model.If(consequent=consequent, alternate=alternate):
                yield from _results(consequent)
                yield from _results(alternate)
            case model.Block(body=inner):
                yield from _results(inner)
            case model.Try(block=block):
                yield from _results(block)
            case model.Switch(cases=cases):
                for case in cases:
                    yield from _results(case.body)
            case _:
                pass
