"""Contracts as JSON, for other programs: ``contract-schema.json`` says in which form."""

from __future__ import annotations

from flake8_checkpoint_get.analysis.contract_facts import ClassContract, KeyContract
from flake8_checkpoint_get.printing import as_json

FORMAT = 1
"""The version of the form: it grows when something is renamed or taken out."""

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def contracts_as_json(found: list[tuple[str, ClassContract]]) -> str:
    """Return a JSON object with all contracts. Lines start at 1."""
    contracts: Json = [_contract(path, contract) for path, contract in found]
    return as_json({"format": FORMAT, "contracts": contracts})


def _contract(path: str, contract: ClassContract) -> Json:
    return {
        "path": path,
        "class": contract.class_name,
        "save": _method(contract.save, contract.save_line),
        "restore": _method(contract.restore, contract.restore_line),
        "closed": not contract.opened,
        "reason": contract.opened,
        "keys": [_key(key) for key in contract.keys],
    }


def _method(name: str, line: int | None) -> Json:
    return {"name": name, "line": line} if name else None


def _key(key: KeyContract) -> Json:
    return {
        "path": list(key.path),
        "saved": {
            "presence": key.saved.value if key.saved is not None else "never",
            "condition": key.condition,
            "reason": key.reason,
            "line": key.saved_line,
        },
        "restored": {
            "how": key.restored.name.lower().replace("_", "-"),
            "default": key.default,
            "line": key.restored_line,
        },
        "verdict": key.agreement.value,
    }
