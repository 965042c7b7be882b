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
    readonly property bool parted: button.letters > button.room && button.height > 2.6 * button.size
        && button.text.includes(" / ")
    readonly property bool lined: longest.advanceWidth * button.theme.typeLeast <= (button.room - 2) * button.size

    implicitWidth: Math.max(button.theme.sizeButton, button.wide + 2 * button.theme.spaceL)

    TextMetrics {
        id: metrics

        text: button.text
        font: label.font
    }
    TextMetrics {
        id: longest

        text: button.parted ? button.text.split(" / ").reduce((one, other) => one.length > other.length ? one : other)
            : button.text
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
                text: button.parted ? button.text.replace(" / ", " /\n") : button.text
                size: button.size
                color: button.ink
                font.weight: button.weight
                fontSizeMode: Text.Fit
                wrapMode: button.lined ? Text.NoWrap : Text.WordWrap
                minimumPixelSize: button.theme.typeLeast
                width: button.lined || button.parted ? Math.min(button.letters, button.room)
                    : Math.min(Math.ceil(0.62 * button.letters), button.room) // lines about as long as each other
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
