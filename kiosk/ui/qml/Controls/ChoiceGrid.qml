pragma ComponentBehavior: Bound

import QtQuick
import HaiLong

// All choices of one question, in as few columns as their number and the room allow.
Item {
    id: grid

    required property VisitModel visit
    required property Theme theme
    property bool several: false
    property int first: 1
    readonly property int tallest: Math.round(1.45 * grid.theme.sizeTargetMin)
    readonly property int gap: grid.theme.spaceS
    readonly property int columns: {
        let columns = choices.count === 3 ? 1 : grid.first
        while (columns < 3 && grid.tallIn(columns) < grid.theme.sizeTargetMin)
            columns += 1
        return columns
    }
    readonly property int tall: Math.min(grid.tallIn(grid.columns), grid.tallest)
    readonly property int wide: Math.floor((grid.width - (grid.columns - 1) * grid.theme.spaceM) / grid.columns)

    signal touched(string question, string choice)

    function tallIn(columns: int): int {
        const lines = Math.ceil(choices.count / columns)
        return Math.floor((grid.height - (lines - 1) * grid.gap) / lines)
    }

    Repeater {
        id: choices

        model: grid.visit.choices

        ChoiceButton {
            id: button

            required property int index
            required property string question
            required property string choice

            objectName: "choice-" + button.choice
            theme: grid.theme
            several: grid.several
            weight: grid.several ? grid.theme.weightText : grid.theme.weightStrong
            width: grid.wide
            height: grid.tall
            x: (button.index % grid.columns) * (grid.wide + grid.theme.spaceM)
            y: Math.floor(button.index / grid.columns) * (grid.tall + grid.gap)
            onClicked: grid.touched(button.question, button.choice)
        }
    }
}
