import QtQuick
import HaiLong
import "../Style"

// A key. It counts when it is pressed (kiosk/ui/hand.py says why); what presses without a finger only clicks.
Target {
    id: key

    required property CommentModel comment
    required property string press
    required property string kind
    required property string label
    required property string hint
    required property string glyph
    required property string spoken
    required property bool on
    required property bool turns
    property bool counted: false
    property string held: "" // what the finger pressed, whatever the key has become under it

    objectName: "key-" + key.press
    visible: key.press !== ""
    text: key.label
    sunk: false
    chosen: key.on
    badged: false
    Accessible.name: key.spoken
    Accessible.checkable: key.press === "shift"
    Accessible.checked: key.on
    onPressed: {
        key.held = key.press
        key.counted = !key.turns
        if (key.counted)
            key.comment.press(key.held)
    }
    onReleased: {
        if (key.counted)
            key.comment.lift(key.held)
    }
    onCanceled: {
        if (key.counted)
            key.comment.lift(key.held)
        key.counted = false
        key.held = ""
    }
    onClicked: {
        const meant = key.press
        const over = key.counted || (key.held !== "" && key.held !== meant)
        key.counted = false
        key.held = ""
        if (!over) {
            key.comment.press(meant)
            key.comment.lift(meant)
        }
    }

    background: Rectangle {
        radius: key.theme.radiusKey
        color: key.down || key.kind === "vowel" || key.on ? key.theme.actionPale
            : key.kind === "tone" ? key.theme.toneKey
            : key.kind === "action" ? key.theme.keyFn : key.theme.surface
        border.color: key.down || key.on ? key.theme.action : key.theme.line
        border.width: key.down ? key.theme.borderPressed
            : key.on ? key.theme.borderSelected : key.theme.borderRest
    }

    Icon {
        visible: key.glyph !== ""
        theme: key.theme
        icon: key.glyph
        side: key.theme.u(key.theme.largeText ? 46 : 38)
        anchors.centerIn: parent
    }
    Words {
        id: label

        visible: key.glyph === ""
        theme: key.theme
        text: key.press === "space" ? qsTr("dấu cách") : key.label
        size: key.kind === "action" ? key.theme.typeCaption
            : Math.min(key.theme.typeBody, Math.floor((key.height - name.high - 2 * key.theme.borderPressed) / 1.25))
        spacing: 1.25
        font.weight: key.theme.weightStrong
        wrapMode: Text.NoWrap
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round((key.height - height - name.high) / 2)
        Accessible.ignored: true
    }
    Words {
        id: name

        readonly property int high: key.hint === "" ? 0 : name.height

        visible: key.hint !== ""
        theme: key.theme
        text: key.hint
        size: key.theme.typeHint
        color: key.theme.inkSoft
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.round(0.85 * key.theme.typeHint) // where a key is no wider than it must be
        horizontalAlignment: Text.AlignHCenter
        width: key.width - 2 * (key.theme.borderPressed + key.theme.spaceXxs)
        anchors.horizontalCenter: parent.horizontalCenter
        y: label.y + label.height
        Accessible.ignored: true
    }
}
