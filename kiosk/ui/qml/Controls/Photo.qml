import QtQuick
import HaiLong

// A person's photo with round corners, or a plain figure.
Image {
    id: photo

    required property Theme theme
    required property string url
    property int radius: photo.theme.radiusControl
    property string corners: "all"
    readonly property string shape: "image://drawings/photo/" + photo.theme.palette + "/" + photo.corners + "/" + photo.radius + "/"

    source: photo.width > 0 && photo.height > 0 ? photo.shape + photo.url : ""
    sourceSize: Qt.size(Math.round(photo.width), Math.round(photo.height))
    Accessible.ignored: true
}
