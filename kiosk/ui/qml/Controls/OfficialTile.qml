import QtQuick
import "../Style"

// One official: photo, name, counter.
Target {
    id: tile

    required property string official
    required property string fullName
    required property string name
    required property int counterNo
    required property string counter
    required property string photo
    required property int placeX
    required property int placeY
    required property int cardWidth
    required property int cardHeight
    required property int photoWidth
    required property int photoHeight
    required property int wordsX
    required property int wordsWidth
    required property bool upright

    readonly property int room: tile.height - (tile.upright ? tile.photoHeight : 0) - 2 * tile.theme.spaceXs - named.height
    readonly property string place: tile.counterNo === 0 ? tile.counter : qsTr("Quầy %1 · %2").arg(tile.counterNo).arg(tile.counter)

    objectName: "official-" + tile.official
    x: tile.placeX
    y: tile.placeY
    width: tile.cardWidth
    height: tile.cardHeight
    radius: tile.theme.radiusControl
    text: tile.name
    Accessible.name: tile.fullName + ", " + tile.place

    Photo {
        theme: tile.theme
        url: tile.photo
        corners: tile.upright ? "top" : "left"
        radius: tile.radius
        width: tile.photoWidth
        height: tile.photoHeight
    }
    Rectangle {
        anchors.fill: parent
        color: "transparent"
        radius: tile.radius
        border.color: tile.theme.line
        border.width: tile.edge
    }
    TextMetrics {
        id: least

        text: tile.place
        font.family: tile.theme.fontFamily
        font.pixelSize: tile.theme.typeLeast
        font.weight: tile.theme.weightText
    }
    Column {
        x: tile.wordsX
        y: Math.round((tile.upright ? tile.photoHeight + tile.height - height : tile.height - height) / 2)
        width: tile.wordsWidth

        Words {
            id: named

            theme: tile.theme
            text: tile.name
            spacing: 1.2
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Words {
            width: parent.width
            theme: tile.theme
            text: tile.place
            size: tile.theme.typeCaption
            color: tile.theme.inkSoft
            fontSizeMode: maximumLineCount === 1 ? Text.HorizontalFit : Text.FixedSize
            minimumPixelSize: tile.theme.typeLeast
            spacing: 1.2
            elide: Text.ElideRight
            wrapMode: maximumLineCount === 1 ? Text.NoWrap : Text.WordWrap
            maximumLineCount: least.width > 0.96 * width && tile.room >= 2.4 * tile.theme.typeCaption ? 2 : 1
            Accessible.ignored: true
        }
    }
}
