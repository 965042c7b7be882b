pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Controls"
import "../Style"

// Which kiosk this is, for whoever asks by telephone.
Item {
    id: about

    required property StaffModel staff
    required property Theme theme
    required property StaffWords words
    readonly property string standingNote: about.staff.standing === "replaced" ? qsTr("Đã thay máy khác")
                                           : about.staff.standing === "revoked" ? qsTr("Đã thu hồi: tắt máy") : ""
    readonly property int columns: about.theme.portrait ? 2 : 4
    readonly property int gap: about.theme.spaceS
    readonly property int rows: 8 / about.columns
    readonly property int wide: Math.floor((about.width - (columns - 1) * gap) / columns)
    readonly property int under: (detail.visible ? detail.height + gap : 0) + (afar.visible ? afar.height + gap : 0)
    readonly property int room: about.height - under
    readonly property int high: Math.min(Math.floor((room - (rows - 1) * gap) / rows), about.theme.u(190))

    Grid {
        columns: about.columns
        spacing: about.gap

        component Card: FactCard {
            theme: about.theme
            width: about.wide
            height: about.high
        }

        Card {
            label: qsTr("Mã máy")
            value: about.staff.kiosk.slice(0, 8).toUpperCase()
        }
        Card {
            label: qsTr("Sổ")
            value: about.staff.ledger.toUpperCase()
            note: about.staff.formerWaiting === "" ? "" : qsTr("Sổ cũ: %1 dòng chờ").arg(about.staff.formerWaiting)
            sign: about.staff.formerWaiting === "" ? "" : "warning"
        }
        Card {
            label: qsTr("Dòng cuối")
            value: about.staff.last
        }
        Card {
            label: qsTr("Mã băm cuối")
            value: about.staff.head
        }
        Card {
            label: qsTr("Phiên bản")
            value: about.staff.software
        }
        Card {
            label: qsTr("Danh bạ")
            value: qsTr("Bản %1").arg(about.staff.directory)
            note: about.staff.notCome === "" ? "" : qsTr("Bản mới chưa về")
            sign: about.staff.notCome === "" ? "good" : "warning"
        }
        Card {
            label: qsTr("Chế độ")
            value: about.staff.practising ? qsTr("Thử máy") : qsTr("Phục vụ")
            note: about.staff.practising ? qsTr("Còn %1").arg(about.staff.practiceLeft) : about.standingNote
            sign: about.staff.practising || about.standingNote === "" ? "" : "warning"
        }
        Card {
            label: about.staff.anchored ? qsTr("Giờ đã đối chiếu") : qsTr("Giờ của máy")
            value: about.staff.now.split(" ")[0]
            note: about.staff.now.split(" ")[1] ?? ""
        }
    }
    Words {
        id: detail

        visible: about.staff.contact !== "" && !about.staff.contactGood
        Accessible.ignored: !detail.visible
        theme: about.theme
        text: about.words.contact(about.staff.contact) + " (" + about.words.term(about.staff.contact) + ")"
        size: about.theme.typeCaption
        color: about.theme.inkSoft
        elide: Text.ElideRight
        wrapMode: Text.NoWrap
        width: about.width
        y: about.rows * (about.high + about.gap)
    }
    Words {
        id: afar

        visible: text !== ""
        Accessible.ignored: !afar.visible
        theme: about.theme
        text: about.words.afar(about.staff.afarSound, about.staff.afarBrightness, about.staff.afarKeepDays)
        size: about.theme.typeCaption
        color: about.theme.inkSoft
        fontSizeMode: Text.Fit
        minimumPixelSize: about.theme.typeLeast
        width: about.width
        height: Math.round((about.theme.portrait ? 2.6 : 1.3) * about.theme.typeCaption)
        y: detail.y + (detail.visible ? detail.height + about.gap : 0)
    }
}
