"""What lies beside a frozen program for whoever asks what is inside: notices/, sbom.cdx.json (CycloneDX 1.6).

Both say the same for the same works; times are the commit's.
"""

import datetime
import json
import re
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from build_spec.freezing.crates import WORDS
from build_spec.freezing.works import Work
from sync.contract.version import RELEASE, SOFTWARE

HEAD: Final = """\
{program} {version}: whose work is inside, under which licence.

The texts are in the folder beside each name. Qt, Qt for Python and Shiboken are used under the LGPL, version
3: they are the shared libraries in parts/PySide6 and parts/shiboken6, unchanged, and may be replaced there by
builds of your own of the same release. Their sources are at https://download.qt.io and https://code.qt.io.

"""

_RELEASE: Final = "hailong:release"


def write_notices(works: Iterable[Work], program: str, frozen: Path) -> None:
    """Put notices/INDEX.txt and every text into the program's folder."""
    folder = frozen / "notices"
    lines = []
    for work in works:
        name = _folder_of(work)
        (folder / name).mkdir(parents=True, exist_ok=True)
        for text in work.texts:
            shutil.copyfile(text, folder / name / text.name)
        if work.named:
            told = "".join(f"{one.type}: {one.name} {one.version}\n" for one in work.named)
            words = WORDS.format(name=work.name, version=work.version)
            (folder / name / "compiled-in.txt").write_text(words + told, "utf-8")
        lines.append(f"{work.name} {work.version}".strip() + f": {work.licence}  ({name}/)\n")
    head = HEAD.format(program=program, version=SOFTWARE)
    (folder / "INDEX.txt").write_text(head + "".join(lines), "utf-8")


def write_bom(works: Iterable[Work], program: str, frozen: Path, commit_time: int) -> None:
    """Put sbom.cdx.json into the program's folder; `commit_time`: seconds since 1970 UTC."""
    bom = Bom()
    whole = Component(name=program, version=SOFTWARE, type=ComponentType.APPLICATION, bom_ref=program)
    whole.properties.add(Property(name=_RELEASE, value=str(RELEASE)))
    bom.metadata.component = whole
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(commit_time, datetime.UTC)
    components = [_component(work) for work in works]
    bom.components.update(components)
    bom.register_dependency(whole, components)
    told = repr([(work.name, work.version, work.licence) for work in works])
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{program} {SOFTWARE} {commit_time} {told}")
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    (frozen / "sbom.cdx.json").write_text(text + "\n", "utf-8")


def frozen_as(folder: Path) -> tuple[str, int]:
    """Version and number of the program in `folder`, of whichever system, as its SBOM has them.

    Raises:
        LookupError, OSError, ValueError: it is no frozen program.
    """
    whole = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))["metadata"]["component"]
    numbers = {row["name"]: row["value"] for row in whole["properties"]}
    return whole["version"], int(numbers[_RELEASE])


def _folder_of(work: Work) -> str:
    return re.sub(r"[^A-Za-z0-9.+-]+", "-", f"{work.name} {work.version}".strip())


def _component(work: Work) -> Component:
    kind = {"application": ComponentType.APPLICATION, "file": ComponentType.FILE}.get(work.kind)
    made = Component(
        name=work.name,
        version=work.version or None,
        type=kind or ComponentType.LIBRARY,
        bom_ref=_folder_of(work),
        purl=_purl(work),
        licenses=[LicenseFactory().make_from_string(work.licence)],
    )
    made.components.update(
        _reported(told, f"{made.bom_ref.value}/{number}")
        for number, told in enumerate(told for file in work.inside for told in _components(file))
        if told["name"].lower() != work.name.lower()
    )
    made.components.update(
        _named(one, f"{made.bom_ref.value}/{one.type}/{one.name}-{one.version}") for one in work.named
    )
    return made


def _named(told: PackageURL, reference: str) -> Component:
    """A component as a library names it; of its licence nothing is told."""
    return Component(
        name=told.name, version=told.version, type=ComponentType.LIBRARY, bom_ref=reference, purl=told
    )


def _components(file: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(file.read_text("utf-8")).get("components", [])
    return told


def _reported(told: dict[str, Any], reference: str) -> Component:
    """A component as a wheel's own list has it."""
    purl = told.get("purl")
    return Component(
        name=told["name"],
        version=told.get("version"),
        type=ComponentType.LIBRARY,
        bom_ref=reference,
        purl=PackageURL.from_string(purl) if purl else None,
    )


def _purl(work: Work) -> PackageURL | None:
    if work.kind == "debian":
        return PackageURL("deb", "debian", work.name, work.version)
    if work.kind == "wheel":
        return PackageURL("pypi", None, work.name.lower().replace("_", "-"), work.version)
    return None
