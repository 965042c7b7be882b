pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"
import "../Style"

// The desk waits, and the first touch already counts: whom to rate or, where that is known, the faces.
PageFrame {
    id: page

    objectName: "page-attract"

    readonly property bool upright: page.theme.portrait
    readonly property bool known: page.visit.deskKnown
    readonly property int edge: page.upright ? page.theme.spaceXl : page.known ? page.margin : page.theme.spaceL
    readonly property int half: Math.floor(page.width / 2)
    readonly property int column: page.upright ? page.theme.u(700) : page.half - page.edge - page.theme.spaceL
    readonly property int lowest: page.known ? page.footer
        : page.height - page.theme.sizeButton - (page.upright ? page.theme.spaceXl : page.theme.spaceS)
    readonly property int higher: page.upright ? page.lowest - page.theme.sizeButton - page.theme.spaceS : page.lowest
    readonly property int middle: Math.round((page.below + page.visit.cardsTop) / 2)

    title: heading.text

    Drawing {
        id: drum

        wanted: page.upright
        theme: page.theme
        name: "drawings/drum"
        width: page.theme.u(500)
        height: width
        x: page.width - Math.round(width / 2)
        y: Math.round((page.below + page.reach - height) / 2)
    }

    // In portrait, from the top: the invitation, notices, whom it is about, what is asked.
    Words {
        id: invitation

        visible: page.upright
        theme: page.theme
        text: qsTr("Xin mời Ông/Bà\nđánh giá sự phục vụ")
        size: page.known ? page.theme.typeDisplay : page.theme.typeHero
        spacing: page.theme.lineTitle
        font.weight: page.theme.weightTitle
        x: page.edge
        y: page.below + page.theme.spaceL
        width: page.column
    }
    Words {
        id: eyebrow

        visible: !page.upright
        theme: page.theme
        text: page.visit.caption !== "" && !page.known ? page.visit.caption : qsTr("Xin mời Ông/Bà đánh giá sự phục vụ")
        size: page.theme.typeCaption
        spacing: 1.15
        color: page.theme.highContrast ? page.theme.ink : page.theme.brand
        font.weight: page.theme.weightStrong
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: page.theme.typeLeast
        wrapMode: Text.NoWrap
        x: page.edge
        y: page.known ? badge.y + badge.height + page.theme.spaceM : page.middle - Math.round((height + heading.height) / 2)
        width: page.known ? page.innerWidth : page.column
    }
    PersonBadge {
        id: badge

        visit: page.visit
        theme: page.theme
        visible: page.known
        upright: false
        brief: true
        x: page.edge
        y: page.upright ? heading.y - height - page.theme.spaceM : page.below + page.theme.spaceL
        width: page.column
    }
    Words {
        id: heading

        theme: page.theme
        text: page.known ? page.visit.scoreText : qsTr("Ai đã phục vụ Ông/Bà?")
        size: page.upright ? page.theme.typeDisplay : page.theme.typeTitle
        spacing: page.theme.lineTitle
        font.weight: page.theme.weightTitle
        wrapMode: page.upright ? Text.WordWrap : Text.NoWrap
        fontSizeMode: page.upright ? Text.FixedSize : Text.HorizontalFit
        minimumPixelSize: page.theme.typeBody
        Accessible.role: Accessible.Heading
        x: page.edge
        y: page.upright ? page.reach - height - (page.known ? 0 : page.theme.spaceM) : eyebrow.y + eyebrow.height
        width: page.known && !page.upright ? page.innerWidth : page.column
    }

    Drawing {
        id: emblem

        wanted: !page.upright
        theme: page.theme
        name: "drawings/drum"
        width: page.theme.u(72)
        height: width
        x: page.half
        y: board.y + Math.round((board.height - height) / 2)
    }
    NoticeBoard {
        id: board

        visit: page.visit
        theme: page.theme
        headed: page.upright || page.known || page.visit.cardsTop - page.below >= page.theme.u(100)
        x: page.upright ? page.edge : emblem.x + emblem.width + page.theme.spaceM
        y: page.upright ? invitation.y + invitation.height + page.theme.spaceM
            : page.known ? badge.y + Math.round((badge.height - height) / 2) : page.middle - Math.round(height / 2)
        width: page.upright ? page.column : page.width - page.edge - x
    }

    Repeater {
        model: page.known ? null : page.visit.tiles

        OfficialTile {
            theme: page.theme
            onClicked: page.visit.chooseOfficial(official)
        }
    }
    Loader {
        active: page.known
        x: page.edge
        y: page.upright ? page.reach + page.theme.spaceM : heading.y + heading.height + page.theme.spaceM
        width: page.innerWidth
        height: (page.upright ? phone.y : page.footer) - page.theme.spaceL - y
        sourceComponent: Faces { visit: page.visit; theme: page.theme }
    }

    Loader {
        active: !page.known
        x: page.edge
        y: page.higher
        width: (page.upright ? page.width - page.edge : look.x - page.theme.spaceS) - x
        sourceComponent: WholeDeskRow { visit: page.visit; theme: page.theme }
    }
    PushButton {
        id: phone

        objectName: "phone"
        visible: page.known
        theme: page.theme
        text: qsTr("Đánh giá bằng điện thoại")
        size: page.theme.typeCaption
        weight: page.theme.weightText
        width: page.upright ? page.innerWidth : Math.min(implicitWidth, look.x - page.edge - page.theme.spaceS)
        x: page.edge
        y: page.higher
        onClicked: page.visit.choosePhone()
    }
    LookBar {
        id: look

        visit: page.visit
        theme: page.theme
        small: page.theme.largeText || !(page.upright || page.known)
        room: page.width - 2 * page.edge - (page.upright ? 0 : phone.implicitWidth + page.theme.spaceL)
        x: page.width - page.edge - width
        y: page.lowest
    }
}
