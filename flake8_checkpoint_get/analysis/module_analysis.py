"""From the source of a module to its facts."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from flake8_checkpoint_get.analysis.arguments import free_arguments
from flake8_checkpoint_get.analysis.contract import Contracts
from flake8_checkpoint_get.analysis.contract_facts import ClassContract
from flake8_checkpoint_get.analysis.contract_writer import ContractWriter
from flake8_checkpoint_get.analysis.fact_writer import FactWriter, Mend
from flake8_checkpoint_get.analysis.facts import Mended, ModuleFacts
from flake8_checkpoint_get.analysis.function_walk import FunctionWalk
from flake8_checkpoint_get.analysis.interpreter import Interpreter
from flake8_checkpoint_get.analysis.methods import RestoreMethod, receiver, restore_methods
from flake8_checkpoint_get.analysis.module_index import ModuleIndex
from flake8_checkpoint_get.analysis.pair_writer import PairWriter
from flake8_checkpoint_get.analysis.plausibility import Plausibility
from flake8_checkpoint_get.analysis.syntax import FunctionNode
from flake8_checkpoint_get.analysis.values import Checkpoint, Place, Value, value_of
from flake8_checkpoint_get.settings import Settings
from flake8_checkpoint_get.source import Source

if TYPE_CHECKING:
    from flake8_checkpoint_get.analysis.mending import Mender


def analyse(source: Source, settings: Settings, *, has_mends: bool) -> ModuleFacts:
    """Find the restore methods of a module, and every read of a key that goes unnoticed.

    ``has_mends`` is set where it matters how that is mended, which takes as long as all else.
    """
    written = _walked(source, settings, has_mends=has_mends)
    if written is None:
        return ModuleFacts()
    facts, contracts = written.facts, written.contracts
    found = ModuleFacts(
        reads=tuple(facts.reads()),
        strict_reads=tuple(contracts.strict_reads()),
        save_calls=tuple(contracts.save_calls()),
    )
    if not settings.opt_in:
        return found
    return replace(
        found,
        non_strict_loads=tuple(facts.non_strict_loads()),
        unrestored_keys=tuple(written.pairs.unrestored_keys()),
        unpaired_methods=tuple(written.pairs.unpaired_methods()),
    )


def contracts_of(source: Source, settings: Settings) -> tuple[ClassContract, ...]:
    """Return the contract of each class of a module that restores checkpoints."""
    written = _walked(source, settings, has_mends=False)
    return tuple(written.pairs.tables()) if written is not None else ()


@dataclass(frozen=True, slots=True)
class _Writers:
    """What writes the facts of a module that has been walked."""

    facts: FactWriter
    contracts: ContractWriter
    pairs: PairWriter


def _walked(source: Source, settings: Settings, *, has_mends: bool) -> _Writers | None:
    """Walk a module; return None where there is nothing to walk."""
    index = ModuleIndex(source.tree)
    roots = list(restore_methods(index, settings))
    if not roots and not settings.sources and not settings.opt_in:
        return None
    interpreter = Interpreter(index, settings, FunctionWalk)
    for root in roots:
        interpreter.run(root.node, _arguments(interpreter, root))
    _walk_methods(interpreter, interpreter.attributes.settle())
    if settings.sources:
        _walk_everything(interpreter, source.tree)
    by_node = {root.node: root for root in roots}
    contracts = ContractWriter(source, interpreter, by_node, Contracts(index, settings))
    mend = _mend(source, interpreter, contracts) if has_mends else _not_asked
    plausibility = Plausibility(interpreter, by_node)
    facts = FactWriter(source, interpreter, by_node, contracts, mend, plausibility)
    return _Writers(facts, contracts, PairWriter(contracts, facts))


def _mend(source: Source, interpreter: Interpreter, contracts: ContractWriter) -> Mend:
    """Return what finds edits; it is made for the first flaw: most modules have none."""

    @cache
    def mender() -> Mender:
        from flake8_checkpoint_get.analysis.mending import mender_of

        return mender_of(source, interpreter, contracts)

    return lambda records, consequence: mender().mend(records, consequence)


def _not_asked(*_: object) -> Mended:
    return Mended()


def _walk_methods(interpreter: Interpreter, methods: list[tuple[str, FunctionNode]]) -> None:
    """Walk methods, now that attributes are known to hold checkpoint data."""
    if methods:
        interpreter.forget()
    for class_name, node in methods:
        interpreter.run(node, free_arguments(node) | receiver(node, class_name))


def _walk_everything(interpreter: Interpreter, tree: ast.Module) -> None:
    """Walk every function, and the module's own code: a source can be called anywhere."""
    for node in interpreter.index.definitions:
        interpreter.run(node, free_arguments(node))
    for node, class_name in interpreter.owners.items():
        interpreter.run(node, free_arguments(node) | receiver(node, class_name))
    interpreter.run_module(tree)


def _arguments(interpreter: Interpreter, root: RestoreMethod) -> dict[str, Value]:
    """Return what a restore method is entered with."""
    node = root.node
    arguments = free_arguments(node) | receiver(node, root.class_name)
    origin = interpreter.origin(node, root.parameter)
    arguments[root.parameter] = value_of(Checkpoint(Place(origin, ())))
    return arguments
