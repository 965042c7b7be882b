import QtQuick
import "../Style"

// One of five equal answers: a face over its words, or beside them in portrait.
Target {
    id: card

    required property int score
    property int size: card.theme.typeBody
    readonly property int wordsHigh: card.theme.portrait ? label.height : 2 * label.lineHeight
    readonly property int spare: card.height - card.wordsHigh - card.theme.spaceM - 2 * card.theme.spaceS
    readonly property int faceSide: card.theme.portrait ? card.theme.sizeScoreFacePortrait
        : Math.min(card.theme.sizeScoreFace, card.spare)

    objectName: "score-" + card.score
    radius: card.theme.radiusCard

    Drawing {
        id: face

        theme: card.theme
        name: "faces/score-" + card.score
        width: card.faceSide
        height: card.faceSide
        x: card.theme.portrait ? card.theme.u(36) : Math.round((card.width - face.width) / 2)
        y: card.theme.portrait ? Math.round((card.height - face.height) / 2)
            : Math.round((card.height - face.height - card.theme.spaceM - card.wordsHigh) / 2)
    }
    Words {
        id: label

        theme: card.theme
        text: card.text
        size: card.size
        spacing: 1.25
        font.weight: card.theme.weightStrong
        wrapMode: Text.NoWrap
        horizontalAlignment: card.theme.portrait ? Text.AlignLeft : Text.AlignHCenter
        x: card.theme.portrait ? face.x + face.width + card.theme.u(36) : Math.round((card.width - label.width) / 2)
        y: card.theme.portrait ? Math.round((card.height - label.height) / 2) : face.y + face.height + card.theme.spaceM
        Accessible.ignored: true
    }
}
