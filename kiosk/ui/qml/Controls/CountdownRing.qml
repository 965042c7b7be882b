pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import HaiLong
import "../Style"

// The seconds that are left, as a number in a closing ring.
Item {
    id: ring

    required property Theme theme
    required property int seconds
    required property int total
    readonly property real stroke: ring.theme.u(10)

    implicitWidth: ring.theme.u(112)
    implicitHeight: ring.implicitWidth

    component Arc: ShapePath {
        id: arc

        property real sweep: 360

        fillColor: "transparent"
        strokeWidth: ring.stroke
        capStyle: ShapePath.RoundCap

        PathAngleArc {
            centerX: ring.width / 2
            centerY: ring.height / 2
            radiusX: (ring.width - ring.stroke) / 2
            radiusY: radiusX
            startAngle: -90
            sweepAngle: arc.sweep
        }
    }

    Shape {
        anchors.fill: parent

        Arc { strokeColor: ring.theme.hairline }
        Arc {
            strokeColor: ring.theme.action
            sweep: 360 * ring.seconds / ring.total
        }
    }
    Words {
        theme: ring.theme
        text: ring.seconds
        size: ring.theme.typeTitle
        font.weight: ring.theme.weightStrong
        anchors.centerIn: parent
    }
}
