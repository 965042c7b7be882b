pragma ComponentBehavior: Bound

import QtQuick
import HaiLong

// How this citizen reads: larger letters, contrast, aloud, language. On every page, in the same corner.
Row {
    id: bar

    required property VisitModel visit
    required property Theme theme
    property bool small: false
    property int room: bar.parent ? bar.parent.width - 2 * bar.theme.spaceXl : 0
    readonly property bool several: bar.visit.languageCount > 2
    readonly property string languageWords: bar.several ? qsTr("Ngôn ngữ") : bar.visit.otherLanguageName
    readonly property int buttons: bar.visit.mayReadAloud ? 4 : 3
    readonly property int full: labels.advanceWidth + bar.buttons * (2 * bar.theme.u(20) + 2)
        + (bar.buttons - 1) * (bar.theme.u(32) + 2 * bar.theme.spaceS)
    readonly property bool compact: bar.small || bar.full > bar.room

    spacing: bar.theme.spaceS

    TextMetrics {
        id: labels

        text: "Aa " + qsTr("Chữ to") + qsTr("Tương phản") + (bar.visit.mayReadAloud ? qsTr("Đọc to") : "") + bar.languageWords
        font.family: bar.theme.fontFamily
        font.pixelSize: bar.theme.typeCaption
        font.weight: bar.theme.weightText
        font.hintingPreference: Font.PreferNoHinting
    }

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
    Switch {
        objectName: "readAloud"
        visible: bar.visit.mayReadAloud && !bar.visit.choosingLanguage
        on: bar.visit.readingAloud
        glyph: "aloud"
        text: bar.compact ? "" : qsTr("Đọc to")
        Accessible.name: qsTr("Đọc to")
        onClicked: bar.visit.readAloud()
    }
    LookButton {
        objectName: "language"
        visible: bar.visit.otherLanguage !== "" && !bar.visit.choosingLanguage
        glyph: bar.compact && !bar.several ? "" : "globe"
        text: !bar.compact ? bar.languageWords : bar.several ? "" : bar.visit.otherLanguage.toUpperCase()
        Accessible.name: bar.languageWords
        onClicked: bar.several ? bar.visit.chooseLanguage() : bar.visit.setLanguage(bar.visit.otherLanguage)
    }
}
