pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Controls"
import "../Style"

// The staff's and officials' PIN: digits go in, dots come out. Neither a digit nor whose it is is ever shown.
PageFrame {
    id: page

    objectName: "page-staff_pin"

    required property StaffModel staff
    readonly property bool upright: page.theme.portrait
    readonly property bool waiting: page.staff.wait !== ""
    readonly property bool closed: page.waiting || page.staff.checking
    readonly property int leastDots: 6

    title: heading.text

    Column {
        id: words

        x: page.margin
        y: page.upright ? page.reach - height - page.theme.spaceXl
            : page.below + Math.round((page.footer - page.below - height) / 2)
        width: page.upright ? page.innerWidth : keys.x - page.margin - page.theme.spaceL

        Words {
            id: heading

            width: parent.width
            theme: page.theme
            text: qsTr("Mã PIN")
            size: page.theme.typeDisplay
            Accessible.role: Accessible.Heading
            spacing: page.theme.lineTitle
            font.weight: page.theme.weightTitle
        }
        Words {
            width: parent.width
            theme: page.theme
            text: page.staff.checking ? qsTr("Đang kiểm tra…")
                : page.waiting ? qsTr("Đã nhập sai nhiều lần. Xin chờ rồi nhập lại.")
                : page.staff.turnedAway ? qsTr("Sai mã PIN. Còn %n lần nhập.", "", page.staff.free)
                : qsTr("Nhập mã PIN, rồi chạm dấu tích.")
            color: page.staff.turnedAway && !page.closed ? page.theme.ink : page.theme.inkSoft
            font.weight: page.staff.turnedAway && !page.closed ? page.theme.weightStrong : page.theme.weightText
        }
        Item { width: 1; height: page.theme.spaceL }
        Words {
            objectName: "wait"
            visible: page.waiting
            Accessible.ignored: !page.waiting
            width: parent.width
            theme: page.theme
            text: page.staff.wait
            size: page.theme.typeHero
            font.weight: page.theme.weightTitle
        }
        Row {
            objectName: "dots"
            visible: !page.waiting
            spacing: Math.min(page.theme.u(20), Math.round(dots.side / 2))
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Đã nhập %n số", "", page.staff.dots)

            Repeater {
                id: dots

                readonly property int side: page.theme.u(page.staff.dots > page.leastDots ? 36 : 44)

                model: Math.max(page.leastDots, page.staff.dots)

                Rectangle {
                    required property int index
                    readonly property bool full: index < page.staff.dots

                    width: dots.side
                    height: dots.side
                    radius: dots.side / 2
                    color: full ? page.theme.action : "transparent"
                    border.color: full ? page.theme.action : page.theme.line
                    border.width: page.theme.borderField
                }
            }
        }
    }

    Grid {
        id: keys

        readonly property int wide: page.theme.u(165)
        readonly property int high: page.theme.u(100)

        columns: 3
        spacing: page.theme.spaceM
        x: page.upright ? Math.round((page.width - width) / 2) : page.width - page.margin - width
        y: page.upright ? page.reach + page.theme.spaceL
            : page.below + Math.round((page.footer - page.below - height) / 2)

        component PinKey: PushButton {
            theme: page.theme
            size: page.theme.typeTitle
            width: Math.max(keys.wide, page.theme.sizeTargetMin)
            height: Math.max(keys.high, page.theme.sizeTargetMin)
            enabled: !page.closed
            opacity: page.closed ? 0.4 : 1
        }

        Repeater {
            model: 9

            PinKey {
                required property int index

                objectName: "digit-" + (index + 1)
                text: index + 1
                onClicked: page.staff.press(index + 1)
            }
        }
        PinKey {
            objectName: "erase"
            glyph: "erase"
            Accessible.name: qsTr("Xóa số cuối")
            onClicked: page.staff.erase()
        }
        PinKey {
            objectName: "digit-0"
            text: "0"
            onClicked: page.staff.press(0)
        }
        PinKey {
            objectName: "enter"
            glyph: "tick"
            filled: true
            Accessible.name: qsTr("Nhập xong")
            onClicked: page.staff.enter()
        }
    }

    // A keyboard, where there is one.
    Item {
        focus: true
        Keys.onPressed: event => {
            if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
                page.staff.press(event.key - Qt.Key_0);
            else if (event.key === Qt.Key_Backspace)
                page.staff.erase();
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                page.staff.enter();
            else if (event.key === Qt.Key_Escape)
                page.visit.goBack();
            else
                return;
            event.accepted = true;
        }
        Component.onCompleted: forceActiveFocus()
    }

    PushButton {
        id: back

        objectName: "back"
        theme: page.theme
        glyph: "back"
        text: qsTr("Thoát")
        x: page.margin
        y: page.footer
        onClicked: page.visit.goBack()
    }
    LookBar {
        visit: page.visit
        theme: page.theme
        small: true
        x: page.width - page.margin - width
        y: page.footer
    }
}
