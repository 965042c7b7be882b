import QtQuick
import HaiLong

// What every page is: below the header, coming in from the side it lies on.
Item {
    id: frame

    required property VisitModel visit
    required property Theme theme
    required property string title
    readonly property int below: frame.theme.sizeHeader
    readonly property int margin: frame.theme.portrait ? frame.theme.spaceXl : frame.theme.spaceMargin
    readonly property int reach: frame.theme.portrait ? Math.ceil(frame.height * 0.4) : frame.below
    readonly property int innerWidth: frame.width - 2 * frame.margin
    readonly property real entering: 0.4 // seen from its first frame on
    readonly property int footer: frame.height - frame.theme.sizeButton
        - (frame.theme.portrait ? frame.theme.spaceXl : frame.theme.spaceL)

    opacity: frame.entering
    Accessible.role: Accessible.Pane
    Accessible.name: frame.title.replace("\n", " ")

    ParallelAnimation {
        id: entrance

        NumberAnimation {
            target: frame
            property: "opacity"
            from: frame.entering
            to: 1
            duration: frame.theme.motionPage
            easing.type: Easing.OutQuad
        }
        NumberAnimation {
            target: frame
            property: "x"
            from: frame.visit.backward ? -frame.theme.spaceM : frame.theme.spaceM
            to: 0
            duration: frame.theme.motionPage
            easing.type: Easing.OutQuad
        }
    }
    Component.onCompleted: frame.enter()

    function enter() {
        entrance.restart()
    }

    // The next questions on the same page come in like a page.
    Connections {
        target: frame.visit

        function onStepChanged() {
            frame.enter()
        }
    }
}
