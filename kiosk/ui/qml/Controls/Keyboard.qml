pragma ComponentBehavior: Bound

import QtQuick
import HaiLong

// The keys on their tray, where the view model put them.
Rectangle {
    id: keyboard

    required property CommentModel comment
    required property Theme theme

    height: keyboard.comment.keyboardHeight
    color: keyboard.theme.sunken

    Rectangle {
        width: parent.width
        height: keyboard.theme.highContrast ? keyboard.theme.borderHighContrast : keyboard.theme.borderRest
        color: keyboard.theme.hairline
    }

    Repeater {
        model: keyboard.comment.keys

        Key {
            required property int placeX
            required property int placeY
            required property int keyWidth
            required property int keyHeight

            comment: keyboard.comment
            theme: keyboard.theme
            x: placeX
            y: placeY
            width: keyWidth
            height: keyHeight
        }
    }
}
