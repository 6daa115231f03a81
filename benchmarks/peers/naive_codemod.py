"""A codemod as anybody would write it first: `x.get(key, default)` to `x[key]`, by names alone.

python -m libcst.tool codemod --no-format --include-generated -x naive_codemod.RequireKeys PATH
"""

from __future__ import annotations

import libcst as cst
import libcst.matchers as m
from libcst.codemod import VisitorBasedCodemodCommand

RESTORE_METHODS = (
    "set_extra_state",
    "load_state_dict",
    "on_load_checkpoint",
    "__setstate__",
    "set_state",
    "from_state",
)


class RequireKeys(VisitorBasedCodemodCommand):
    """Rewrites every get with a default in a method of these names, whatever it is called on."""

    DESCRIPTION = "Rewrite x.get(key, default) to x[key] in restore methods."

    @m.call_if_inside(m.FunctionDef(name=m.OneOf(*map(m.Name, RESTORE_METHODS))))
    @m.leave(
        m.Call(func=m.Attribute(attr=m.Name("get")), args=[m.Arg(keyword=None), m.Arg()]),
    )
    def make_strict(self, _: cst.Call, call: cst.Call) -> cst.BaseExpression:
        """Return the subscript that takes the place of the call."""
        key = cst.SubscriptElement(cst.Index(call.args[0].value))
        return cst.Subscript(cst.ensure_type(call.func, cst.Attribute).value, [key])
