"""Lint every QML file with the types our Python classes give it; any warning fails.

The type information is written from the living classes into build/qml, where qmllint looks for HaiLong.
"""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QMetaMethod, QMetaObject, QMetaProperty, QObject

from kiosk.ui.comment import CommentModel
from kiosk.ui.model import QML_IMPORT_NAME, VisitModel
from kiosk.ui.reflect import Reflection
from kiosk.ui.staff import StaffModel
from kiosk.ui.theme import Theme
from kiosk.ui.tiles import Tiles

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "qml"
QML = ROOT / "kiosk" / "ui" / "qml"
TYPES: tuple[type[QObject], ...] = (Tiles, Theme, CommentModel, VisitModel, StaffModel)


def described(python_type: type[QObject]) -> str:
    """A qmltypes component of a class: what it adds to its Qt base."""
    meta: QMetaObject = vars(python_type)["staticMetaObject"]
    name = python_type.__name__
    parent = meta.superClass()
    while parent.className() == Reflection.__name__:
        parent = parent.superClass()
    lines = [
        f'name: "{name}"; accessSemantics: "reference"; prototype: "{parent.className()}"',
        f'exports: ["{QML_IMPORT_NAME}/{name} 1.0"]; exportMetaObjectRevisions: [256]; isCreatable: false',
    ]
    lines += [_property(meta.property(n)) for n in range(meta.propertyOffset(), meta.propertyCount())]
    lines += [_method(meta.method(n)) for n in range(meta.methodOffset(), meta.methodCount())]
    return "    Component {\n" + "".join(f"        {line}\n" for line in lines) + "    }\n"


def _property(found: QMetaProperty) -> str:
    kind = str(found.typeName())
    pointer = "; isPointer: true" if kind.endswith("*") else ""
    change = f'; notify: "{found.notifySignal().name().toStdString()}"' if found.hasNotifySignal() else ""
    constant = "; isConstant: true" if found.isConstant() else ""
    head = f'Property {{ name: "{found.name()!s}"; type: "{kind.rstrip("*")}"; isReadonly: true'
    return f"{head}{pointer}{change}{constant} }}"


def _method(found: QMetaMethod) -> str:
    kind = "Signal" if found.methodType() == QMetaMethod.MethodType.Signal else "Method"
    result = str(found.typeName())
    returns = f'; type: "{result}"' if result not in {"void", ""} else ""
    parameters = "".join(
        f' Parameter {{ name: "a{n}"; type: "{found.parameterTypeName(n).toStdString()}" }}'
        for n in range(found.parameterCount())
    )
    return f'{kind} {{ name: "{found.name().toStdString()}"{returns};{parameters} }}'


def write_types() -> None:
    """build/qml/HaiLong: a qmldir and the types of this project's classes."""
    folder = BUILD / QML_IMPORT_NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "qmldir").write_text(f"module {QML_IMPORT_NAME}\ntypeinfo types.qmltypes\ndepends QtQuick\n")
    body = "".join(described(python_type) for python_type in TYPES)
    (folder / "types.qmltypes").write_text(f"import QtQuick.tooling 1.2\n\nModule {{\n{body}}}\n")


def main() -> int:
    """Qmllint's exit code over all files."""
    write_types()
    files = sorted(str(path) for path in QML.rglob("*.qml"))
    linter = Path(sys.executable).with_name("pyside6-qmllint")
    command = [str(linter), "--max-warnings", "0", "-I", str(BUILD), *files]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
