pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Style"

// Every place of the glass: a square that a finger reaches is filled, and a ring shows where it was felt.
// Goes by itself when nobody touches for a while.
Item {
    id: test

    required property StaffModel staff
    required property Theme theme
    readonly property int columns: test.theme.portrait ? 5 : 8
    readonly property int rows: test.theme.portrait ? 8 : 5
    property int reached: 0
    property point felt: Qt.point(-1, -1)

    signal done()

    function feel(points: list<var>) {
        for (const point of points) {
            test.felt = Qt.point(point.x, point.y);
            const column = Math.floor(point.x * test.columns / test.width);
            const row = Math.floor(point.y * test.rows / test.height);
            const square = squares.itemAt(row * test.columns + column) as Square;
            if (square !== null && !square.reached) {
                square.reached = true;
                test.reached += 1;
            }
        }
        alone.restart();
    }

    component Square: Rectangle {
        property bool reached: false

        color: reached ? test.theme.actionPale : "transparent"
        border.color: reached ? test.theme.action : test.theme.line
        border.width: reached ? test.theme.borderSelected : test.theme.borderRest
    }

    Timer {
        id: alone

        interval: 30000
        running: true
        onTriggered: test.done()
    }

    Repeater {
        id: squares

        model: test.columns * test.rows

        Square {
            required property int index

            objectName: "square-" + index
            x: Math.round(index % test.columns * test.width / test.columns)
            y: Math.round(Math.floor(index / test.columns) * test.height / test.rows)
            width: Math.ceil(test.width / test.columns)
            height: Math.ceil(test.height / test.rows)
        }
    }

    MultiPointTouchArea {
        anchors.fill: parent
        onPressed: points => {
            test.feel(points);
            test.staff.stay();
        }
        onUpdated: points => test.feel(points)
    }

    Rectangle {
        visible: test.felt.x >= 0
        width: test.theme.u(60)
        height: width
        radius: width / 2
        x: test.felt.x - width / 2
        y: test.felt.y - height / 2
        color: "transparent"
        border.color: test.theme.action
        border.width: test.theme.borderSelected
    }

    Rectangle {
        id: card

        readonly property int inset: test.theme.spaceL

        width: Math.min(test.width - 2 * test.theme.spaceXl, test.theme.u(620))
        height: told.height + end.height + 3 * inset
        x: Math.round((test.width - width) / 2)
        y: test.theme.portrait ? Math.round(test.height * 0.45) : Math.round((test.height - height) / 2)
        radius: test.theme.radiusCard
        color: test.theme.surface
        border.color: test.theme.line
        border.width: test.theme.borderField

        Words {
            id: told

            theme: test.theme
            text: test.reached === test.columns * test.rows ? qsTr("Cả màn hình đều nhận chạm.")
                : qsTr("Xin chạm và vuốt khắp màn hình: %1 trên %2 ô đã nhận.").arg(test.reached).arg(test.columns * test.rows)
            x: card.inset
            y: card.inset
            width: card.width - 2 * card.inset
        }
        PushButton {
            id: end

            objectName: "touchDone"
            theme: test.theme
            text: qsTr("Thử xong")
            filled: true
            x: card.inset
            y: told.y + told.height + card.inset
            width: told.width
            onClicked: test.done()
        }
    }
}
