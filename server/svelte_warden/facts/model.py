"""The vocabulary of facts: what one file says, as frozen, position-free data.

Script code is kept as a small typed program (statements, expressions, patterns) with TypeScript's types erased,
and markup as the blocks, elements and tags of Svelte's template language.

Positions. Every ``start`` and ``end`` is a 0-based byte offset, ``end`` exclusive, **relative to the piece of
source that was lowered on its own**: a top-level statement for script code, one embedded expression for template
code. :class:`Placed` says where such a piece lies within its parent. So a piece that merely moved stays equal, and
one that did not change need not be made again.

Nothing here knows a syntax tree, another file or the file system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.facts.code import Code

T_co = TypeVar("T_co", covariant=True)


@immutable
class Placed(Generic[T_co]):
    """A piece and the byte offset at which it starts, relative to the start of the piece that holds it."""

    offset: int
    item: T_co


# --- expressions ------------------------------------------------------------------------------------------------


@immutable
class Node:
    """Anything with a place in the source: byte offsets relative to the enclosing piece, ``end`` exclusive."""

    start: int
    end: int


@immutable
class Name(Node):
    """An identifier that is read, or bound when it stands in a pattern. ``$store`` keeps its ``$``."""

    name: str


@immutable
class Constant(Node):
    """A literal. ``undefined`` is a :class:`Name`; a template without holes is a string.

    ``value`` of a number is a float (``1`` and ``1.0`` are one key in JavaScript), of a regular expression or a
    bigint its source text.
    """

    kind: Literal["string", "number", "boolean", "null", "regexp", "bigint"]
    value: str | float | bool | None


@immutable
class Template(Node):
    """A template literal with holes; ``chunks`` has one element more than ``holes``."""

    chunks: tuple[str, ...]
    holes: tuple[Expression, ...]


@immutable
class Member(Node):
    """``object.property``; a private name keeps its ``#``."""

    object: Expression
    property: str
    optional: bool = False


@immutable
class Index(Node):
    """``object[index]``."""

    object: Expression
    index: Expression
    optional: bool = False


@immutable
class Call(Node):
    """``callee(arguments)``; an argument may be a :class:`Spread`."""

    callee: Expression
    arguments: tuple[Expression, ...]
    optional: bool = False


@immutable
class New(Node):
    """``new callee(arguments)``."""

    callee: Expression
    arguments: tuple[Expression, ...]


@immutable
class TaggedTemplate(Node):
    """``tag`…${hole}…` ``."""

    tag: Expression
    chunks: tuple[str, ...]
    holes: tuple[Expression, ...]


@immutable
class Function(Node):
    """Any function, arrow, method or accessor. An arrow's expression body is one :class:`Return`.

    ``parameter_properties`` names the parameters that TypeScript turns into fields (``private x``).
    """

    name: str | None
    parameters: tuple[Pattern, ...]
    body: tuple[Statement, ...]
    is_async: bool = False
    is_generator: bool = False
    is_arrow: bool = False
    parameter_properties: tuple[str, ...] = ()


@immutable
class ClassMember(Node):
    """One member. ``value`` is a :class:`Function` for callables and static blocks, the initialiser for a field."""

    kind: Literal["constructor", "method", "getter", "setter", "field", "static_block"]
    key: str | Expression
    value: Expression | None
    is_static: bool = False


@immutable
class Class(Node):
    """A class declaration or expression."""

    name: str | None
    superclass: Expression | None
    members: tuple[ClassMember, ...]


@immutable
class Property(Node):
    """One property of an object literal; a shorthand ``{a}`` is ``init`` with a :class:`Name` value."""

    kind: Literal["init", "method", "getter", "setter"]
    key: str | Expression
    value: Expression


@immutable
class ObjectLiteral(Node):
    """``{…}``."""

    properties: tuple[Property | Spread, ...]


@immutable
class ArrayLiteral(Node):
    """``[…]``; a hole is ``None``."""

    elements: tuple[Expression | None, ...]


@immutable
class Spread(Node):
    """``...argument`` in a call, an array or an object."""

    argument: Expression


