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

    LookButton {
        objectName: "largeText"
        text: bar.compact ? "Aa" : "Aa " + qsTr("Chữ to")
        chosen: bar.theme.largeText
        Accessible.name: qsTr("Chữ to")
        Accessible.checkable: true
        Accessible.checked: bar.theme.largeText
        onClicked: bar.visit.toggleLargeText()
    }
    LookButton {
        objectName: "highContrast"
        glyph: "contrast"
        text: bar.compact ? "" : qsTr("Tương phản")
        chosen: bar.theme.highContrast
        Accessible.name: qsTr("Tương phản")
        Accessible.checkable: true
        Accessible.checked: bar.theme.highContrast
        onClicked: bar.visit.toggleHighContrast()
    }
    LookButton {
        objectName: "language"
        visible: bar.visit.otherLanguage !== ""
        glyph: bar.compact ? "" : "globe"
        text: bar.compact ? bar.visit.otherLanguage.toUpperCase() : bar.visit.otherLanguageName
        Accessible.name: bar.visit.otherLanguageName
        onClicked: bar.visit.setLanguage(bar.visit.otherLanguage)
    }
}
