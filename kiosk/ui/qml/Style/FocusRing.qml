import QtQuick
import HaiLong

// Where a key would press: dark outside, light inside, so that it stands out from paper and from buttons alike.
// A face is never ringed alone; which one is meant shows as a copy of 8 mm, readable at arm's length only.
Item {
    id: ring

    required property Theme theme
    property rect box
    property int score: 0
    property bool shown: false
    readonly property int half: Math.ceil(ring.theme.spaceS / 2)

    objectName: "focusRing"
    visible: ring.shown
    x: ring.box.x - ring.half
    y: ring.box.y - ring.half
    width: ring.box.width + 2 * ring.half
    height: ring.box.height + 2 * ring.half
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        radius: ring.theme.radiusControl + ring.half
        color: "transparent"
        border.width: ring.half
        border.color: ring.theme.ink
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: ring.half
        radius: ring.theme.radiusControl
        color: "transparent"
        border.width: ring.half
        border.color: ring.theme.highContrast ? ring.theme.paper : ring.theme.ornament
    }

    Rectangle {
        visible: ring.score > 0
        width: ring.theme.mm(11) + 2 * ring.half
        height: width
        radius: ring.theme.radiusKey
        color: ring.theme.surface
        border.width: ring.half
        border.color: ring.theme.ink
        anchors.verticalCenter: parent.top
        x: Math.round(0.8 * ring.width - width / 2)

        Drawing {
            theme: ring.theme
            name: ring.score > 0 ? "faces/score-" + ring.score : ""
            width: ring.theme.mm(8)
            height: width
            anchors.centerIn: parent
        }
    }
}