@immutable
class Assignment(Node):
    """``target operator value``; the operator includes its ``=``: ``=``, ``+=``, ``??=`` and so on."""

    operator: str
    target: Pattern
    value: Expression


@immutable
class Update(Node):
    """``++target`` and the like."""

    operator: Literal["++", "--"]
    target: Expression
    prefix: bool


@immutable
class Unary(Node):
    """``!x``, ``typeof x``, ``void x``, ``delete x.y``, ``-x`` and so on."""

    operator: str
    operand: Expression


@immutable
class Binary(Node):
    """``left operator right``, not one of ``&&``, ``||``, ``??``."""

    operator: str
    left: Expression
    right: Expression


@immutable
class Logical(Node):
    """``left operator right`` with short-circuit."""

    operator: Literal["&&", "||", "??"]
    left: Expression
    right: Expression


@immutable
class Conditional(Node):
    """``test ? consequent : alternate``."""

    test: Expression
    consequent: Expression
    alternate: Expression


@immutable
class Sequence(Node):
    """``a, b, c``; the value is the last one's."""

    expressions: tuple[Expression, ...]


@immutable
class Await(Node):
    """``await argument``."""

    argument: Expression


@immutable
class Yield(Node):
    """``yield argument`` or ``yield* argument``."""

    argument: Expression | None
    delegate: bool


@immutable
class ImportCall(Node):
    """``import(source)``."""

    source: Expression


@immutable
class ImportMeta(Node):
    """``import.meta``."""


@immutable
class NewTarget(Node):
    """``new.target``."""


@immutable
class This(Node):
    """``this``."""


@immutable
class Super(Node):
    """``super``."""


@immutable
class Opaque(Node):
    """Source without a meaning here (half-typed, or syntax we do not know); its expressions, in order."""

    children: tuple[Expression, ...]


Expression: TypeAlias = (
    Name | Constant | Template | Member | Index | Call | New | TaggedTemplate | Function | Class | ObjectLiteral
    | ArrayLiteral | Spread | Assignment | Update | Unary | Binary | Logical | Conditional | Sequence | Await | Yield
    | ImportCall | ImportMeta | NewTarget | This | Super | Opaque
)  # fmt: skip


# --- patterns: binding and assignment targets -----------------------------------------------------------------------


@immutable
class PropertyPattern(Node):
    """``key: target`` within an object pattern; ``{a}`` has key ``a`` and target :class:`Name` ``a``."""

    key: str | Expression
    target: Pattern


@immutable
class ObjectPattern(Node):
    """``{a, b: c, ...rest}``; ``rest`` is the target of the rest element."""

    properties: tuple[PropertyPattern, ...]
    rest: Pattern | None = None


@immutable
class ArrayPattern(Node):
    """``[a, , b, ...rest]``; a hole is ``None``."""

    elements: tuple[Pattern | None, ...]
    rest: Pattern | None = None


@immutable
class DefaultPattern(Node):
    """``target = default``."""

    target: Pattern
    default: Expression


@immutable
class RestPattern(Node):
    """``...target`` as the last parameter of a function."""

    target: Pattern


Pattern: TypeAlias = Name | Member | Index | ObjectPattern | ArrayPattern | DefaultPattern | RestPattern | Opaque


# --- statements -----------------------------------------------------------------------------------------------------


@immutable
class Declarator(Node):
    """One ``pattern = init`` of a variable declaration."""

    pattern: Pattern
    init: Expression | None


@immutable
class VariableDeclaration(Node):
    """``const``/``let``/``var``/``using`` declarations."""

    kind: Literal["const", "let", "var", "using"]
    declarators: tuple[Declarator, ...]


@immutable
class FunctionDeclaration(Node):
    """``function f() {}``; hoisted."""

    function: Function


@immutable
class ClassDeclaration(Node):
    """``class C {}``."""

    definition: Class


@immutable
class EnumDeclaration(Node):
    """TypeScript's ``enum``; a member without an initialiser has ``None``."""

    name: str
    members: tuple[tuple[str, Expression | None], ...]


@immutable
class NamespaceDeclaration(Node):
    """TypeScript's ``namespace``: ``value`` calls a function, which makes the object that the namespace is."""

    name: str
    value: Expression


