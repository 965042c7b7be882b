import QtQuick
import HaiLong

// Text in the bundled letters, never closer than stacked marks allow.
Text {
    id: words

    required property Theme theme
    property int size: words.theme.typeBody
    property real spacing: words.theme.lineText

    color: words.theme.ink
    font.family: words.theme.fontFamily
    font.hintingPreference: Font.PreferNoHinting
    font.pixelSize: words.size
    font.weight: words.theme.weightText
    font.letterSpacing: words.size < words.theme.typeTitle ? 0 : -words.size / 64
    lineHeight: Math.ceil(words.size * words.spacing)
    lineHeightMode: Text.FixedHeight
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    Accessible.role: Accessible.StaticText
    Accessible.name: words.text.replace("\n", " ")
    Accessible.ignored: !words.visible || words.text === ""
}
