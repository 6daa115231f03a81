"""What is known of code outside the module: calls that hand checkpoint data through."""

from __future__ import annotations

import builtins

BUILTINS = frozenset(dir(builtins))

COPIES = frozenset(
    (
        "dict",
        "copy.copy",
        "copy.deepcopy",
        "collections.OrderedDict",
        "types.MappingProxyType",
    )
)
"""Calls whose result has the keys and values of their first argument."""

DESERIALISERS = frozenset(
    (
        "pickle.loads",
        "pickle.load",
        "cloudpickle.loads",
        "cloudpickle.load",
        "dill.loads",
        "dill.load",
        "joblib.load",
        "json.loads",
        "json.load",
        "yaml.safe_load",
        "yaml.load",
        "msgpack.unpackb",
        "msgpack.loads",
        "ast.literal_eval",
        "torch.load",
        "open",
        "io.BytesIO",
        "io.StringIO",
        "bytes",
        "bytearray",
        "memoryview",
        "base64.b64decode",
        "zlib.decompress",
        "gzip.decompress",
        "numpy.frombuffer",
    )
)
"""Calls whose result is what their first argument holds, in another form."""

SAME_ELEMENTS = frozenset(
    ("list", "tuple", "set", "frozenset", "reversed", "iter", "collections.deque")
)
"""Calls whose result yields the elements of their first argument."""

HIGHER_ORDER = frozenset(("sorted", "min", "max", "map", "filter"))
"""Calls that call a function for each element of what they are given."""

NUMBERS = frozenset(("int", "float", "str", "packaging.version.parse", "packaging.version.Version"))
"""Calls whose result is a version if their first argument is one."""

SAME_CONTENT = frozenset(
    (
        "copy",
        "clone",
        "detach",
        "cpu",
        "to",
        "numpy",
        "tobytes",
        "tolist",
        "contiguous",
        "decode",
        "encode",
        "getvalue",
        "read",
        "strip",
        "split",
    )
)
"""Methods whose result holds what their receiver holds, in another form or place."""

NAMESPACE_CLASSES = frozenset(("argparse.Namespace", "types.SimpleNamespace"))
"""Classes whose objects hold options as attributes."""

FRESH = frozenset(("copy", "state_dict"))
"""Methods that return a mapping of their own, where they are called without arguments."""

LOG_METHODS = frozenset(
    ("debug", "info", "warning", "warn", "error", "critical", "exception", "log", "print")
)
"""Last names of calls that tell somebody and change nothing."""

LOG_SUFFIXES = ("_warn", "_info", "_debug", "_print", "_deprecation", "warn_once", "warning_once")

QUESTIONS = frozenset(("isinstance", "len", "bool", "type", "id", "callable", "issubclass"))
"""Calls that ask what kind of thing something is, and leave it as it is."""

HARMLESS = QUESTIONS | frozenset(("str", "repr", "hash", "format", "int", "float", "sum", "print"))
"""Calls of builtins that change nothing of what they are given."""

EXITS = frozenset(("sys.exit", "os._exit", "exit", "quit", "pytest.fail"))
"""Calls that do not return."""

ERROR_LISTS = frozenset(("missing_keys", "error_msgs"))
"""Lists that torch's loaders collect what is missing in, and raise for."""


LOG_PREFIXES = ("print_", "warn_")


def is_logging(name: str) -> bool:
    """Tell whether a call by this dotted name only logs or warns."""
    last = name.rpartition(".")[2]
    return last in LOG_METHODS or last.endswith(LOG_SUFFIXES) or last.startswith(LOG_PREFIXES)
