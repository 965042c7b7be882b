import QtQuick
import HaiLong
import "../Style"

// The receipt: a QR that any phone reads, white in every look, and the short code under it.
Rectangle {
    id: receipt

    required property Theme theme
    required property string title
    required property string told
    required property string url
    required property string code
    readonly property int words: heading.height + code.height
    readonly property int side: Math.min(receipt.width - 2 * receipt.theme.spaceXs,
        receipt.height - receipt.words - 2 * receipt.theme.spaceL)

    color: receipt.theme.receipt
    radius: receipt.theme.radiusCard
    border.color: receipt.theme.line
    border.width: receipt.theme.borderRest

    Words {
        id: heading

        theme: receipt.theme
        text: receipt.title
        size: receipt.theme.typeHeader
        color: receipt.theme.onReceipt
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        y: Math.round((receipt.height - receipt.words - receipt.side) / 2)
    }
    Image {
        id: qr

        objectName: "qr"
        source: "image://drawings/qr/" + receipt.url
        sourceSize: Qt.size(receipt.side, receipt.side)
        fillMode: Image.Pad
        cache: false
        smooth: false
        width: receipt.side
        height: receipt.side
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: heading.bottom
        Accessible.role: Accessible.Graphic
        Accessible.name: receipt.told
    }
    Words {
        id: code

        objectName: "receiptCode"
        theme: receipt.theme
        text: receipt.code
        color: receipt.theme.onReceipt
        font.weight: receipt.theme.weightStrong
        size: receipt.theme.typeReceipt
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        anchors.top: qr.bottom
    }
}