@immutable
class ExpressionStatement(Node):
    """An expression for its effects."""

    expression: Expression


@immutable
class Return(Node):
    """``return argument``."""

    argument: Expression | None


@immutable
class Throw(Node):
    """``throw argument``."""

    argument: Expression | None


@immutable
class If(Node):
    """``if``; each branch is a list of statements."""

    test: Expression
    consequent: tuple[Statement, ...]
    alternate: tuple[Statement, ...]


@immutable
class For(Node):
    """``for (initializer; test; update) body``."""

    initializer: Statement | None
    test: Expression | None
    update: Expression | None
    body: tuple[Statement, ...]


@immutable
class ForEach(Node):
    """``for (declaration target of|in iterable) body``; ``declaration`` is ``None`` for an assignment target."""

    kind: Literal["of", "in"]
    is_await: bool
    declaration: Literal["const", "let", "var", "using"] | None
    target: Pattern
    iterable: Expression
    body: tuple[Statement, ...]


@immutable
class While(Node):
    """``while`` and ``do … while`` (``body_first``)."""

    test: Expression
    body: tuple[Statement, ...]
    body_first: bool


@immutable
class SwitchCase(Node):
    """One ``case test:``, or ``default:`` with ``None``."""

    test: Expression | None
    body: tuple[Statement, ...]


@immutable
class Switch(Node):
    """``switch``."""

    discriminant: Expression
    cases: tuple[SwitchCase, ...]


@immutable
class Try(Node):
    """``try``; ``handler`` and ``finalizer`` are ``None`` when absent."""

    block: tuple[Statement, ...]
    parameter: Pattern | None
    handler: tuple[Statement, ...] | None
    finalizer: tuple[Statement, ...] | None


@immutable
class Block(Node):
    """``{ … }``."""

    body: tuple[Statement, ...]


@immutable
class Labeled(Node):
    """``label: statement``; ``$:`` is Svelte's legacy reactive statement."""

    label: str
    body: Statement


@immutable
class Jump(Node):
    """``break`` or ``continue``."""

    kind: Literal["break", "continue"]


@immutable
class ImportSpecifier(Node):
    """``imported as local``; ``imported`` is ``default`` or ``*`` for those forms."""

    imported: str
    local: str


@immutable
class Import(Node):
    """An import that exists at run time (``import type`` is erased); no specifier for a bare ``import 'x'``."""

    source: str
    specifiers: tuple[ImportSpecifier, ...]


@immutable
class ExportSpecifier(Node):
    """``local as exported``."""

    local: str
    exported: str


@immutable
class ExportNamed(Node):
    """``export { a as b }`` or, with a source, ``export { a as b } from 'x'``."""

    specifiers: tuple[ExportSpecifier, ...]
    source: str | None


@immutable
class ExportAll(Node):
    """``export * from 'x'`` (``exported`` is ``None``) or ``export * as ns from 'x'``."""

    source: str
    exported: str | None


@immutable
class ExportDeclaration(Node):
    """``export const …``, ``export function …``, ``export class …``."""

    declaration: Statement


@immutable
class ExportDefault(Node):
    """``export default``: a function or class (named or not) or any expression."""

    value: Expression


Statement: TypeAlias = (
    VariableDeclaration | FunctionDeclaration | ClassDeclaration | EnumDeclaration | NamespaceDeclaration
    | ExpressionStatement | Return | Throw | If | For | ForEach | While | Switch | Try | Block | Labeled | Jump | Import
    | ExportNamed | ExportAll | ExportDeclaration | ExportDefault
)  # fmt: skip


# --- markup ---------------------------------------------------------------------------------------------------------

# A piece of template code without the white space around it, placed relative to the node, attribute or directive
# that holds it.
Embedded: TypeAlias = "Placed[Code]"
Fragment: TypeAlias = "tuple[Placed[MarkupNode], ...]"


@immutable
class Attribute:
    """``name="text {expression}"``: the parts in order; no part for a bare ``name``.

    ``{name}`` is an attribute whose one part is the name's expression. ``length`` is its whole length in bytes.
    """

    length: int
    name: str
    parts: tuple[str | Embedded, ...]


