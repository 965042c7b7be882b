import QtQuick
import "../Style"

// One choice: a ring (or, where several can be chosen, a box) and words. Chosen, it is ticked, tinted and edged.
// Where the button is too narrow for both, the ring goes and the tick sits on the corner.
Target {
    id: button

    required property string words
    required property string spoken
    required property bool picked
    property bool several: false
    property int size: button.theme.typeBody
    property int weight: button.theme.weightStrong
    property bool ringed: true
    readonly property int side: button.theme.u(36)
    readonly property int inset: Math.min(button.theme.spaceL, Math.round(button.width / 12))
    readonly property int start: button.ringed ? button.inset + button.side + button.theme.spaceS : button.theme.spaceS

    text: button.words
    chosen: button.picked
    badged: button.chosen && !button.ringed
    checkable: true
    checked: button.picked
    Accessible.name: button.spoken
    onClicked: button.checked = Qt.binding(() => button.picked) // whether the touch counted is the visit's to say

    Rectangle {
        visible: button.ringed
        width: button.side
        height: button.side
        radius: button.several ? button.theme.radiusCheck : button.side / 2
        color: button.chosen ? button.theme.action : "transparent"
        border.color: button.chosen ? button.theme.action : button.theme.line
        border.width: button.theme.borderField
        x: button.inset
        y: Math.round((button.height - height) / 2)

        Icon {
            visible: button.chosen
            theme: button.theme
            icon: "tick"
            side: button.theme.u(24)
            anchors.centerIn: parent
        }
    }
    Words {
        theme: button.theme
        text: button.words
        size: button.size
        font.weight: button.weight
        fontSizeMode: Text.Fit
        minimumPixelSize: Math.round(0.7 * button.theme.typeLeast) // for words nobody should write on a button
        lineHeight: 1
        lineHeightMode: Text.ProportionalHeight
        x: button.start
        width: button.width - button.start - (button.ringed ? Math.min(button.inset, button.theme.spaceS) : button.theme.spaceS)
        y: button.theme.spaceXs
        height: button.height - 2 * y
        horizontalAlignment: button.ringed ? Text.AlignLeft : Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
}
