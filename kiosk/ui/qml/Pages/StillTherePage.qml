import QtQuick
import "../Controls"
import "../Style"

// Nobody touched for a while. It stands in place of the page: nothing shows through.
PageFrame {
    id: page

    objectName: "page-still_there"
    title: heading.text

    Rectangle {
        id: card

        width: Math.min(page.innerWidth, page.theme.u(920))
        height: content.height + 2 * page.theme.spaceXl
        x: Math.round((page.width - width) / 2)
        y: page.theme.portrait ? page.reach - page.theme.u(120)
            : Math.round((page.below + page.footer - height) / 2)
        radius: page.theme.radiusCard
        color: page.theme.surface
        border.color: page.theme.line
        border.width: page.theme.highContrast ? page.theme.borderRest : page.theme.borderField

        Column {
            id: content

            width: parent.width - 2 * page.theme.spaceXl
            anchors.centerIn: parent

            CountdownRing {
                theme: page.theme
                seconds: page.visit.secondsLeft
                total: page.visit.secondsTotal
                anchors.horizontalCenter: parent.horizontalCenter
            }
            Item { width: 1; height: page.theme.spaceM }
            Words {
                id: heading

                width: parent.width
                theme: page.theme
                text: qsTr("Ông/Bà còn ở đó không?")
                size: page.theme.typeDisplay
                spacing: page.theme.lineTitle
                font.weight: page.theme.weightTitle
                Accessible.role: Accessible.Heading
                horizontalAlignment: Text.AlignHCenter
            }
            Item { width: 1; height: page.theme.spaceXs }
            Words {
                width: card.width - 2 * page.theme.spaceM
                anchors.horizontalCenter: parent.horizontalCenter
                theme: page.theme
                text: qsTr("Nếu không chạm, màn hình về trang đầu.")
                color: page.theme.inkSoft
                horizontalAlignment: Text.AlignHCenter
            }
            Item { width: 1; height: page.theme.spaceL + page.theme.spaceXs }
            Row {
                id: answers

                readonly property int half: Math.floor((parent.width - page.theme.spaceM) / 2)

                spacing: page.theme.spaceM

                PushButton {
                    objectName: "finish"
                    theme: page.theme
                    text: qsTr("Kết thúc")
                    width: answers.half
                    height: page.theme.sizeTallButton
                    onClicked: page.visit.finish()
                }
                PushButton {
                    objectName: "stay"
                    theme: page.theme
                    text: qsTr("Tôi còn ở đây")
                    filled: true
                    width: answers.half
                    height: page.theme.sizeTallButton
                    onClicked: page.visit.stay()
                }
            }
        }
    }

    LookBar {
        visit: page.visit
        theme: page.theme
        x: page.width - page.margin - width
        y: page.footer
    }
}
