import QtQuick
import "../Controls"
import "../Style"

// The kiosk cannot take ratings, says so, and names the desk's other ways.
PageFrame {
    id: page

    objectName: "page-paused"
    title: heading.text

    Drum {
        id: drum

        page: page
        visible: !page.theme.highContrast
        colours: "watermark"
    }

    Column {
        x: page.margin
        y: page.theme.portrait ? page.reach + Math.round((page.footer - page.reach - height) * 0.4)
            : Math.round((page.below + page.footer - height) / 2)
        width: page.theme.portrait ? page.innerWidth : drum.x - page.margin - page.theme.spaceL

        Words {
            id: heading

            width: parent.width
            theme: page.theme
            text: qsTr("Máy tạm ngừng\nphục vụ")
            size: page.theme.typeHero
            spacing: page.theme.lineTitle
            font.weight: page.theme.weightTitle
            Accessible.role: Accessible.Heading
        }
        Item { width: 1; height: page.theme.spaceM }
        Words {
            width: parent.width
            theme: page.theme
            text: page.visit.paperForm
                ? qsTr("Mong Ông/Bà thông cảm. Xin đánh giá tại máy bên cạnh hoặc bỏ phiếu giấy ở bàn hướng dẫn.")
                : qsTr("Mong Ông/Bà thông cảm. Xin đánh giá tại máy bên cạnh.")
        }
        Item { width: 1; height: page.theme.spaceM; visible: page.visit.hotline !== "" }
        Words {
            width: parent.width
            visible: page.visit.hotline !== ""
            theme: page.theme
            text: qsTr("Đường dây nóng: %1").arg(page.visit.hotline)
            font.weight: page.theme.weightStrong
        }
        Item { width: 1; height: page.theme.spaceL }
        Words {
            width: parent.width
            theme: page.theme
            text: page.visit.kioskLabel
            size: page.theme.typeCaption
            color: page.theme.inkSoft
        }
    }

    LookBar {
        visit: page.visit
        theme: page.theme
        room: page.innerWidth
        x: page.width - page.margin - width
        y: page.footer
    }
}
