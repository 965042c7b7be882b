import QtQuick
import HaiLong

// An SVG of assets in the theme's colours, drawn at exactly this item's size; not at all where it is not wanted:
// a drum takes longer to draw than the rest of a page.
Image {
    id: drawing

    required property Theme theme
    required property string name
    property string colours: drawing.theme.palette
    property bool wanted: true

    visible: drawing.wanted
    source: drawing.name === "" || !drawing.wanted ? "" : "image://drawings/" + drawing.colours + "/" + drawing.name
    sourceSize: Qt.size(Math.round(drawing.width), Math.round(drawing.height))
    Accessible.ignored: true
}
