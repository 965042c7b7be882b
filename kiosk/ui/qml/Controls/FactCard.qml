pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "../Style"

// One fact about the kiosk: what it is, how it stands, and a line about it. Whether it is good is a shape.
Rectangle {
    id: card

    required property Theme theme
    required property string label
    required property string value
    property string note: ""
    property string sign: ""
    readonly property int inset: card.theme.spaceS
    readonly property int inner: card.width - 2 * card.inset
    readonly property int mark: card.sign === "" ? 0 : card.theme.u(30) + card.theme.spaceXs

    radius: card.theme.radiusControl
    color: card.theme.surface
    border.color: card.theme.hairline
    border.width: card.theme.borderRest
    Accessible.ignored: true

    component Line: Words {
        theme: card.theme
        x: card.inset
        width: card.inner
        fontSizeMode: Text.Fit
        minimumPixelSize: card.theme.typeLeast
        lineHeight: 1
        lineHeightMode: Text.ProportionalHeight
        verticalAlignment: Text.AlignVCenter
    }

    Line {
        id: label

        text: card.label
        size: card.theme.typeCaption
        color: card.theme.inkSoft
        wrapMode: Text.NoWrap
        y: card.theme.spaceXs
        width: card.inner - card.mark
        height: Math.ceil(1.3 * card.theme.typeCaption)
    }
    Icon {
        visible: card.sign !== ""
        theme: card.theme
        icon: card.sign
        side: card.theme.u(30)
        x: card.width - card.inset - width
        y: label.y + Math.round((label.height - height) / 2)
    }
    Line {
        id: value

        text: card.value
        font.weight: card.theme.weightStrong
        y: label.y + label.height
        height: Math.ceil(1.3 * card.theme.typeBody)
        wrapMode: Text.NoWrap
    }
    Line {
        visible: card.note !== ""
        Accessible.ignored: card.note === ""
        text: card.note
        size: card.theme.typeCaption
        color: card.theme.inkSoft
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignTop
        y: value.y + value.height
        height: card.height - y - card.theme.spaceXxs
    }
}
