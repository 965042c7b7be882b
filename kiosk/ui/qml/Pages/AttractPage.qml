import QtQuick
import "../Controls"
import "../Style"

// The desk waits: one sentence, one button, and the whole page is the button.
PageFrame {
    id: page

    objectName: "page-attract"

    Item {
        y: page.below
        width: page.width
        height: page.height - page.below

        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
            onTapped: page.visit.start()
        }
    }

    Drum {
        id: drum

        page: page
    }

    Column {
        x: page.margin
        y: page.theme.portrait ? page.reach + Math.round((page.footer - page.reach - height) * 0.4)
            : Math.round((page.below + page.footer - height) / 2)
        width: page.theme.portrait ? page.innerWidth : drum.x - page.margin - page.theme.spaceL

        Words {
            width: parent.width
            theme: page.theme
            text: page.visit.caption
            visible: text !== ""
            size: page.theme.typeCaption
            color: page.theme.highContrast ? page.theme.ink : page.theme.brand
            font.weight: page.theme.weightStrong
        }
        Item { width: 1; height: page.theme.spaceXs }
        Words {
            width: parent.width
            theme: page.theme
            text: qsTr("Xin mời Ông/Bà\nđánh giá sự phục vụ")
            size: page.theme.typeHero
            spacing: page.theme.lineTitle
            font.weight: page.theme.weightTitle
        }
        Item { width: 1; height: page.theme.spaceM }
        Words {
            width: parent.width
            theme: page.theme
            text: qsTr("Khoảng một phút.\nKhông hỏi tên, không hỏi số căn cước.")
            color: page.theme.inkSoft
        }
        Item { width: 1; height: page.theme.portrait ? page.theme.spaceXxl : page.theme.spaceL + page.theme.spaceS }
        PushButton {
            objectName: "start"
            theme: page.theme
            text: qsTr("Chạm để bắt đầu")
            filled: true
            size: page.theme.typeTitle
            radius: page.theme.radiusCard
            width: page.theme.portrait ? page.innerWidth : page.theme.u(560)
            height: page.theme.u(page.theme.portrait ? 160 : 128)
            glyph: "touch"
            iconSide: page.theme.u(52)
            lift: page.theme.u(6)
            onClicked: page.visit.start()
        }
    }

    LookBar {
        visit: page.visit
        theme: page.theme
        x: page.margin
        y: page.footer
    }
}
