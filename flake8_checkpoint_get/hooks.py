"""The catalogue: which methods save and which restore, per framework.

The tiers say how much must be known before a method counts as a restore method:

- ``NAME``: the method's name is enough.
- ``PAIR``: the class, or a base of it in the module, also has the save method.
- ``REACHED``: the name is never enough; checkpoint data must reach it, or the settings name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tier(Enum):
    """What must be known beside a restore method's name."""

    NAME = "A"
    PAIR = "B"
    REACHED = "X"


class Position(Enum):
    """Which positional parameter (after ``self``) holds the checkpoint; all others do not."""

    FIRST = "first"
    LAST = "last"


class Style(Enum):
    """How a save method hands over what it saves."""

    RETURNS = "returns"
    FILLS = "fills the parameter in place"
    PARTLY = "returns a part of what is saved elsewhere"


@dataclass(frozen=True, slots=True)
class Hook:
    """A restore method, the save methods that can go with it, and who calls them.

    ``decorator`` is set where methods are known by a decorator, and not by their name.
    ``needs_mapping`` is set where the parameter is a path as often as a mapping: then the method
    counts only if its annotation or body shows a mapping. ``needs_object`` is set where a static
    method of that name is a factory that takes configuration. ``partial`` names parameters of the
    save method that make a partial checkpoint the rule (RLlib's ``get_state(components=…)``),
    ``ignored`` are patterns of keys that stand for what cannot be saved, such as locks.
    """

    restore: str
    saves: tuple[str, ...]
    tier: Tier
    frameworks: tuple[str, ...]
    parameter: Position = Position.FIRST
    style: Style = Style.RETURNS
    decorator: bool = False
    needs_mapping: bool = False
    needs_object: bool = False
    partial: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


HOOKS: tuple[Hook, ...] = (
    Hook(
        "set_extra_state",
        ("get_extra_state",),
        Tier.NAME,
        ("PyTorch", "NVIDIA TransformerEngine"),
    ),
    Hook(
        "load_state_dict",
        ("state_dict", "state_dict_for_save_checkpoint", "sharded_state_dict"),
        Tier.NAME,
        (
            "PyTorch",
            "Lightning",
            "transformers",
            "accelerate",
            "diffusers",
            "datasets",
            "torchdata",
            "DeepSpeed",
            "Megatron-LM",
            "NeMo",
            "Composer",
            "MMEngine",
            "Ignite",
            "fairseq",
            "TorchRL",
            "MosaicML Streaming",
            "AllenNLP",
            "timm",
        ),
    ),
    Hook(
        "on_load_checkpoint",
        ("on_save_checkpoint",),
        Tier.NAME,
        ("Lightning", "NeMo"),
        Position.LAST,
        Style.FILLS,
    ),
    Hook(
        "after_load_checkpoint",
        ("before_save_checkpoint",),
        Tier.NAME,
        ("MMEngine",),
        Position.LAST,
        Style.FILLS,
    ),
    Hook(
        "load_model_state_dict",
        ("lightning_module_state_dict",),
        Tier.NAME,
        ("Lightning",),
    ),
    Hook("load_optimizer_state_dict", ("optimizer_state",), Tier.NAME, ("Lightning",)),
    Hook(
        "load_own_variables",
        ("save_own_variables",),
        Tier.NAME,
        ("Keras",),
        style=Style.FILLS,
    ),
    Hook("build_from_config", ("get_build_config",), Tier.NAME, ("Keras",), needs_object=True),
    Hook("set_state_dict", ("state_dict",), Tier.NAME, ("PaddlePaddle",)),
    Hook("set_dict", ("state_dict",), Tier.NAME, ("PaddlePaddle",)),
    Hook("mark_as_loader", ("mark_as_saver",), Tier.NAME, ("SpeechBrain",), decorator=True),
    Hook(
        "__setstate__",
        ("__getstate__", "__reduce__", "__reduce_ex__"),
        Tier.PAIR,
        (
            "Python",
            "PyTorch",
            "Stable-Baselines3",
            "TorchRL",
            "skorch",
            "scikit-learn",
            "Optuna",
            "XGBoost",
        ),
        ignored=("*__context", "*_placeholder", "*_lock"),
    ),
    Hook(
        "load_checkpoint",
        ("save_checkpoint",),
        Tier.PAIR,
        ("Ray Tune",),
        needs_mapping=True,
    ),
    Hook(
        "set_state",
        ("get_state",),
        Tier.PAIR,
        ("Ray Tune", "Ray RLlib", "Grain"),
        partial=("components", "not_components"),
    ),
    Hook("from_state", ("to_state", "get_state"), Tier.PAIR, ("Ray RLlib",), Position.LAST),
    Hook(
        "load",
        ("_get_constructor_parameters",),
        Tier.PAIR,
        ("Stable-Baselines3",),
        style=Style.PARTLY,
    ),
)

STRICT_LOAD = "load_state_dict"
"""The method whose calls take ``strict=False`` (``torch.nn.Module``)."""

REACHED: tuple[Hook, ...] = (
    Hook("from_dict", ("to_dict", "as_dict"), Tier.REACHED, ()),
    Hook("from_state_dict", ("to_state_dict", "state_dict"), Tier.REACHED, ()),
    Hook("from_state", ("to_state", "get_state"), Tier.REACHED, ()),
    Hook("from_config", ("get_config", "to_config"), Tier.REACHED, ()),
    Hook("load_dict", ("to_dict", "save_dict"), Tier.REACHED, ()),
    Hook("load_state", ("save_state", "state", "get_state"), Tier.REACHED, ()),
    Hook("restore", ("save", "snapshot"), Tier.REACHED, ()),
    Hook("deserialize", ("serialize",), Tier.REACHED, ()),
)
"""Names that are never enough: what their classes save counts where checkpoint data reaches them,
from a restore method or by the settings."""

EXCLUDED: tuple[str, ...] = (
    "_load_from_state_dict",
    "upgrade_state_dict",
    "upgrade_state_dict_named",
)
"""Sanctioned migration points: PyTorch's and torchmetrics', fairseq's. Never reported."""
