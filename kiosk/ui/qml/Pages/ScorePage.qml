pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"
import "../Style"

// One question, three to five equal answers. All borders answer a touch together: from a distance nobody sees which.
PageFrame {
    id: page

    objectName: "page-score"

    property int under: 0
    property int touched: 0
    readonly property int pressed: page.under > 0 ? page.under : page.visit.holding ? page.touched : 0
    readonly property int gap: page.theme.spaceM
    readonly property int room: page.footer - page.theme.spaceL - answers.y
    readonly property int count: Math.max(1, faces.count)
    readonly property int tall: page.theme.portrait
        ? Math.min(page.theme.u(160), (page.room - (page.count - 1) * page.gap) / page.count) : page.room

    Drawing {
        visible: page.theme.portrait && !page.theme.highContrast
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
        width: page.theme.portrait ? page.theme.u(700) : page.innerWidth
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
            : badge.visible ? badge.y + badge.height + page.theme.spaceL : badge.y
        width: page.theme.portrait ? page.theme.u(700) : page.innerWidth
        wrapMode: page.theme.portrait ? Text.WordWrap : Text.NoWrap
        fontSizeMode: page.theme.portrait ? Text.FixedSize : Text.HorizontalFit
        minimumPixelSize: page.theme.typeBody
    }

    // The largest size at which the longest word fits its card, so that all answers are set alike.
    Words {
        id: fitting

        visible: false
        theme: page.theme
        text: page.visit.levelWords
        size: page.theme.typeBody
        font.weight: page.theme.weightStrong
        fontSizeMode: Text.HorizontalFit
        wrapMode: Text.NoWrap
        width: page.theme.portrait ? page.width : answers.cardWidth - 2 * page.theme.spaceXs
        Accessible.ignored: true
    }

    Item {
        id: answers

        readonly property int cardWidth: page.theme.portrait ? page.innerWidth
            : Math.floor((page.innerWidth - (page.count - 1) * page.gap) / page.count)

        x: page.margin
        y: question.y + question.height + page.theme.spaceL
        width: page.innerWidth

        Repeater {
            id: faces

            model: page.visit.levels

            FaceCard {
                id: card

                required property int index
                required property string words

                theme: page.theme
                text: card.words
                size: fitting.fontInfo.pixelSize
                width: answers.cardWidth
                height: page.tall
                x: page.theme.portrait ? 0 : Math.round(card.index * (answers.width - card.width) / Math.max(1, page.count - 1))
                y: page.theme.portrait ? card.index * (card.height + page.gap) : 0
                marked: page.pressed > 0
                sunk: page.pressed === card.score
                onDownChanged: page.under = card.down ? card.score : 0
                onClicked: {
                    page.touched = card.score
                    page.visit.touchScore(card.score)
                }
            }
        }
    }

    PushButton {
        objectName: "back"
        theme: page.theme
        glyph: "back"
        text: qsTr("Quay lại")
        x: page.margin
        y: page.footer
        onClicked: page.visit.goBack()
    }
    LookBar {
        visit: page.visit
        theme: page.theme
        compact: page.theme.portrait && page.theme.largeText
        x: page.width - page.margin - width
        y: page.footer
    }
}