@immutable
class Directive:
    """``kind:name|modifiers={expression}``.

    The kinds are ``on``, ``bind``, ``use``, ``transition``, ``in``, ``out``, ``animate``, ``class``, ``style`` and
    ``let`` (``slot`` is a plain attribute). ``expression`` is the name itself where that stands for a variable, too
    (``bind:value``, ``class:active``, ``style:color``), and ``None`` for ``on:click`` alone; for
    ``bind:value={get, set}`` it is a :class:`Sequence`; for ``style:x="a {b}"`` an :class:`ArrayLiteral` of what is
    evaluated, ``[b]``. ``let`` binds ``pattern``, which for ``let:item`` alone is the name. ``subject`` is the path
    named after the colon where that is code (``use:a.b``).
    """

    length: int
    kind: str
    name: str
    modifiers: tuple[str, ...]
    expression: Embedded | None
    pattern: Embedded | None = None
    subject: Embedded | None = None


@immutable
class SpreadAttribute:
    """``{...expression}``."""

    length: int
    expression: Embedded


@immutable
class Attachment:
    """``{@attach expression}`` (Svelte 5.29 and later)."""

    length: int
    expression: Embedded


AttributeNode: TypeAlias = Attribute | Directive | SpreadAttribute | Attachment


@immutable
class Element:
    """``<div>``, ``<Component>``, ``<a.b>`` or ``<svelte:…>``.

    ``tag`` is the expression of a component's name (``Foo`` or ``a.Foo``), ``None`` for HTML and ``svelte:`` names.
    ``name_offset`` is relative to the element. ``length`` is its whole length in bytes.
    """

    length: int
    name: str
    name_offset: int
    tag: Embedded | None
    attributes: tuple[Placed[AttributeNode], ...]
    children: Fragment


@immutable
class IfBlock:
    """``{#if}``: the branches in order; the last one's test is ``None`` for ``{:else}``."""

    length: int
    branches: tuple[tuple[Embedded | None, Fragment], ...]


@immutable
class EachBlock:
    """``{#each iterable as pattern, index (key)}``."""

    length: int
    iterable: Embedded
    pattern: Embedded | None
    index: str | None
    key: Embedded | None
    body: Fragment
    fallback: Fragment


@immutable
class AwaitBlock:
    """``{#await promise}pending{:then value}then{:catch error}catch``; an absent section is ``None``."""

    length: int
    promise: Embedded
    pending: Fragment | None
    then_pattern: Embedded | None
    then: Fragment | None
    catch_pattern: Embedded | None
    catch: Fragment | None


@immutable
class KeyBlock:
    """``{#key expression}``."""

    length: int
    expression: Embedded
    body: Fragment


@immutable
class SnippetBlock:
    """``{#snippet name(parameters)}``; ``parameters`` lowers to one arrow function with these parameters, no body."""

    length: int
    name: str
    name_offset: int
    parameters: Embedded | None
    body: Fragment


TagKind: TypeAlias = Literal["expression", "html", "render", "debug"]


@immutable
class Tag:
    """``{expression}``, ``{@html …}``, ``{@render …}``, ``{@debug …}``; kind ``expression`` is the plain form."""

    length: int
    kind: TagKind
    expression: Embedded


@immutable
class DeclarationTag:
    """``{@const pattern = init}`` and ``{let …}``/``{const …}`` tags: one statement, lowered by itself."""

    length: int
    statement: Embedded


MarkupNode: TypeAlias = (
    Element | IfBlock | EachBlock | AwaitBlock | KeyBlock | SnippetBlock | Tag | DeclarationTag
)  # plain text and comments carry nothing that runs


# --- a file ---------------------------------------------------------------------------------------------------------


@immutable
class Suppression:
    """A ``svelte-warden-ignore`` comment; offsets in bytes from the start of the file.

    ``rules`` as written (may be unknown), each with its place; ``reason`` is the text after ``--``.
    """

    start: int
    end: int
    whole_file: bool
    rules: tuple[tuple[str, int, int], ...]
    reason: str | None
