import QtQuick
import QtQuick.Controls.Basic
import HaiLong
import "../Style"

// Everything that can be touched: counts on release inside, however far the finger slid meanwhile.
AbstractButton {
    id: target

    required property Theme theme
    property bool filled: false
    property bool chosen: false
    property bool marked: target.down
    property bool sunk: target.down
    property bool badged: target.chosen
    property int radius: target.theme.radiusControl
    property real edge: target.marked ? target.theme.borderPressed
        : target.chosen ? target.theme.borderSelected : target.theme.borderRest
    readonly property color ink: target.filled ? target.theme.onAction : target.theme.ink

    implicitWidth: target.theme.sizeButton
    implicitHeight: target.theme.sizeButton
    focusPolicy: Qt.NoFocus
    hoverEnabled: false
    Accessible.role: Accessible.Button
    Accessible.focusable: true
    Accessible.ignored: !target.visible
    Accessible.name: target.text.replace("\n", " ")

    background: Rectangle {
        radius: target.radius
        color: target.filled ? target.theme.action : target.chosen ? target.theme.actionPale : target.theme.surface
        border.color: target.filled || target.chosen ? target.theme.action : target.theme.line
        border.width: target.edge
    }

    Rectangle {
        visible: target.badged
        width: target.theme.u(30)
        height: width
        radius: width / 2
        color: target.theme.action
        x: target.width - Math.round(width * 0.7)
        y: -Math.round(height * 0.3)

        Icon {
            theme: target.theme
            icon: "tick"
            side: target.theme.u(20)
            anchors.centerIn: parent
        }
    }

    // The touched one sinks a little under the finger: at once, since the mark answers it, and rises slowly.
    transform: Translate { id: place }
    onSunkChanged: {
        rise.stop()
        if (target.sunk)
            place.y = target.theme.u(3)
        else
            rise.start()
    }

    NumberAnimation {
        id: rise

        target: place
        property: "y"
        to: 0
        duration: target.theme.motionPress
    }
}
