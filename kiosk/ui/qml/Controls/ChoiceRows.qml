pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Style"

// Questions with two choices each, a row a question; where the rows would be too low, in two columns.
Item {
    id: rows

    required property VisitModel visit
    required property Theme theme
    readonly property int gap: rows.theme.spaceXs
    readonly property int pad: rows.theme.spaceXs
    readonly property int lowest: rows.theme.sizeTargetMin + Math.max(0, rows.theme.spaceS - rows.gap)
    readonly property int columns: rows.tallIn(1) < rows.lowest ? 2 : 1
    readonly property int tall: Math.min(rows.tallIn(rows.columns), rows.tallest)
    readonly property int tallest: Math.round((rows.theme.portrait || !rows.ringed ? 2 : 1.45) * rows.theme.sizeTargetMin)
    readonly property int wide: Math.floor((rows.width - (rows.columns - 1) * rows.theme.spaceS) / rows.columns)
    readonly property int high: Math.max(rows.theme.sizeTargetMin, Math.min(rows.tall - 2 * rows.pad, rows.theme.sizeTallButton))
    readonly property bool ringed: rows.columns === 1
    readonly property int between: rows.theme.spaceS
    readonly property int broad: {
        const least = rows.ringed ? rows.theme.u(200) : rows.theme.sizeTargetMin
        const ring = rows.ringed ? rows.theme.u(36) + rows.theme.spaceL + rows.theme.spaceS : rows.theme.spaceS
        return Math.max(least, Math.min(longest.implicitWidth + ring + rows.theme.spaceS, rows.wide * (rows.ringed ? 0.27 : 0.22)))
    }

    function tallIn(columns: int): int {
        const lines = Math.ceil(asked.count / columns)
        return Math.floor((rows.height - (lines - 1) * rows.gap) / lines)
    }

    function leftOf(row: int): int {
        return (row % rows.columns) * (rows.wide + rows.theme.spaceS)
    }

    function topOf(row: int): int {
        return Math.floor(row / rows.columns) * (rows.tall + rows.gap)
    }

    Words {
        id: longest

        visible: false
        theme: rows.theme
        text: rows.visit.choiceWords
        font.weight: rows.theme.weightStrong
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    // Where buttons are narrow: the size at which the longest word fits them, so that all answers are set alike.
    Words {
        id: fitting

        visible: false
        theme: rows.theme
        text: rows.visit.choiceWords.replace(/ /g, "\n")
        font.weight: rows.theme.weightStrong
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.round(0.7 * rows.theme.typeLeast)
        wrapMode: Text.NoWrap
        width: rows.broad - 2 * rows.theme.spaceS
        Accessible.ignored: true
    }

    Repeater {
        id: asked

        model: rows.visit.rows

        Rectangle {
            id: row

            required property int index
            required property string words

            x: rows.leftOf(row.index)
            y: rows.topOf(row.index)
            width: rows.wide
            height: rows.tall
            radius: rows.theme.radiusControl
            color: rows.theme.surface
            border.color: rows.theme.hairline
            border.width: rows.theme.borderRest

            Words {
                theme: rows.theme
                text: row.words
                fontSizeMode: Text.Fit
                minimumPixelSize: Math.round(0.7 * rows.theme.typeLeast) // for words nobody should ask in a row
                lineHeight: 1
                lineHeightMode: Text.ProportionalHeight
                verticalAlignment: Text.AlignVCenter
                x: rows.ringed ? rows.theme.spaceL : rows.theme.spaceS
                y: rows.theme.spaceXxs
                width: row.width - 2 * rows.broad - rows.between - rows.pad - rows.theme.spaceS - x
                height: row.height - 2 * y
            }
        }
    }

    Repeater {
        model: rows.visit.choices

        ChoiceButton {
            id: button

            required property int index
            required property string question
            required property string choice
            readonly property int line: Math.floor(button.index / 2)
            readonly property int place: button.index % 2

            objectName: "answer-" + button.question + "-" + button.choice
            theme: rows.theme
            ringed: rows.ringed
            size: rows.ringed ? rows.theme.typeBody : fitting.fontInfo.pixelSize
            radius: rows.theme.radiusKey
            width: rows.broad
            height: rows.high
            x: rows.leftOf(button.line) + rows.wide - rows.pad - (2 - button.place) * rows.broad
                - (1 - button.place) * rows.between
            y: rows.topOf(button.line) + Math.round((rows.tall - rows.high) / 2)
            onClicked: rows.visit.answer(button.question, button.choice)
        }
    }
}
