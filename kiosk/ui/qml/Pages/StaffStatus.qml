pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Controls"
import "../Style"

// How the kiosk stands: the way to the central server, then what waits, what is held, room and clock.
Item {
    id: status

    required property StaffModel staff
    required property Theme theme
    required property StaffWords words
    readonly property int columns: status.theme.portrait ? 2 : 4
    readonly property int gap: status.theme.spaceS
    readonly property int high: Math.floor((status.height - gap * (status.theme.portrait ? 2 : 1)) / (status.theme.portrait ? 3 : 2))
    readonly property int shift: status.theme.portrait ? 0 : status.theme.u(14)
    readonly property int wide: Math.floor((status.width - (columns - 1) * gap) / columns)

    Rectangle {
        id: way

        width: status.width
        height: status.high - status.shift
        radius: status.theme.radiusControl
        color: status.theme.surface
        border.color: status.theme.hairline
        border.width: status.theme.borderRest

        Icon {
            id: sign

            theme: status.theme
            icon: status.staff.contactGood ? "good" : "warning"
            side: status.theme.u(48)
            x: status.theme.spaceM
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: headline

            theme: status.theme
            text: status.staff.contactSince === "" ? status.words.contact(status.staff.contact)
                : qsTr("%1 · từ %2").arg(status.words.contact(status.staff.contact)).arg(status.staff.contactSince)
            size: status.theme.typeTitle
            font.weight: status.theme.weightTitle
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: status.theme.typeLeast
            wrapMode: Text.NoWrap
            x: sign.x + sign.width + status.theme.spaceM
            y: Math.round((way.height - height - advice.contentHeight) / 2)
            width: way.width - x - status.theme.spaceM
            height: Math.round(1.3 * status.theme.typeTitle)
        }
        Words {
            id: advice

            theme: status.theme
            text: status.words.advice(status.staff.contact)
            size: status.theme.typeCaption
            color: status.theme.inkSoft
            fontSizeMode: Text.Fit
            minimumPixelSize: status.theme.typeLeast
            lineHeight: 1
            lineHeightMode: Text.ProportionalHeight
            x: headline.x
            y: headline.y + headline.height
            width: headline.width
            height: Math.min(Math.round(2.8 * status.theme.typeCaption), way.height - headline.height - 2 * status.theme.spaceXxs)
        }
    }

    Grid {
        columns: status.columns
        spacing: status.gap
        y: way.height + status.gap

        component Card: FactCard {
            theme: status.theme
            width: status.wide
            height: status.high + status.shift
        }

        Card {
            label: qsTr("Chờ gửi")
            value: qsTr("%1 dòng").arg(status.staff.pending)
            note: qsTr("Sổ có %1 dòng").arg(status.staff.last)
            sign: status.staff.caughtUp ? "good" : ""
        }
        Card {
            label: qsTr("Biên nhận cuối")
            value: status.staff.heard === "" ? qsTr("Chưa có") : status.staff.heard
            note: qsTr("Đã giữ %1 dòng").arg(status.staff.held)
        }
        Card {
            label: qsTr("Chỗ trống")
            value: status.staff.roomDays < 0 ? qsTr("Chưa đo được")
                : status.staff.roomDays > 730 ? qsTr("Hơn 2 năm") : qsTr("%n ngày", "", status.staff.roomDays)
            note: qsTr("Còn %1").arg(status.staff.freeRoom)
            sign: status.staff.roomGood ? "good" : "warning"
        }
        Card {
            label: qsTr("Đồng hồ")
            value: !status.staff.anchored ? qsTr("Chưa đối chiếu") : status.staff.clockGood ? qsTr("Đúng giờ") : qsTr("Sai giờ")
            note: status.staff.anchored ? qsTr("Lệch %1").arg(status.words.span(status.staff.offset, status.staff.offsetUnit))
                : qsTr("Đối chiếu khi có mạng")
            sign: status.staff.clockGood ? "good" : "warning"
        }
    }
}
