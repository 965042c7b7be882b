pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"
import "../Style"

// All languages there are, each by its own name, in place of the page that asked for them.
PageFrame {
    id: page

    objectName: "page-languages"

    readonly property int columns: page.theme.portrait ? 1 : 2
    readonly property int wide: Math.floor((page.innerWidth - (page.columns - 1) * page.theme.spaceM) / page.columns)
    readonly property int lines: Math.ceil(offered.count / page.columns)
    readonly property int start: page.theme.portrait ? page.reach : heading.y + heading.height + page.theme.spaceL
    readonly property int tall: Math.min(page.theme.sizeTallButton,
        Math.floor((page.footer - page.theme.spaceL - page.start - (page.lines - 1) * page.theme.spaceS) / page.lines))

    title: heading.text

    Words {
        id: heading

        theme: page.theme
        text: qsTr("Chọn ngôn ngữ")
        size: page.theme.portrait ? page.theme.typeDisplay : page.theme.typeTitle
        spacing: page.theme.lineTitle
        font.weight: page.theme.weightTitle
        Accessible.role: Accessible.Heading
        x: page.margin
        y: page.theme.portrait ? page.reach - height - page.theme.spaceL : page.below + page.theme.spaceL
        width: page.innerWidth
    }
    Repeater {
        id: offered

        model: page.visit.languages

        PushButton {
            id: button

            required property int index
            required property string language
            required property string ownName

            objectName: "language-" + button.language
            theme: page.theme
            text: button.ownName
            chosen: button.language === page.visit.language
            checkable: true
            checked: button.chosen
            width: page.wide
            height: page.tall
            x: page.margin + (button.index % page.columns) * (page.wide + page.theme.spaceM)
            y: page.start + Math.floor(button.index / page.columns) * (page.tall + page.theme.spaceS)
            onClicked: {
                button.checked = Qt.binding(() => button.chosen)
                page.visit.setLanguage(button.language)
            }
        }
    }

    PushButton {
        objectName: "keepLanguage"
        theme: page.theme
        glyph: "back"
        text: qsTr("Quay lại")
        x: page.margin
        y: page.footer
        onClicked: page.visit.keepLanguage()
    }
    LookBar {
        visit: page.visit
        theme: page.theme
        small: true
        x: page.width - page.margin - width
        y: page.footer
    }
}
