"""A module read without running it: the values of its exports, as far as constants and a few known calls go."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.project.static_values import (
    UNKNOWN,
    Called,
    Closure,
    FileUrl,
    Imported,
    Value,
    branches_of,
    file_url,
    is_known,
    joined,
    member_of,
    merged,
    path_call,
    results_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PATH_MODULES = frozenset({"path", "node:path", "pathe", "path/posix", "node:path/posix"})
_URL_MODULES = frozenset({"url", "node:url"})
_DEPTH_LIMIT = 200


class StaticModule:
    """A module whose exported values can be asked for; bindings are evaluated when they are first read.

    Args:
        path: Absolute path of the module; relative paths in ``import.meta.url`` start from it.
        working_directory: What ``process.cwd()`` gives.
        statements: The lowered module.
        load: Gives the module that a specifier names; ``None`` for a package, and for what cannot be read.
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
        self._exports: dict[str, model.Expression | str | Imported] = {}
        self._stars: list[str] = []
        self._exported: dict[str, Value] = {}
        self._values: dict[str, Value] = {}
        self._returned: dict[model.Function, Value] = {}
        self._depth = 0
        for statement in statements:
            self._declare(statement)

    def exported(self, name: str) -> Value:
        """The value of an export; ``UNKNOWN`` if it cannot be known, ``None`` if there is no such export."""
        if name not in self._exported:
            self._exported[name] = None  # what modules that re-export each other find
            self._exported[name] = self._export(name)
        return self._exported[name]

    def _export(self, name: str) -> Value:
        found = self._exports.get(name)
        if isinstance(found, str):
            return self._name(found)
        if isinstance(found, Imported):
            return self._imported(found)
        if found is not None:
            return self.value(found)
        values = [self._imported(Imported(source, name)) for source in self._stars if name != "default"]
        return next((value for value in values if value is not None), None)

    # --- what the module declares ---

    def _declare(self, statement: model.Statement) -> None:
        match statement:
            case model.VariableDeclaration(declarators=declarators):
                for declarator in declarators:
                    if declarator.init is not None:
                        self._bind(declarator.pattern, declarator.init)
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
            case model.ExportNamed(specifiers=specifiers, source=str(source)):
                self._exports.update({item.exported: Imported(source, item.local) for item in specifiers})
            case model.ExportAll(source=source, exported=None):
                self._stars.append(source)
            case model.ExportAll(source=source, exported=str(exported)):
                self._exports[exported] = Imported(source, "*")
            case model.ExportDefault(value=value):
                self._exports["default"] = value
            case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)):
                self._declare_common_js(target, value)
            case _:
                pass

    def _bind(self, pattern: model.Pattern, value: model.Expression) -> None:
        match pattern:
            case model.Name(name=name):
                self._bindings[name] = value
            case model.ObjectPattern(properties=properties):
                for item in properties:
                    if isinstance(item.key, str):
                        self._bind(item.target, model.Member(value.start, value.end, value, item.key))
            case model.DefaultPattern(target=target):  # which of the two it is, is not worth knowing
                self._bind(target, model.Opaque(value.start, value.end, ()))
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
        values = [self.value(result) for result in results_of(function.body)]
        if values and all(value == values[0] for value in values):
            self._returned[function] = values[0]
        return self._returned[function]

    def possible_results(self, closure: Closure) -> list[Value]:
        """Everything that a function may return, each branch of a conditional expression by itself."""
        return [self.value(branch) for result in results_of(closure.function.body) for branch in branches_of(result)]

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
                return member_of(self.value(holder), name)
            case model.Index(object=holder, index=index):
                return member_of(self.value(holder), self.value(index))
            case model.Call(callee=callee, arguments=arguments):
                return self._call(callee, arguments)
            case model.New(callee=model.Name(name="URL"), arguments=arguments):
                return file_url([self.value(argument) for argument in arguments])
            case model.Await(argument=argument):
                return self.value(argument)
            case model.Function():
                return Closure(expression)
            case model.Sequence(expressions=expressions):
                return self.value(expressions[-1]) if expressions else UNKNOWN
            case model.Unary(operator="!", operand=operand):
                value = self.value(operand)
                return not value if is_known(value) else UNKNOWN
            case model.Binary(operator="+", left=left, right=right):
                return joined(self.value(left), self.value(right))
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
        """An import: the value where the module can be loaded, of a package its name."""
        module = self._load(imported.source)
        if module is not None and imported.name != "*":
            return module.exported(imported.name)
        return UNKNOWN if module is not None or imported.source.startswith(".") else imported

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
        if not is_known(left):
            # of a plugin that is used on a condition it is enough to know that it is used at all
            value = self.value(right) if operator == "&&" else UNKNOWN
            return value if isinstance(value, Called) else UNKNOWN
        if operator == "&&":
            return self.value(right) if left else left
        use_left = left is not None if operator == "??" else bool(left)
        return left if use_left else self.value(right)

    def _conditional(self, test: Value, consequent: model.Expression, alternate: model.Expression) -> Value:
        if is_known(test):
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
                function = member_of(self.value(holder), name)
            case _:
                function = self.value(callee)
        values = [self.value(argument) for argument in arguments if not isinstance(argument, model.Spread)]
        if isinstance(function, Closure):
            return self.returned(function)
        if not isinstance(function, Imported):
            return UNKNOWN
        if function.source in _PATH_MODULES:
            return path_call(function.name, self._working_directory, values)
        if function.source in _URL_MODULES:
            first = values[0] if values else UNKNOWN
            return first.path if function.name == "fileURLToPath" and isinstance(first, FileUrl) else UNKNOWN
        if function.name.startswith("define") and values:  # defineConfig and its like give back what they get
            return self.returned(values[0]) if isinstance(values[0], Closure) else values[0]
        if function.name == "mergeConfig" and all(isinstance(value, dict) for value in values[:2]):
            return merged(*values[:2])
        return Called(function, tuple(values))
