import QtQuick
import HaiLong

// A person's photo with round corners, or a plain figure.
Image {
    id: photo

    required property Theme theme
    required property string url
    property int radius: photo.theme.radiusControl
    property string corners: "all"
    readonly property string person: photo.url === "" ? "nobody:" + photo.theme.palette : photo.url

    source: photo.width > 0 && photo.height > 0
        ? "image://drawings/photo/" + photo.corners + "/" + photo.radius + "/" + photo.person : ""
    sourceSize: Qt.size(Math.round(photo.width), Math.round(photo.height))
    Accessible.ignored: true
}
