"""Imports and exports; those of types are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_statement
from svelte_warden.facts.lowering.literals import string_value

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode


@lowers_statement("import_statement")
def _import(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement | None:
    if _is_type_only(node):
        return None
    source = node.child_by_field_name("source")
    specifiers: list[model.ImportSpecifier] = []
    for child in node.named_children:
        if child.type == "import_clause":
            for part in child.named_children:
                specifiers += _import_specifiers(lowering, part)
        elif child.type == "import_require_clause":
            source = child.child_by_field_name("source")
            specifiers += [_specifier(lowering, name, "*") for name in child.named_children[:1]]
    if source is None:
        return None  # half-typed
    return model.Import(start, end, string_value(lowering, source), tuple(specifiers))


def _import_specifiers(lowering: Lowering, node: SyntaxNode) -> list[model.ImportSpecifier]:
    kind = node.type
    if kind == "identifier":
        return [_specifier(lowering, node, "default")]
    if kind == "namespace_import":
        return [_specifier(lowering, name, "*") for name in node.named_children if name.type == "identifier"]
    specifiers: list[model.ImportSpecifier] = []
    if kind == "named_imports":
        for child in node.named_children:
            if child.type == "import_specifier" and not _is_type_only(child):
                name = child.child_by_field_name("name")
                local = child.child_by_field_name("alias") or name
                if name is not None and local is not None:
                    start, end = lowering.span(child)
                    imported = _module_name(lowering, name)
                    specifiers.append(model.ImportSpecifier(start, end, imported, lowering.text(local)))
    return specifiers


def _specifier(lowering: Lowering, local: SyntaxNode, imported: str) -> model.ImportSpecifier:
    return model.ImportSpecifier(*lowering.span(local), imported, lowering.text(local))


@lowers_statement("export_statement")
def _export(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement | None:
    if _is_type_only(node):
        return None
    kinds = [child.type for child in node.children]
    declaration = node.child_by_field_name("declaration")
    if "default" in kinds or "=" in kinds:
        return _export_default(lowering, node, declaration, start, end)
    if declaration is not None:
        lowered = lowering.statement(declaration)
        return None if lowered is None else model.ExportDeclaration(start, end, lowered)
    source_node = node.child_by_field_name("source")
    source = None if source_node is None else string_value(lowering, source_node)
    if "export_clause" in kinds:
        clause = node.children[kinds.index("export_clause")]
        return model.ExportNamed(start, end, _export_specifiers(lowering, clause), source)
    if source is not None and "namespace_export" in kinds:
        names = node.children[kinds.index("namespace_export")].named_children
        return model.ExportAll(start, end, source, _module_name(lowering, names[-1]) if names else None)
    if source is not None and "*" in kinds:
        return model.ExportAll(start, end, source, None)
    return None  # `export as namespace x`, or half-typed


def _export_default(
    lowering: Lowering, node: SyntaxNode, declaration: SyntaxNode | None, start: int, end: int
) -> model.Statement | None:
    value = declaration or node.child_by_field_name("value")
    if value is None:
        named = [child for child in node.named_children if not child.is_extra and child.type != "decorator"]
        value = named[-1] if named else None
    if value is not None and value.type in {"interface_declaration", "function_signature"}:
        return None
    return model.ExportDefault(start, end, lowering.expression(value, end))


def _export_specifiers(lowering: Lowering, clause: SyntaxNode) -> tuple[model.ExportSpecifier, ...]:
    specifiers: list[model.ExportSpecifier] = []
    for child in clause.named_children:
        name = child.child_by_field_name("name")
        if child.type != "export_specifier" or name is None or _is_type_only(child):
            continue
        local = _module_name(lowering, name)
        alias = child.child_by_field_name("alias")
        exported = local if alias is None else _module_name(lowering, alias)
        specifiers.append(model.ExportSpecifier(*lowering.span(child), local, exported))
    return tuple(specifiers)


def _module_name(lowering: Lowering, node: SyntaxNode) -> str:
    return string_value(lowering, node) if node.type == "string" else lowering.text(node)


def _is_type_only(node: SyntaxNode) -> bool:
    """Whether ``type`` or ``typeof`` is one of the node's words."""
    return any(child.type in {"type", "typeof"} for child in node.children)
