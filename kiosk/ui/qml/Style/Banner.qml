pragma ComponentBehavior: Bound

import QtQuick
import HaiLong

// What everybody has to know now, in place of the header's words: this is practice, a code was not read, or
// an official has signed on or off.
Rectangle {
    id: banner

    required property Theme theme
    required property bool practising
    required property bool unreadable
    required property string signedOn
    required property string signedOff
    readonly property bool signed: banner.signedOn !== "" || banner.signedOff !== ""

    visible: banner.practising || banner.unreadable || banner.signed
    color: banner.theme.ornament

    Column {
        width: banner.width - 2 * banner.theme.spaceMargin
        anchors.centerIn: parent

        component Line: Words {
            theme: banner.theme
            size: lines.sized
            spacing: 1.15
            color: banner.theme.highContrast ? banner.theme.onAction : banner.theme.ink
            font.weight: banner.theme.weightStrong
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: banner.theme.typeLeast
            wrapMode: Text.NoWrap
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
        }

        QtObject {
            id: lines

            readonly property int sized: banner.practising && (banner.unreadable || banner.signed)
                ? banner.theme.typeHeader : banner.theme.typeReceipt
        }
        Line {
            visible: banner.practising
            text: qsTr("Đang thử máy: lượt này không được tính")
        }
        Line {
            visible: banner.signed
            text: banner.signedOn !== "" ? qsTr("Đã vào ca: %1").arg(banner.signedOn)
                : qsTr("Đã hết ca: %1").arg(banner.signedOff)
        }
        Line {
            visible: banner.unreadable && !banner.signed
            text: qsTr("Không đọc được mã. Ông/Bà vẫn đánh giá được.")
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: banner.theme.u(6)
        color: banner.theme.highContrast ? banner.theme.onAction : banner.theme.ink
    }
}
