pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Controls"
import "../Style"

// What staff see of the kiosk and can do with it. It shows counts only: no rating can be opened, changed or removed here.
PageFrame {
    id: page

    objectName: "page-staff"

    required property StaffModel staff
    readonly property bool upright: page.theme.portrait
    readonly property bool touching: page.staff.panel === "touch"
    readonly property bool asking: page.staff.asking !== ""
    readonly property bool titled: page.upright || !page.theme.largeText
    readonly property int columns: page.upright ? 2 : 4
    readonly property int wide: Math.floor((page.innerWidth - (page.columns - 1) * page.theme.spaceS) / page.columns)
    readonly property int high: page.upright ? page.theme.sizeTallButton : page.theme.sizeButton
    readonly property int tools: page.staff.panel === "tools" && !page.asking ? 2 : 1
    readonly property int start: heading.y + (page.titled ? heading.height : 0) + page.theme.spaceXs
    readonly property bool about: page.staff.panel === "about"
    readonly property int end: page.about ? (page.upright ? tabs.y : page.footer) - page.theme.spaceS
        : page.upright ? page.reach - page.theme.spaceL : actions.y - page.theme.spaceS
    readonly property StaffWords words: StaffWords {}

    title: heading.text

    component Panel: Loader {
        x: page.margin
        y: page.start
        width: page.innerWidth
        height: page.end - page.start
    }

    Words {
        id: heading

        Accessible.role: Accessible.Heading
        visible: page.titled && !page.touching
        theme: page.theme
        text: page.staff.panel === "status" ? qsTr("Tình trạng máy") : page.staff.panel === "about" ? qsTr("Máy này") : qsTr("Thiết bị")
        size: page.upright ? page.theme.typeDisplay : page.theme.typeTitle
        spacing: page.theme.lineTitle
        font.weight: page.theme.weightTitle
        x: page.margin
        y: page.below + (page.upright ? page.theme.spaceL : page.theme.spaceXs)
    }
    Words {
        visible: heading.visible && page.staff.known
        theme: page.theme
        text: qsTr("Máy %1 · %2").arg(page.staff.kiosk.slice(0, 8).toUpperCase()).arg(page.staff.now)
        size: page.theme.typeCaption
        color: page.theme.inkSoft
        horizontalAlignment: Text.AlignRight
        x: heading.x + heading.width + page.theme.spaceM
        y: heading.y + heading.height - height - page.theme.spaceXs
        width: page.width - page.margin - x
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: page.theme.typeLeast
    }

    Panel {
        active: page.staff.panel === "status" && page.staff.known && !page.asking
        sourceComponent: StaffStatus { staff: page.staff; theme: page.theme; words: page.words }
    }
    Panel {
        active: page.about && page.staff.known && !page.asking
        sourceComponent: StaffAbout { staff: page.staff; theme: page.theme; words: page.words }
    }
    Panel {
        active: page.staff.panel === "tools" && !page.asking
        sourceComponent: Item {
            FactCard {
                id: sound

                theme: page.theme
                label: qsTr("Âm thanh")
                value: !page.staff.hasSound ? qsTr("Không có loa") : page.staff.soundOn ? qsTr("Đang bật") : qsTr("Đang tắt")
                width: Math.floor((parent.width - page.theme.spaceS) / 2)
                height: Math.min(parent.height, page.theme.u(150))
            }
            FactCard {
                theme: page.theme
                label: qsTr("Độ sáng màn hình")
                value: page.staff.brightness < 0 ? qsTr("Chỉnh bằng nút màn hình") : qsTr("Mức %1 %").arg(page.staff.brightness)
                x: sound.width + page.theme.spaceS
                width: sound.width
                height: sound.height
            }
        }
    }
    Words {
        Accessible.ignored: !visible
        visible: !page.staff.known && page.staff.panel !== "tools" && !page.touching && !page.asking
        theme: page.theme
        text: page.staff.unread ? qsTr("Không đọc được sổ trên máy. Đĩa có thể đầy hoặc hỏng.") : qsTr("Đang xem…")
        x: page.margin
        y: page.start + page.theme.spaceL
        width: page.innerWidth
    }

    Rectangle {
        visible: page.asking
        x: page.margin
        y: page.start
        width: page.innerWidth
        height: question.height + 2 * page.theme.spaceL
        radius: page.theme.radiusCard
        color: page.theme.surface
        border.color: page.theme.line
        border.width: page.theme.borderField

        Column {
            id: question

            x: page.theme.spaceL
            y: page.theme.spaceL
            width: parent.width - 2 * page.theme.spaceL

            Words {
                width: parent.width
                theme: page.theme
                Accessible.ignored: !page.asking
                text: page.words.asked(page.staff.asking)
                size: page.theme.typeTitle
                spacing: page.theme.lineTitle
                font.weight: page.theme.weightTitle
            }
            Words {
                width: parent.width
                theme: page.theme
                Accessible.ignored: !page.asking
                text: page.words.asking(page.staff.asking)
            }
        }
    }

    Words {
        id: answer

        objectName: "answer"
        visible: !page.touching && !page.about
        theme: page.theme
        text: page.staff.busy !== "" ? page.words.busy(page.staff.busy)
            : page.staff.said !== "" ? page.words.said(page.staff.said, page.staff.saidCount, page.staff.saidLeft, page.staff.saidWhere, page.staff.saidDetail)
            : qsTr("Trang này không hiện, không mở và không xóa được phiếu đánh giá nào.")
        size: page.staff.busy === "" && page.staff.said === "" ? page.theme.typeCaption : page.theme.typeBody
        color: page.staff.busy === "" && page.staff.said === "" ? page.theme.inkSoft : page.theme.ink
        font.weight: page.staff.busy === "" && page.staff.said === "" ? page.theme.weightText : page.theme.weightStrong
        fontSizeMode: Text.Fit
        minimumPixelSize: page.theme.typeLeast
        lineHeight: 1
        lineHeightMode: Text.ProportionalHeight
        verticalAlignment: Text.AlignVCenter
        x: page.margin
        y: page.upright ? page.reach : page.footer - height - page.theme.spaceXs
        width: page.innerWidth
        height: page.theme.u(page.upright ? 110 : 74)
    }

    Grid {
        id: actions

        visible: !page.touching
        columns: page.asking ? 2 : page.columns
        spacing: page.theme.spaceS
        x: page.margin
        y: page.upright ? answer.y + answer.height + page.theme.spaceM
            : answer.y - page.tools * page.high - (page.tools - 1) * page.theme.spaceS - page.theme.spaceXs

        component Act: PushButton {
            theme: page.theme
            width: page.wide
            height: page.high
        }
        component Slow: Act {
            filled: page.staff.busy === "" && main
            enabled: page.staff.busy === ""
            property bool main: false
        }

        Slow {
            objectName: "deliver"
            visible: page.staff.panel === "status" && !page.asking
            glyph: filled ? "send" : ""
            text: qsTr("Gửi ngay")
            main: true
            onClicked: page.staff.ask("deliver")
        }
        Slow {
            objectName: "export"
            visible: page.staff.panel === "status" && !page.asking
            glyph: "stick"
            text: qsTr("Ghi ra USB")
            onClicked: page.staff.ask("export")
        }
        Slow {
            objectName: "settle"
            visible: page.staff.panel === "status" && !page.asking
            glyph: "collect"
            text: qsTr("Nhận từ USB")
            onClicked: page.staff.ask("settle")
        }
        Act {
            objectName: "practise"
            visible: page.staff.panel === "status" && !page.asking
            glyph: "practice"
            text: page.staff.practising ? qsTr("Thôi thử máy") : qsTr("Thử máy")
            onClicked: page.staff.ask(page.staff.practising ? "stop_practising" : "practise")
        }

        Act {
            objectName: "sound"
            visible: page.staff.panel === "tools" && page.staff.hasSound && !page.asking
            glyph: page.staff.soundOn ? "silent" : "speaker"
            text: page.staff.soundOn ? qsTr("Tắt tiếng") : qsTr("Bật tiếng")
            onClicked: page.staff.ask(page.staff.soundOn ? "sound_off" : "sound_on")
        }
        Act {
            objectName: "testSound"
            visible: page.staff.panel === "tools" && page.staff.hasSound && !page.asking
            glyph: "speaker"
            text: qsTr("Thử loa")
            onClicked: page.staff.ask("test_sound")
        }
        Act {
            objectName: "darker"
            visible: page.staff.panel === "tools" && page.staff.brightness >= 0 && !page.asking
            glyph: "darker"
            text: qsTr("Tối hơn")
            onClicked: page.staff.ask("darker")
        }
        Act {
            objectName: "brighter"
            visible: page.staff.panel === "tools" && page.staff.brightness >= 0 && !page.asking
            glyph: "brighter"
            text: qsTr("Sáng hơn")
            onClicked: page.staff.ask("brighter")
        }
        Act {
            objectName: "testTouch"
            visible: page.staff.panel === "tools" && !page.asking
            glyph: "finger"
            text: qsTr("Thử cảm ứng")
            onClicked: page.staff.open("touch")
        }
        Act {
            objectName: "restart"
            visible: page.staff.panel === "tools" && !page.asking
            glyph: "again"
            text: qsTr("Khởi động lại")
            onClicked: page.staff.ask("restart")
        }
        Act {
            objectName: "leaveToSystem"
            visible: page.staff.panel === "tools" && !page.asking
            glyph: "leave"
            text: qsTr("Ra hệ thống")
            onClicked: page.staff.ask("leave_to_system")
        }

        Act {
            objectName: "cancel"
            visible: page.asking
            width: Math.floor((page.innerWidth - page.theme.spaceS) / 2)
            text: qsTr("Không, ở lại")
            onClicked: page.staff.cancel()
        }
        Act {
            objectName: "confirm"
            visible: page.asking
            width: Math.floor((page.innerWidth - page.theme.spaceS) / 2)
            text: page.staff.asking === "restart" ? qsTr("Có, mở lại") : qsTr("Có, ra hệ thống")
            filled: true
            onClicked: page.staff.confirm()
        }
    }

    Row {
        id: tabs

        readonly property int start: page.upright ? page.margin : back.x + back.width + page.theme.spaceL
        readonly property int end: page.upright ? page.width - page.margin : look.x - page.theme.spaceL
        readonly property int third: Math.floor((tabs.end - tabs.start - 2 * tabs.spacing) / 3)

        visible: !page.touching
        spacing: page.theme.spaceS
        x: tabs.start
        y: page.upright ? page.footer - height - page.theme.spaceL : page.footer

        component Tab: PushButton {
            id: tab

            required property string panel

            theme: page.theme
            size: page.theme.typeCaption
            chosen: page.staff.panel === tab.panel
            checkable: true
            checked: tab.chosen
            width: tabs.third
            onClicked: {
                tab.checked = Qt.binding(() => tab.chosen);
                page.staff.open(tab.panel);
            }
        }

        Tab {
            objectName: "tab-status"
            panel: "status"
            text: qsTr("Tình trạng")
        }
        Tab {
            objectName: "tab-tools"
            panel: "tools"
            text: qsTr("Thiết bị")
        }
        Tab {
            objectName: "tab-about"
            panel: "about"
            text: qsTr("Máy này")
        }
    }

    PushButton {
        id: back

        objectName: "back"
        visible: !page.touching
        theme: page.theme
        glyph: "back"
        text: page.upright || !page.theme.largeText ? qsTr("Thoát") : ""
        Accessible.name: qsTr("Thoát")
        width: text === "" ? page.theme.sizeTargetMin : implicitWidth
        x: page.margin
        y: page.footer
        onClicked: page.visit.goBack()
    }
    LookBar {
        id: look

        visible: !page.touching
        visit: page.visit
        theme: page.theme
        small: true
        x: page.width - page.margin - width
        y: page.footer
    }

    Loader {
        active: page.touching
        y: page.below
        width: page.width
        height: page.height - page.below
        sourceComponent: TouchTest {
            staff: page.staff
            theme: page.theme
            onDone: page.staff.open("tools")
        }
    }
}
