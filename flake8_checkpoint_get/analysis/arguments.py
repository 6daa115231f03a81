"""Which argument of a call goes to which parameter."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_checkpoint_get.analysis.syntax import dotted
from flake8_checkpoint_get.analysis.values import (
    UNKNOWN,
    ClassObject,
    Constant,
    Definition,
    Function,
    Instance,
    MappingOf,
    TupleOf,
    Value,
    join,
    value_of,
)

Evaluate = Callable[[ast.expr], Value]


def bind_arguments(function: Function, call: ast.Call, evaluate: Evaluate) -> dict[str, Value]:
    """Return the value of each parameter, as far as the call and the defaults tell."""
    signature = function.definition.args
    positional, certain = _positional(function, call, evaluate)
    bound = _defaults(signature)
    names = [argument.arg for argument in (*signature.posonlyargs, *signature.args)]
    bound |= dict(zip(names, positional, strict=False))
    if not certain:
        bound |= dict.fromkeys(names[len(positional) :], UNKNOWN)
    if signature.vararg:
        rest = value_of(TupleOf(tuple(positional[len(names) :])))
        bound[signature.vararg.arg] = rest if certain else UNKNOWN
    return bound | _by_name(signature, call, evaluate)


def _positional(function: Function, call: ast.Call, evaluate: Evaluate) -> tuple[list[Value], bool]:
    """Return the positional arguments, and whether these are all."""
    values = list(bound_receiver(function))
    for argument in call.args:
        value = evaluate(argument)
        if not isinstance(argument, ast.Starred):
            values.append(value)
            continue
        match tuple(value):
            case (TupleOf(members),):
                values += members
            case _:
                return values, False
    return values, True


def bound_receiver(function: Function) -> list[Value]:
    """Return what the call binds to ``self`` or ``cls``, if anything."""
    definition, receiver = function.definition, function.receiver
    if receiver is None or isinstance(definition, ast.Lambda):
        return []
    decorators = {dotted(decorator) for decorator in definition.decorator_list}
    if "staticmethod" in decorators:
        return []
    if "classmethod" in decorators:
        return [
            value_of(*(_class_of(a) for a in receiver if isinstance(a, Instance | ClassObject)))
        ]
    return [receiver] if any(isinstance(a, Instance) for a in receiver) else []


def _class_of(owner: Instance | ClassObject) -> ClassObject:
    return owner if isinstance(owner, ClassObject) else ClassObject(owner.class_name)


def _by_name(signature: ast.arguments, call: ast.Call, evaluate: Evaluate) -> dict[str, Value]:
    named = [*signature.posonlyargs, *signature.args, *signature.kwonlyargs]
    names = {argument.arg for argument in named}
    bound, rest, spread = dict[str, Value](), list[tuple[Value, Value]](), list[Value]()
    for keyword in call.keywords:
        value = evaluate(keyword.value)
        if keyword.arg is None:
            spread.append(value)
        elif keyword.arg in names:
            bound[keyword.arg] = value
        else:
            rest.append((value_of(Constant(keyword.arg)), value))
    if signature.kwarg:
        given = [*spread, value_of(MappingOf(tuple(rest)))] if rest or not spread else spread
        bound[signature.kwarg.arg] = join(given)
    return bound


def _defaults(signature: ast.arguments) -> dict[str, Value]:
    """Return all named parameters, with the value of the default where that is a constant."""
    named = (*signature.posonlyargs, *signature.args, *signature.kwonlyargs)
    return dict.fromkeys((a.arg for a in named), UNKNOWN) | default_values(signature, _constant)


def default_values(signature: ast.arguments, evaluate: Evaluate) -> dict[str, Value]:
    """Return the value of each parameter that has a default."""
    return {name: evaluate(default) for name, default in default_nodes(signature).items()}


def default_nodes(signature: ast.arguments) -> dict[str, ast.expr]:
    """Return the expression of each parameter that has a default."""
    positional = [*signature.posonlyargs, *signature.args]
    with_default = positional[len(positional) - len(signature.defaults) :]
    pairs = [*zip(with_default, signature.defaults, strict=True)]
    pairs += [(a, d) for a, d in zip(signature.kwonlyargs, signature.kw_defaults, strict=True) if d]
    return {argument.arg: default for argument, default in pairs}


def _constant(default: ast.expr) -> Value:
    match default:
        case ast.Constant(value) if value is not ...:
            return value_of(Constant(value))
        case _:
            return UNKNOWN


def free_arguments(definition: Definition) -> dict[str, Value]:
    """Return the parameters of a function that is called from out of sight."""
    signature = definition.args
    starred = [argument for argument in (signature.vararg, signature.kwarg) if argument]
    named = (*signature.posonlyargs, *signature.args, *signature.kwonlyargs, *starred)
    return dict.fromkeys((argument.arg for argument in named), UNKNOWN)
