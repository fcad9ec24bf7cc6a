"""Page options (``ssr``, ``csr``, ``prerender``) as SvelteKit reads them, and what they make of the server's part.

A ``+page`` or ``+layout`` module declares them; a page's own win over those of the layouts around it, and the
universal module's over the server module's. An option in a component has no effect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.facts import model
from svelte_warden.facts.immutable import immutable
from svelte_warden.project.resolution import File
from svelte_warden.project.static_module import StaticModule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from svelte_warden.facts.code import Code
    from svelte_warden.project.resolution import Resolution
    from svelte_warden.project.routes import RouteNode, RouteTree
    from svelte_warden.project.static_values import Value

# ``None``: not declared. ``"unknown"``: declared with a value that only running the module would tell.
Option: TypeAlias = 'bool | Literal["auto", "unknown"] | None'


@immutable
class PageOptions:
    """What one module declares, or what holds for a page or layout with all that is around it."""

    ssr: Option = None
    csr: Option = None
    prerender: Option = None
    is_plain: bool = True
    """Whether SvelteKit can tell them from the text, without loading the module."""

    def over(self, outer: PageOptions) -> PageOptions:
        """These options where they are declared, and else those of ``outer``."""
        return PageOptions(
            outer.ssr if self.ssr is None else self.ssr,
            outer.csr if self.csr is None else self.csr,
            outer.prerender if self.prerender is None else self.prerender,
            self.is_plain and outer.is_plain,
        )


@immutable
class ServerParts:
    """What of a project's routes the server runs, as paths.

    Attributes:
        rendered: The pages, layouts and error pages that are rendered there, at least for some request.
        universal_loads: The +page.ts and +layout.ts whose ``load`` runs there.
        evaluated: The +page.ts and +layout.ts whose top level runs there. With a plain ``ssr = false`` Kit takes the
            option from the text and never loads the module.
        prerendered: The files of the pages and layouts that run when the project is built, and for no user.
    """

    rendered: frozenset[str] = frozenset()
    universal_loads: frozenset[str] = frozenset()
    evaluated: frozenset[str] = frozenset()
    prerendered: frozenset[str] = frozenset()


def may_declare_options(text: bytes) -> bool:
    """Whether the text of a module may say more than nothing at all about page options; most say nothing."""
    return _OPTIONS.search(text) is not None


def declared_options(
    path: str, codes_of: Callable[[str], Sequence[Code] | None], resolve: Callable[[str, str], Resolution]
) -> PageOptions:
    """The options that a +page or +layout module declares.

    Args:
        path: The module.
        codes_of: Gives the top-level statements of a module, ``None`` if it cannot be read.
        resolve: Gives what a specifier means in a module; options may be imported and re-exported.
    """
    codes = codes_of(path)
    if codes is None or not any(_may_declare(code) for code in codes):
        return PageOptions()
    modules: dict[str, StaticModule] = {}

    def module(path: str) -> StaticModule:
        if path not in modules:
            codes = codes_of(path)
            statements = [statement for code in codes or () for statement in code.statements]
            modules[path] = StaticModule(path, "/", statements, lambda specifier: load(path, specifier))
        return modules[path]

    def load(importer: str, specifier: str) -> StaticModule | None:
        target = resolve(importer, specifier)
        return module(target.path) if isinstance(target, File) else None

    declaring = module(path)
    ssr, csr, prerender = (_option(declaring.exported(name)) for name in ("ssr", "csr", "prerender"))
    return PageOptions(ssr, csr, prerender, _is_plain([statement for code in codes for statement in code.statements]))


def server_parts(tree: RouteTree, options_of: Callable[[str], PageOptions]) -> ServerParts:
    """What the server runs of a project's routes.

    Args:
        tree: The routes.
        options_of: Gives what a +page or +layout module declares.
    """
    rendered: set[str] = set()
    loads: set[str] = set()
    evaluated: set[str] = set()
    at_build: set[str] = set()
    at_run: set[str] = set()
    for page in tree.pages:
        nodes = (*page.layouts, page.node)
        loaded = set(_loaded_modules(nodes, options_of))
        options = _held(nodes, options_of)
        evaluated |= loaded
        files = {path for node in nodes for path in node.files}
        (at_build if options.prerender is True else at_run).update(files)
        if options.ssr is not False:
            loads |= loaded
            rendered.update(_components(nodes), (shown.component for shown in page.error_pages))
    for error_page in tree.error_pages:
        is_root = error_page.component.rpartition("/")[0] == tree.root
        if is_root and _held(error_page.layouts, options_of).ssr is not False:  # also shown where no route matches
            rendered.update(_components(error_page.layouts), [error_page.component])
    return ServerParts(frozenset(rendered), frozenset(loads), frozenset(evaluated), frozenset(at_build - at_run))


def _held(nodes: Iterable[RouteNode], options_of: Callable[[str], PageOptions]) -> PageOptions:
    """What holds for the last of these nodes, each of which lies within the one before."""
    held = PageOptions()
    for node in nodes:
        for module in (node.server, node.universal):
            if module is not None:
                held = options_of(module).over(held)
    return held


def _loaded_modules(nodes: Sequence[RouteNode], options_of: Callable[[str], PageOptions]) -> Iterator[str]:
    """The universal modules that Kit loads on the server for a page: not those whose text says ``ssr = false``."""
    for index, node in enumerate(nodes):
        held = _held(nodes[: index + 1], options_of)
        if node.universal is not None and not (held.ssr is False and held.is_plain):
            yield node.universal


def _components(nodes: Iterable[RouteNode]) -> Iterator[str]:
    return (node.component for node in nodes if node.component is not None)


# --- what a module declares -----------------------------------------------------------------------------------------

# The exports that Kit looks for in the text; one that is no literal keeps it from telling any.
_READ_BY_KIT = frozenset({"ssr", "csr", "prerender", "trailingSlash", "config", "entries", "load"})
# A name of an option, or an export that may hide one. A \ may spell a letter of a name.
_OPTIONS = re.compile(rb"\b(?:ssr|csr|prerender|trailingSlash|config|entries)\b|\bexport\s*(?:\*|\{|default\b)|\\u")


def _may_declare(code: Code) -> bool:
    return not code.names.isdisjoint(_READ_BY_KIT) or (b"export" in code.text and b"*" in code.text)


def _option(value: Value) -> Option:
    if value is None or isinstance(value, bool):
        return value
    return "auto" if value == "auto" else "unknown"


def _is_plain(statements: Sequence[model.Statement]) -> bool:
    """Whether Kit can tell the options from the text, as its own static analysis does."""
    literals = {name for statement in statements for name in _literals(statement)}
    return all(_exports_plainly(statement, literals) for statement in statements)


def _exports_plainly(statement: model.Statement, literals: set[str]) -> bool:
    match statement:
        case model.ExportDefault():
            return False
        case model.ExportAll(exported=exported):
            return exported is not None and exported not in _READ_BY_KIT
        case model.ExportNamed(specifiers=specifiers, source=source):
            read = [specifier for specifier in specifiers if specifier.exported in _READ_BY_KIT]
            return not read or (source is None and all(item.local in literals or item.local == "load" for item in read))
        case model.ExportDeclaration(declaration=model.VariableDeclaration(declarators=declarators)):
            names = [item.pattern.name if isinstance(item.pattern, model.Name) else None for item in declarators]
            return all(
                name is not None and (name not in _READ_BY_KIT or name in literals or name == "load") for name in names
            )
        case model.ExportDeclaration(declaration=model.FunctionDeclaration(function=function)):
            return function.name not in _READ_BY_KIT or function.name == "load"
        case _:
            return True


def _literals(statement: model.Statement) -> Iterator[str]:
    """The variables that a statement declares with a bare literal, not ``!true`` and not ``false as const``."""
    declaration = statement.declaration if isinstance(statement, model.ExportDeclaration) else statement
    if not isinstance(declaration, model.VariableDeclaration):
        return
    for item in declaration.declarators:
        is_literal = isinstance(item.init, model.Constant) and item.init.end == item.end
        if is_literal and isinstance(item.pattern, model.Name):
            yield item.pattern.name
