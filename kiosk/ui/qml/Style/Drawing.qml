import QtQuick
import HaiLong

// An SVG of assets in the theme's colours, drawn at exactly this item's size.
Image {
    id: drawing

    required property Theme theme
    required property string name
    property string colours: drawing.theme.palette

    source: drawing.name === "" ? "" : "image://drawings/" + drawing.colours + "/" + drawing.name
    sourceSize: Qt.size(Math.round(drawing.width), Math.round(drawing.height))
    Accessible.ignored: true
}
