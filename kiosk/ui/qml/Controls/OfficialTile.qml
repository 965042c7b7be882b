import QtQuick
import "../Style"

// One official: photo, name, counter.
Target {
    id: tile

    required property string official
    required property string fullName
    required property string name
    required property string counter
    required property string photo
    property int photoWidth: 0

    objectName: "official-" + tile.official
    radius: tile.theme.radiusControl
    text: tile.name
    Accessible.name: tile.fullName + ", " + tile.counter

    Photo {
        id: picture

        theme: tile.theme
        url: tile.photo
        corners: "left"
        radius: tile.theme.radiusControl - tile.theme.borderRest
        x: tile.theme.borderRest
        y: tile.theme.borderRest
        width: tile.photoWidth - tile.theme.borderRest
        height: tile.height - 2 * tile.theme.borderRest
    }
    Column {
        anchors {
            left: parent.left
            leftMargin: tile.photoWidth + tile.theme.u(10)
            right: parent.right
            rightMargin: tile.theme.u(6)
            verticalCenter: parent.verticalCenter
        }

        Words {
            width: parent.width
            theme: tile.theme
            text: tile.name
            spacing: 1.2
            maximumLineCount: 2
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Words {
            width: parent.width
            theme: tile.theme
            text: tile.counter
            size: tile.theme.typeCaption
            color: tile.theme.inkSoft
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: tile.theme.u(24)
            spacing: 1.2
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
