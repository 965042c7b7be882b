import QtQuick
import "../Controls"

// What should improve: several may be chosen, and the same are offered whatever the score was.
AskingFrame {
    id: page

    objectName: "page-reasons"

    title: page.visit.question
    hint: qsTr("Ý kiến đã được ghi nhận. Có thể chọn nhiều mục, hoặc để trống.")

    ChoiceGrid {
        visit: page.visit
        theme: page.theme
        several: true
        first: page.upright ? 1 : 2
        anchors.fill: parent
        onTouched: (question, choice) => page.visit.touchReason(choice)
    }
}
