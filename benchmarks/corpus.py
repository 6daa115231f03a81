"""Download the corpus of real code into `.corpus/wheels`, unpack its modules to `.corpus/code`.

The wheels are pinned and are not installed: their code is only read. torch's wheel for Linux is
huge; the one for macOS holds the same Python modules.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / ".corpus"
CODE = CORPUS / "code"
WHEELS = (
    "accelerate==1.15.0",
    "catalyst==22.4",
    "datasets==5.2.0",
    "diffusers==0.42.1",
    "flax==0.12.8",
    "keras==3.15.1",
    "lightning==2.6.6",
    "optuna==5.0.0",
    "ray==2.60.0",
    "skorch==1.4.0",
    "stable-baselines3==2.9.2",
    "torch==2.11.0",
    "transformers==5.23.0",
)
SECOND_WHEELS = (
    "coqui-tts==0.28.0",
    "d3rlpy==2.8.1",
    "fastai==2.8.12",
    "flair==0.15.1",
    "imagen-pytorch==2.1.0",
    "mmengine==0.10.7",
    "modelscope==1.40.2",
    "mosaicml==0.32.1",
    "nemo_toolkit==3.0.0",
    "OpenNMT-py==3.5.1",
    "parlai==1.7.2",
    "pytorch-ignite==0.5.5",
    "pytorch-optimizer==4.1.0",
    "speechbrain==1.1.2",
    "timm==1.0.31",
    "torchdata==0.11.0",
    "torchrl==0.13.3",
    "torchtitan==0.3.0",
    "torchtnt==0.2.4",
    "transformer-engine==2.20.2",
)
"""Packages that were not looked at while the rules were first written."""

THIRD_WHEELS = (
    "agilerl==2.58.0",
    "allennlp==2.10.1",
    "axolotl==0.21.0",
    "botorch==0.18.1",
    "darts==0.48.1",
    "dgl==2.2.0",
    "espnet==202611",
    "grain==0.2.18",
    "imitation==1.0.1",
    "kornia==0.9.0",
    "lerobot==0.6.1",
    "monai==1.6.1",
    "ms-swift==4.6.0",
    "nequip==0.19.1",
    "peft==0.21.2",
    "pytorch-forecasting==1.8.0",
    "schnetpack==2.2.0",
    "tensordict==0.15.3",
    "torchao==0.18.0",
    "torchtune==0.6.1",
)
"""Packages that were not looked at before the rules for guards were mended."""

ALL_WHEELS = (*WHEELS, *SECOND_WHEELS, *THIRD_WHEELS)
PLATFORM = ("--platform=macosx_12_0_arm64", "--python-version=3.12", "--only-binary=:all:")


def projects() -> list[str]:
    """Return the names of the projects in the corpus."""
    return [wheel.partition("==")[0] for wheel in ALL_WHEELS]


def download(wheel: str) -> None:
    """Download one wheel and unpack its modules, unless that has been done."""
    name, _, version = wheel.partition("==")
    target = CODE / name
    done = CORPUS / "wheels" / f"{name}-{version}.unpacked"
    if done.exists():
        return
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    folder = CORPUS / "wheels" / name
    subprocess.run([*pip, "--no-deps", *PLATFORM, "-d", str(folder), wheel], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(target, [n for n in archive.namelist() if n.endswith(".py")])
    done.touch()


def main() -> None:
    """Download everything that is missing."""
    for wheel in ALL_WHEELS:
        print(wheel, flush=True)
        download(wheel)


if __name__ == "__main__":
    main()
