import QtQuick
import "../Controls"
import "../Style"

// A page of questions that may all be left blank: what is asked, room for the answers, and four ways on.
PageFrame {
    id: frame

    required property string hint
    default property alias answers: answers.data
    readonly property bool upright: frame.theme.portrait
    readonly property int lowest: frame.upright ? frame.footer - frame.theme.spaceL - frame.theme.sizeTallButton
        : frame.footer
    readonly property int start: frame.upright ? frame.reach : quiet.y + (frame.cramped ? 0 : quiet.height) + frame.theme.spaceXs
    readonly property int room: frame.lowest - (frame.upright ? frame.theme.spaceL : frame.theme.spaceS) - frame.start

    Drawing {
        wanted: frame.upright && !frame.theme.highContrast
        theme: frame.theme
        name: "drawings/drum"
        colours: "watermark"
        width: frame.theme.u(520)
        height: width
        x: frame.width - Math.round(width / 2)
        y: Math.round((frame.below + frame.reach - height) / 2)
    }

    readonly property int needed: frame.visit.leastLines * (frame.theme.sizeTargetMin + frame.theme.spaceS)
    readonly property int spare: frame.lowest - frame.theme.spaceXs - frame.needed - heading.y
    readonly property int wished: Math.min(whole.height, (frame.upright ? 7 : 2) * whole.lineHeight)
    readonly property bool cramped: !frame.upright && frame.spare - quiet.height < 0.8 * frame.wished

    // How high the title stands unbroken; a question of many words is set smaller, never cut.
    Words {
        id: whole

        visible: false
        theme: frame.theme
        text: frame.title
        size: heading.size
        spacing: frame.theme.lineTitle
        font.weight: frame.theme.weightTitle
        width: heading.width
        Accessible.ignored: true
    }
    Words {
        id: heading

        theme: frame.theme
        text: frame.title
        size: frame.upright ? frame.theme.typeDisplay : frame.theme.typeTitle
        font.weight: frame.theme.weightTitle
        Accessible.role: Accessible.Heading
        fontSizeMode: Text.Fit
        minimumPixelSize: frame.theme.typeCaption
        lineHeight: frame.theme.lineTitle / 1.25
        lineHeightMode: Text.ProportionalHeight
        verticalAlignment: Text.AlignVCenter
        x: frame.margin
        y: frame.upright ? quiet.y - height - frame.theme.spaceS
            : frame.below + (frame.theme.largeText ? frame.theme.spaceXxs : frame.theme.spaceXs)
        width: frame.upright ? frame.theme.u(700) : frame.innerWidth
        height: frame.upright ? frame.wished : Math.min(frame.wished, frame.spare - (frame.cramped ? 0 : quiet.height))
    }
    Words {
        id: quiet

        theme: frame.theme
        visible: !frame.cramped
        text: frame.hint.replace(/ (?=\S+$)/, "\u00a0") // its last syllable never stands alone in a line
        size: frame.theme.typeCaption
        color: frame.theme.inkSoft
        x: frame.margin
        y: frame.upright ? frame.reach - height - frame.theme.spaceL : heading.y + heading.height
        width: frame.upright ? frame.theme.u(800) : heading.width
    }

    Item {
        id: answers

        x: frame.margin
        y: frame.start
        width: frame.innerWidth
        height: frame.room
    }

    PushButton {
        id: back

        objectName: "back"
        theme: frame.theme
        glyph: "back"
        text: frame.upright || !(frame.theme.largeText || frame.visit.mayReadAloud) ? qsTr("Quay lại") : ""
        Accessible.name: qsTr("Quay lại")
        width: text === "" ? frame.theme.sizeTargetMin : implicitWidth
        x: frame.margin
        y: frame.footer
        onClicked: frame.visit.goBack()
    }
    LookBar {
        id: look

        visit: frame.visit
        theme: frame.theme
        small: !frame.upright || frame.theme.largeText
        room: frame.innerWidth - back.width - frame.theme.spaceS
        x: frame.width - frame.margin - width
        y: frame.footer
    }
    Row {
        id: ways

        readonly property int start: frame.upright ? frame.margin : back.x + back.width + frame.theme.spaceL
        readonly property int end: frame.upright ? frame.width - frame.margin : look.x - frame.theme.spaceL
        readonly property int half: Math.floor((ways.end - ways.start - ways.spacing) / 2)

        spacing: frame.theme.spaceS
        x: ways.start
        y: frame.lowest

        PushButton {
            objectName: "skip"
            theme: frame.theme
            text: qsTr("Bỏ qua")
            width: ways.half
            height: frame.upright ? frame.theme.sizeTallButton : implicitHeight
            onClicked: frame.visit.skip()
        }
        PushButton {
            objectName: "goOn"
            theme: frame.theme
            text: qsTr("Tiếp tục")
            filled: true
            width: ways.half
            height: frame.upright ? frame.theme.sizeTallButton : implicitHeight
            onClicked: frame.visit.goOn()
        }
    }
}
