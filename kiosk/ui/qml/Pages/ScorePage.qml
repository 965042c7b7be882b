pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"
import "../Style"

// One question, three to five equal answers.
PageFrame {
    id: page

    objectName: "page-score"

    readonly property int lowest: page.theme.portrait && page.visit.mayInvite
        ? page.footer - page.theme.sizeButton - page.theme.spaceS : page.footer
    readonly property int heads: Math.max(badge.visible ? badge.height : 0, page.visit.called ? phone.height : 0)

    title: question.text

    Drawing {
        wanted: page.theme.portrait && !page.theme.highContrast
        theme: page.theme
        name: "drawings/drum"
        colours: "watermark"
        width: page.theme.u(480)
        height: width
        x: page.width - Math.round(width / 2)
        y: page.below + page.theme.spaceXl
    }

    PersonBadge {
        id: badge

        visit: page.visit
        theme: page.theme
        visible: page.visit.ratesWholeDesk || page.visit.person !== ""
        x: page.margin
        y: page.below + (page.theme.portrait ? page.theme.spaceXxl : page.theme.spaceL)
        width: page.theme.portrait ? page.theme.u(700)
            : page.innerWidth - (page.visit.called ? phone.width + page.theme.spaceL : 0)
    }

    Words {
        id: question

        theme: page.theme
        text: page.visit.scoreText
        size: page.theme.portrait ? page.theme.typeDisplay : page.theme.typeTitle
        spacing: page.theme.lineTitle
        font.weight: page.theme.weightTitle
        x: page.margin
        y: page.theme.portrait ? page.reach - height + page.theme.spaceM
            : badge.y + (page.heads > 0 ? page.heads + page.theme.spaceL : 0)
        width: page.theme.portrait ? page.theme.u(700) : page.innerWidth
        wrapMode: page.theme.portrait ? Text.WordWrap : Text.NoWrap
        fontSizeMode: page.theme.portrait ? Text.FixedSize : Text.HorizontalFit
        minimumPixelSize: page.theme.typeBody
        Accessible.role: Accessible.Heading
    }

    Faces {
        visit: page.visit
        theme: page.theme
        x: page.margin
        y: question.y + question.height + page.theme.spaceL
        width: page.innerWidth
        height: page.lowest - page.theme.spaceL - y
    }

    // Whom a call named may be the wrong one: then "back" says so, and the whole office stands beside it.
    PushButton {
        id: back

        readonly property int half: Math.floor((page.theme.portrait ? page.innerWidth - page.theme.spaceS
            : look.x - page.margin - 2 * page.theme.spaceS) / 2)

        objectName: "back"
        theme: page.theme
        glyph: page.visit.called ? "" : "back"
        text: page.visit.called ? qsTr("Người khác đã phục vụ tôi") : qsTr("Quay lại")
        width: page.visit.called ? back.half : implicitWidth
        x: page.margin
        y: page.visit.called ? page.lowest : page.footer
        onClicked: page.visit.goBack()
    }
    PushButton {
        objectName: "wholeDesk"
        visible: page.visit.called
        theme: page.theme
        text: qsTr("Đánh giá cả bộ phận")
        width: back.half
        x: back.x + back.width + page.theme.spaceS
        y: back.y
        onClicked: page.visit.wholeDesk()
    }
    PushButton {
        id: phone

        objectName: "phone"
        visible: page.visit.mayInvite
        theme: page.theme
        text: qsTr("Đánh giá bằng điện thoại")
        size: page.theme.typeCaption
        weight: page.theme.weightText
        width: page.theme.portrait ? (page.visit.called ? look.x - page.theme.spaceS - page.margin : page.innerWidth)
            : Math.min(implicitWidth, page.visit.called ? page.innerWidth * 0.4
                : look.x - back.x - back.width - 2 * page.theme.spaceS)
        x: page.theme.portrait ? page.margin
            : page.visit.called ? page.width - page.margin - width : look.x - page.theme.spaceS - width
        y: page.theme.portrait ? (page.visit.called ? page.footer : page.lowest)
            : page.visit.called ? badge.y : page.footer
        onClicked: page.visit.choosePhone()
    }
    LookBar {
        id: look

        visit: page.visit
        theme: page.theme
        small: page.theme.portrait ? page.theme.largeText || page.visit.called : page.visit.mayInvite
        room: page.innerWidth - back.implicitWidth - page.theme.spaceS
        x: page.width - page.margin - width
        y: page.footer
    }
}
