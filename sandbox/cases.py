"""Claims of content as cases of the corpus: what is done and asked, without what is expected of it.

The format is that of `tests/corpus/README.md`, so that all that this site teaches can be carried out on a real cluster
and compared with what the engine says (`tests/corpus/compare.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from sandbox.content import Claimed

OURS = {"claim", "expect"}  # what a step has for readers, and what the corpus does not know
DUAL = "dualstack"  # a case with this word in its path runs on a cluster of two families


class CannotExport(ValueError):
    """Content that is no case, or a folder that holds something else; the text says which."""


def write(claimed: Iterable[Claimed], folder: Path) -> int:
    """Write every piece of content as `folder/cases/<area>/<case>.yaml`; how many there are.

    `cases` and `observed` below the folder are made anew, so that nothing is left of content that is gone. Raises
    CannotExport where the folder holds anything else.
    """
    others = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if foreign := [name for name in others if name not in ("cases", "observed")]:
        raise CannotExport(f"{folder} holds {foreign[0]}: name an empty folder, or one of an earlier export")
    for name in others:
        shutil.rmtree(folder / name)
    written: set[Path] = set()
    for one in claimed:
        path = folder / "cases" / place(one)
        if path in written:
            raise CannotExport(f"{one.name}: two pieces of content have this name")
        written.add(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(one), encoding="utf-8")
    return len(written)


def place(one: Claimed) -> Path:
    """Where the case of a piece of content lies: `cards/dns/a-name` is `cards-dns/a-name.yaml`."""
    if DUAL in one.name:
        raise CannotExport(f"{one.name}: content runs on a cluster of one family, and {DUAL} stands for two")
    *area, name = one.name.split("/")
    if len(area) > 2:
        area, name = area[:2], "-".join([*area[2:], name])
    return Path("-".join(area)) / f"{name}.yaml"


def text(one: Claimed) -> str:
    """The case as YAML."""
    steps: list[dict[str, Any]] = [{"apply": one.manifests}] if one.manifests.strip() else []
    claims = yaml.load(one.claims, Loader=yaml.CSafeLoader) or []
    steps += [{name: value for name, value in step.items() if name not in OURS} for step in claims]
    tree = {"title": " ".join(one.title.split()), "tags": one.name.split("/")[:2], "steps": steps}
    return yaml.dump(tree, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=110)


class _Readable(yaml.SafeDumper):
    """Texts of several lines as blocks, and what stands twice written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _block(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Readable.add_representer(str, _block)
