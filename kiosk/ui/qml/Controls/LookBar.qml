pragma ComponentBehavior: Bound

import QtQuick
import HaiLong

// How this citizen reads: larger letters, contrast, language. On every page, in the same corner.
Row {
    id: bar

    required property VisitModel visit
    required property Theme theme
    property bool compact: false

    spacing: bar.theme.spaceS

    component LookButton: PushButton {
        theme: bar.theme
        size: bar.theme.typeCaption
        weight: bar.theme.weightText
        iconSide: bar.theme.u(32)
        implicitWidth: bar.compact ? bar.theme.sizeTargetMin : wide + 2 * bar.theme.u(20)
    }

    component Switch: LookButton {
        id: button

        required property bool on

        chosen: button.on
        checkable: true
        checked: button.on
        onClicked: button.checked = Qt.binding(() => button.on) // whether the touch counted is the visit's to say
    }

    Switch {
        objectName: "largeText"
        on: bar.theme.largeText
        text: bar.compact ? "Aa" : "Aa " + qsTr("Chữ to")
        Accessible.name: qsTr("Chữ to")
        onClicked: bar.visit.toggleLargeText()
    }
    Switch {
        objectName: "highContrast"
        on: bar.theme.highContrast
        glyph: "contrast"
        text: bar.compact ? "" : qsTr("Tương phản")
        Accessible.name: qsTr("Tương phản")
        onClicked: bar.visit.toggleHighContrast()
    }
    LookButton {
        readonly property bool several: bar.visit.languageCount > 2

        objectName: "language"
        visible: bar.visit.otherLanguage !== "" && !bar.visit.choosingLanguage
        glyph: bar.compact && !several ? "" : "globe"
        text: several ? (bar.compact ? "" : qsTr("Ngôn ngữ"))
            : bar.compact ? bar.visit.otherLanguage.toUpperCase() : bar.visit.otherLanguageName
        Accessible.name: several ? qsTr("Ngôn ngữ") : bar.visit.otherLanguageName
        onClicked: several ? bar.visit.chooseLanguage() : bar.visit.setLanguage(bar.visit.otherLanguage)
    }
}
