import QtQuick
import "../Style"

// An icon and words on a button. Where it is too narrow for both, the icon goes, then the words wrap or shrink.
Target {
    id: button

    property string glyph: ""
    property int size: button.theme.typeBody
    property int weight: button.theme.weightStrong
    property int iconSide: button.theme.u(36)
    readonly property int gap: button.text !== "" && button.glyph !== "" ? button.theme.spaceS : 0
    readonly property int letters: button.text === "" ? 0 : Math.ceil(metrics.advanceWidth) + 1
    readonly property int wide: button.letters + button.gap + (button.glyph === "" ? 0 : button.iconSide)
    readonly property int room: button.width - 2 * button.theme.spaceS
    readonly property bool pictured: button.glyph !== "" && button.wide <= button.room

    implicitWidth: Math.max(button.theme.sizeButton, button.wide + 2 * button.theme.spaceL)

    TextMetrics {
        id: metrics

        text: button.text
        font: label.font
    }

    contentItem: Item {
        Row {
            anchors.centerIn: parent
            spacing: button.gap

            Icon {
                visible: button.pictured
                theme: button.theme
                icon: button.glyph
                side: button.iconSide
                anchors.verticalCenter: parent.verticalCenter
            }
            Words {
                id: label

                visible: button.text !== ""
                theme: button.theme
                text: button.letters > button.room && button.height > 2.6 * button.size
                    ? button.text.replace(" / ", " /\n") : button.text
                size: button.size
                color: button.ink
                font.weight: button.weight
                fontSizeMode: Text.Fit
                minimumPixelSize: button.theme.typeLeast
                width: Math.min(button.letters, button.room)
                height: button.height - 2 * button.theme.spaceXxs
                lineHeight: 1
                lineHeightMode: Text.ProportionalHeight
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
}
