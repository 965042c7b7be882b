import QtQuick
import "../Controls"
import "../Style"

// The office is closed, says when it opens, and somebody who was served can still rate.
PageFrame {
    id: page

    objectName: "page-out_of_hours"
    title: heading.text

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
            text: qsTr("Hiện ngoài giờ\nlàm việc")
            size: page.theme.typeHero
            spacing: page.theme.lineTitle
            font.weight: page.theme.weightTitle
            Accessible.role: Accessible.Heading
        }
        Item { width: 1; height: page.theme.spaceM; visible: opens.visible }
        OpensAgain {
            id: opens

            objectName: "opens"
            width: parent.width
            visit: page.visit
            theme: page.theme
        }
        Item { width: 1; height: page.theme.spaceM }
        Words {
            width: parent.width
            theme: page.theme
            text: qsTr("Nếu đã được phục vụ, Ông/Bà vẫn đánh giá được.")
            color: page.theme.inkSoft
        }
        Item { width: 1; height: page.theme.spaceL + page.theme.spaceS }
        PushButton {
            objectName: "start"
            theme: page.theme
            text: qsTr("Đánh giá")
            width: page.theme.portrait ? page.innerWidth : page.theme.u(400)
            height: page.theme.sizeTallButton
            onClicked: page.visit.start()
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
