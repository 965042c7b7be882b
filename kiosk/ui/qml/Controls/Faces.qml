pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Style"

// Three to five equal answers. All borders answer a touch together: from a distance nobody sees which.
Item {
    id: faces

    required property VisitModel visit
    required property Theme theme
    property int under: 0
    property int touched: 0
    readonly property int pressed: faces.under > 0 ? faces.under : faces.visit.holding ? faces.touched : 0
    readonly property int gap: faces.theme.spaceM
    readonly property int count: Math.max(1, cards.count)
    readonly property int wide: faces.theme.portrait ? faces.width
        : Math.floor((faces.width - (faces.count - 1) * faces.gap) / faces.count)
    readonly property int tall: faces.theme.portrait
        ? Math.min(faces.theme.u(160), (faces.height - (faces.count - 1) * faces.gap) / faces.count) : faces.height

    objectName: "faces"

    // The largest size at which the longest word fits its card, so that all answers are set alike.
    Words {
        id: fitting

        visible: false
        theme: faces.theme
        text: faces.visit.levelWords
        size: faces.theme.typeBody
        font.weight: faces.theme.weightStrong
        fontSizeMode: Text.HorizontalFit
        wrapMode: Text.NoWrap
        width: faces.theme.portrait ? faces.width : faces.wide - 2 * faces.theme.spaceXs
        Accessible.ignored: true
    }

    Repeater {
        id: cards

        model: faces.visit.levels

        FaceCard {
            id: card

            required property int index
            required property string words

            theme: faces.theme
            text: card.words
            size: fitting.fontInfo.pixelSize
            width: faces.wide
            height: faces.tall
            x: faces.theme.portrait ? 0 : Math.round(card.index * (faces.width - card.width) / Math.max(1, faces.count - 1))
            y: faces.theme.portrait ? card.index * (card.height + faces.gap) : 0
            marked: faces.pressed > 0
            sunk: faces.pressed === card.score
            onDownChanged: faces.under = card.down ? card.score : 0
            onClicked: {
                faces.touched = card.score
                faces.visit.touchScore(card.score)
            }
        }
    }
}
