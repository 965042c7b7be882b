import QtQuick
import HaiLong
import "../Controls"
import "../Style"

// What else somebody wants to say. Everything stands around the keyboard: on an upright screen the ways on below
// it, on a wide one beside the text, on a small one in a row above. Who reads it is told above the text; a wide
// screen tells there, once something is written, what to leave out, and an upright one below the text.
PageFrame {
    id: page

    objectName: "page-comment"

    readonly property CommentModel comment: page.visit.comment as CommentModel
    readonly property bool upright: page.theme.portrait
    readonly property bool small: page.comment.small && !page.upright
    readonly property bool low: !page.upright && page.lowest - page.upper < 3.2 * page.theme.sizeButton
    readonly property int gap: page.theme.spaceS
    readonly property int lowest: page.upright ? keyboard.y - page.theme.spaceL : keyboard.y - page.theme.spaceXs
    readonly property int upper: page.below + (page.small ? page.theme.spaceXxs : page.theme.spaceXs)
    readonly property int under: page.upper + back.height + page.theme.spaceXxs
    readonly property string leaveOut: page.comment.private
        ? qsTr("Ông/Bà nên xóa số điện thoại, căn cước.")
        : qsTr("Xin đừng ghi tên, số điện thoại, căn cước.")
    readonly property string kept: page.visit.commentDays > 0
        ? qsTr("lưu %n ngày", "", page.visit.commentDays) : qsTr("chưa định hạn lưu")
    readonly property string readers: qsTr("Chỉ người giám sát đọc, %1; đơn vị, công chúng chỉ thấy tóm tắt không tên.").arg(page.kept)
    readonly property string readersShortly: qsTr("Chỉ người giám sát đọc, %1; người khác chỉ thấy tóm tắt không tên.").arg(page.kept)

    title: heading.text

    Drawing {
        wanted: page.upright && !page.theme.highContrast
        theme: page.theme
        name: "drawings/drum"
        colours: "watermark"
        width: page.theme.u(480)
        height: width
        x: page.width - Math.round(width / 2)
        y: Math.round((page.below + field.y - height) / 2)
    }

    Words {
        id: heading

        readonly property int line: Math.ceil(heading.size * page.theme.lineTitle)

        theme: page.theme
        text: page.visit.question
        Accessible.role: Accessible.Heading
        size: page.upright ? page.theme.typeDisplay : page.theme.typeTitle
        font.weight: page.theme.weightTitle
        fontSizeMode: Text.Fit
        minimumPixelSize: page.theme.typeLeast
        lineHeight: 1
        lineHeightMode: Text.ProportionalHeight
        verticalAlignment: page.upright ? Text.AlignBottom : Text.AlignVCenter
        x: page.upright || page.small ? page.margin : back.x + back.width + page.theme.spaceM
        y: page.upright ? page.below + page.theme.spaceL : page.small ? page.under : page.upper
        width: page.upright ? page.theme.u(700)
            : page.small ? page.innerWidth : look.x - heading.x - page.theme.spaceM
        height: page.upright ? quiet.y - page.theme.spaceS - y
            : page.small ? field.y - y - quiet.height - page.theme.spaceXxs
            : page.head - quiet.height
    }
    Words {
        id: quiet

        readonly property bool warns: !page.upright && page.comment.text !== ""
        readonly property bool lined: page.small || !page.upright && least.implicitWidth + 1 <= quiet.width

        theme: page.theme
        text: quiet.warns ? page.leaveOut : page.small ? page.readersShortly : page.readers
        size: page.small || page.low ? page.theme.typeHeader : page.theme.typeCaption
        color: quiet.warns && page.comment.private ? page.theme.ink : page.theme.inkSoft
        font.weight: quiet.warns && page.comment.private ? page.theme.weightStrong : page.theme.weightText
        fontSizeMode: quiet.lined ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: page.theme.typeLeast
        wrapMode: quiet.lined ? Text.NoWrap : Text.WordWrap
        spacing: page.small ? 1.2 : page.theme.lineText
        x: heading.x
        y: page.upright ? field.y - height - page.theme.spaceM : heading.y + heading.height
        width: heading.width
    }

    // How wide the words are at their smallest: in one line if they can be.
    Words {
        id: least

        visible: false
        theme: page.theme
        text: quiet.text
        size: page.theme.typeLeast
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    // Wide: how high the words beside the buttons are, as long as the text keeps a line and its note.
    readonly property int head: Math.max(back.height, Math.min(heading.line + quiet.height,
        page.lowest - page.upper - page.gap - Math.max(field.least, page.theme.sizeTargetMin)))

    CommentField {
        id: field

        readonly property int slim: field.line + 2 * page.theme.spaceXxs

        comment: page.comment
        theme: page.theme
        note: page.upright ? page.leaveOut : ""
        x: page.margin
        y: page.upright ? page.lowest - height : page.small ? page.lowest - field.slim : page.upper + page.head + page.gap
        width: page.upright || page.small ? page.innerWidth : ways.x - page.theme.spaceM - x
        height: page.upright ? 5 * field.line + quiet.lineHeight + 2 * page.theme.spaceXs : page.lowest - y
    }
    Keyboard {
        id: keyboard

        comment: page.comment
        theme: page.theme
        width: page.width
        y: (page.upright ? ways.y - page.theme.spaceL : page.height) - height
    }

    PushButton {
        id: back

        objectName: "back"
        theme: page.theme
        glyph: "back"
        text: page.upright ? qsTr("Quay lại") : ""
        Accessible.name: qsTr("Quay lại")
        width: page.upright ? implicitWidth : page.theme.sizeTargetMin
        x: page.margin
        y: page.upright ? page.footer : page.upper
        onClicked: page.visit.goBack()
    }
    LookBar {
        id: look

        visit: page.visit
        theme: page.theme
        small: !page.upright || page.theme.largeText
        room: page.innerWidth - back.implicitWidth - page.gap
        x: page.width - page.margin - width
        y: back.y
    }

    Item {
        id: ways

        readonly property int half: page.upright ? Math.floor((page.innerWidth - page.gap) / 2)
            : page.small ? Math.floor((look.x - back.x - back.width - 3 * page.gap) / 2)
            : Math.max(skip.wide, send.wide) + 2 * page.theme.spaceS

        width: 2 * ways.half + page.gap
        height: page.upright ? page.theme.sizeTallButton : page.small ? back.height : field.height
        x: page.small ? back.x + back.width + page.gap : page.width - page.margin - width
        y: page.upright ? page.footer - page.theme.spaceL - height : page.small ? page.upper : field.y

        PushButton {
            id: send

            objectName: "send"
            theme: page.theme
            text: qsTr("Gửi góp ý")
            filled: true
            width: ways.half
            height: ways.height
            x: ways.half + page.gap
            onClicked: page.comment.send()
        }
        PushButton {
            id: skip

            objectName: "skip"
            theme: page.theme
            text: qsTr("Bỏ qua")
            width: ways.half
            height: ways.height
            onClicked: page.visit.skip()
        }
    }
}
