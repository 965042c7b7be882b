pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"
import "../Style"

// Who served: faces and names of the people on duty, or the whole office.
PageFrame {
    id: page

    objectName: "page-officials"

    readonly property int edge: page.theme.portrait ? page.theme.spaceXl : page.theme.spaceL
    readonly property int lowest: page.height - page.theme.sizeButton
        - (page.theme.portrait ? page.theme.spaceXl : page.theme.spaceS)
    readonly property int higher: page.theme.portrait ? page.lowest - page.theme.sizeButton - page.theme.spaceS
        : page.lowest

    Drawing {
        wanted: page.theme.portrait && !page.theme.highContrast
        theme: page.theme
        name: "drawings/drum"
        colours: "watermark"
        width: page.theme.u(520)
        height: width
        x: page.width - Math.round(width / 2)
        y: Math.round((page.below + page.reach - height) / 2)
    }

    title: heading.text

    Words {
        id: heading

        theme: page.theme
        text: qsTr("Ai đã phục vụ Ông/Bà?")
        size: page.theme.portrait ? page.theme.typeDisplay : page.theme.typeTitle
        font.weight: page.theme.weightTitle
        spacing: page.theme.lineTitle
        Accessible.role: Accessible.Heading
        x: page.edge
        y: page.theme.portrait ? page.reach - height - page.theme.spaceL
            : Math.round((page.below + page.visit.cardsTop - height) / 2)
        width: page.theme.portrait ? page.theme.u(700) : page.width - 2 * page.edge
    }

    Repeater {
        model: page.visit.tiles

        OfficialTile {
            theme: page.theme
            onClicked: page.visit.chooseOfficial(official)
        }
    }

    PushButton {
        id: back

        objectName: "back"
        theme: page.theme
        glyph: "back"
        text: page.theme.portrait ? qsTr("Quay lại") : ""
        Accessible.name: qsTr("Quay lại")
        width: page.theme.portrait ? implicitWidth : page.theme.sizeTargetMin
        x: page.edge
        y: page.lowest
        onClicked: page.visit.goBack()
    }
    WholeDeskRow {
        visit: page.visit
        theme: page.theme
        x: page.theme.portrait ? page.edge : back.x + back.width + page.theme.spaceS
        y: page.higher
        width: (page.theme.portrait ? page.width - page.edge : look.x - page.theme.spaceS) - x
    }

    LookBar {
        id: look

        visit: page.visit
        theme: page.theme
        small: !page.theme.portrait || page.theme.largeText
        room: page.width - 2 * page.edge - back.width - page.theme.spaceS
        x: page.width - page.edge - width
        y: page.lowest
    }
}
