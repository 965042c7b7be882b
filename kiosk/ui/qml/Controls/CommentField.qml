import QtQuick
import HaiLong
import "../Style"

// What was typed: always its end, with a cursor that stands still. Below it, if there is room, what to leave out;
// where there is little, that yields to a second line of the text, but never once a number seems to be in it.
Rectangle {
    id: field

    required property CommentModel comment
    required property Theme theme
    required property string note
    readonly property int pad: field.theme.spaceM
    readonly property int line: Math.ceil(metrics.lineSpacing)
    readonly property bool roomy: field.height >= field.least + field.line
    readonly property bool oneLine: field.comment.text.indexOf("\n") < 0
        && whole.advanceWidth + cursor.width <= field.width - 2 * field.pad
    readonly property bool noted: field.note !== "" && field.height >= field.least
        && (field.roomy || field.oneLine || field.comment.private)
    readonly property int least: field.line + (field.note === "" ? 0 : note.lineHeight) + 2 * field.theme.spaceXs
    readonly property int lines: Math.max(1, Math.floor((field.height - (field.noted ? note.lineHeight : 0)
        - 2 * field.theme.spaceXs) / field.line))

    radius: field.theme.radiusControl
    color: field.theme.surface
    border.color: field.theme.action
    border.width: field.comment.refused ? field.theme.borderSelected : field.theme.borderField

    FontMetrics {
        id: metrics

        font: edit.font
    }

    TextMetrics {
        id: whole

        font: edit.font
        text: field.comment.text
    }

    Item {
        id: area

        clip: true
        x: field.pad
        y: field.noted ? field.theme.spaceXs : Math.round((field.height - height) / 2)
        width: field.width - 2 * field.pad - (field.noted || !counter.visible ? 0 : counter.width + field.theme.spaceS)
        height: field.lines * field.line

        TextEdit {
            id: edit

            objectName: "comment"
            readOnly: true
            activeFocusOnPress: false
            selectByMouse: false
            text: field.comment.text
            textFormat: TextEdit.PlainText
            wrapMode: field.lines > 1 ? TextEdit.Wrap : TextEdit.NoWrap // a single line shows as much as it can
            color: field.theme.ink
            font.family: field.theme.fontFamily
            font.hintingPreference: Font.PreferNoHinting
            font.pixelSize: field.theme.typeBody
            font.weight: field.theme.weightText
            cursorPosition: length
            width: field.lines > 1 ? area.width - cursor.width : Math.ceil(contentWidth)
            x: Math.min(0, area.width - cursor.width - width)
            y: Math.min(0, area.height - Math.ceil(contentHeight))
            Accessible.role: Accessible.EditableText
            Accessible.readOnly: true
            Accessible.name: qsTr("Góp ý của Ông/Bà")
        }
        Rectangle {
            id: cursor

            color: field.theme.action
            width: field.theme.borderField
            height: edit.cursorRectangle.height
            x: edit.x + edit.cursorRectangle.x
            y: edit.y + edit.cursorRectangle.y
        }
    }

    Icon {
        id: caution

        visible: note.visible && field.comment.private
        theme: field.theme
        icon: "caution"
        x: field.pad
        y: note.y + Math.round((note.height - height) / 2)
    }
    Words {
        id: note

        objectName: "leaveOut"
        visible: field.noted && !field.comment.refused // for the moment another word matters more
        theme: field.theme
        text: field.note
        size: field.theme.typeCaption
        color: field.comment.private ? field.theme.ink : field.theme.inkSoft
        font.weight: field.comment.private ? field.theme.weightStrong : field.theme.weightText
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: field.theme.typeLeast
        wrapMode: Text.NoWrap
        verticalAlignment: Text.AlignVCenter
        height: lineHeight
        x: field.pad + (caution.visible ? caution.width + field.theme.spaceXs : 0)
        y: field.height - field.theme.spaceXs - note.lineHeight
        width: field.width - field.pad - x - (counter.visible ? counter.width + field.theme.spaceS : 0)
    }
    Words {
        id: counter

        objectName: "room"
        visible: field.comment.littleRoom
        theme: field.theme
        text: field.comment.refused ? qsTr("Hết chỗ viết") : qsTr("còn %1").arg(field.comment.room)
        size: field.theme.typeCaption
        font.weight: field.comment.refused ? field.theme.weightTitle : field.theme.weightStrong
        wrapMode: Text.NoWrap
        verticalAlignment: Text.AlignVCenter
        height: note.lineHeight
        x: field.width - field.pad - width
        y: field.noted ? note.y : Math.round((field.height - height) / 2)
    }
}
