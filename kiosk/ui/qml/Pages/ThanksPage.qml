import QtQuick
import "../Controls"
import "../Style"

// The rating is kept: thanks, a receipt that says nothing of it, and a way to choose again.
PageFrame {
    id: page

    objectName: "page-thanks"
    title: heading.text

    readonly property bool upright: page.theme.portrait
    readonly property int column: page.theme.u(420)
    readonly property bool receipted: page.visit.receiptUrl !== ""
    readonly property bool roomy: !page.upright
        || seal.y + seal.height + page.theme.spaceM + words.height + page.theme.spaceS <= returning.y

    Drawing {
        id: seal

        visible: !page.theme.largeText && page.roomy
        theme: page.theme
        name: "drawings/seal"
        width: page.theme.u(page.upright ? 132 : 104)
        height: width
        x: page.margin
        y: page.below + (page.upright ? page.theme.spaceXxl : page.theme.spaceL)
    }

    Column {
        id: words

        x: page.margin
        y: seal.y + (seal.visible ? seal.height + page.theme.spaceM : 0)
        width: page.upright || !page.receipted ? page.innerWidth
            : page.innerWidth - page.column - page.theme.spaceXl

        Words {
            id: heading

            width: parent.width
            theme: page.theme
            text: qsTr("Cảm ơn Ông/Bà")
            size: page.theme.typeHero
            spacing: page.theme.lineTitle
            font.weight: page.theme.weightTitle
            Accessible.role: Accessible.Heading
        }
        Item { width: 1; height: page.theme.spaceS }
        Words {
            width: parent.width
            theme: page.theme
            text: page.visit.invited ? qsTr("Quét mã để đánh giá tại nhà\ntrong 7 ngày.")
                : qsTr("Ý kiến đã được ghi nhận.\nPhiếu không ghi tên Ông/Bà.")
        }
        Item { width: 1; height: page.theme.spaceL; visible: page.receipted && !page.visit.invited }
        Words {
            width: parent.width
            visible: page.receipted && !page.visit.invited
            theme: page.theme
            text: qsTr("Quét mã QR để giữ biên nhận.\nMã không ghi mức đánh giá.")
            color: page.theme.inkSoft
        }
        Item { width: 1; height: page.theme.spaceS; visible: page.visit.hotline !== "" }
        Words {
            width: parent.width
            visible: page.visit.hotline !== ""
            theme: page.theme
            text: qsTr("Đường dây nóng: %1").arg(page.visit.hotline)
            size: page.theme.typeCaption
            color: page.theme.inkSoft
        }
    }

    ReceiptCard {
        visible: page.receipted
        theme: page.theme
        title: page.visit.invited ? qsTr("Phiếu đánh giá") : qsTr("Biên nhận")
        told: page.visit.invited ? qsTr("Mã QR của phiếu đánh giá") : qsTr("Mã QR của biên nhận")
        url: page.visit.receiptUrl
        code: page.visit.receiptCode
        x: page.upright ? page.margin : page.width - page.margin - width
        y: page.upright ? page.reach : page.below + page.theme.spaceL
        width: page.upright ? page.innerWidth : page.column
        height: (page.upright ? actions.y : page.footer) - page.theme.spaceL - y
    }

    Words {
        id: returning

        theme: page.theme
        text: qsTr("Màn hình tự trở về sau %n giây", "", page.visit.secondsLeft)
        size: page.theme.typeCaption
        color: page.theme.inkSoft
        x: page.margin
        y: (page.upright ? page.reach : page.footer) - height - (page.upright ? page.theme.spaceL : page.theme.spaceM)
        width: words.width
    }

    Row {
        id: actions

        spacing: page.theme.spaceS
        x: page.margin
        y: page.upright ? page.footer - page.theme.sizeTallButton - page.theme.spaceL : page.footer

        PushButton {
            id: correct

            objectName: "correct"
            visible: !page.visit.invited
            theme: page.theme
            glyph: "again"
            text: qsTr("Đổi lựa chọn")
            width: page.upright ? Math.floor((page.innerWidth - page.theme.spaceS) / 2)
                : Math.min(implicitWidth, page.innerWidth - look.width - 1.5 * page.theme.sizeTargetMin - 2 * page.theme.spaceS)
            height: page.upright ? page.theme.sizeTallButton : implicitHeight
            onClicked: page.visit.askCorrection()
        }
        PushButton {
            objectName: "finish"
            theme: page.theme
            text: qsTr("Xong")
            filled: true
            width: page.upright ? (correct.visible ? correct.width : page.innerWidth) : Math.min(page.column, page.innerWidth - look.width - correct.width - 2 * page.theme.spaceS)
            height: page.upright ? page.theme.sizeTallButton : implicitHeight
            onClicked: page.visit.finish()
        }
    }
    LookBar {
        id: look

        visit: page.visit
        theme: page.theme
        small: !page.upright
        x: page.width - page.margin - width
        y: page.footer
    }
}
