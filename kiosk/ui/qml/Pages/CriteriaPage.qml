pragma ComponentBehavior: Bound

import QtQuick
import "../Controls"

// A few more questions, one glance each; the rating is kept already.
AskingFrame {
    id: page

    objectName: "page-criteria"

    title: page.visit.question === "" ? qsTr("Xin Ông/Bà cho biết thêm") : page.visit.question
    hint: qsTr("Ý kiến đã được ghi nhận. Phần dưới đây có thể để trống.")

    Loader {
        anchors.fill: parent
        sourceComponent: page.visit.question === "" ? rows : grid
    }

    Component {
        id: rows

        ChoiceRows {
            visit: page.visit
            theme: page.theme
        }
    }
    Component {
        id: grid

        ChoiceGrid {
            visit: page.visit
            theme: page.theme
            first: page.upright ? 1 : 2
            onTouched: (question, choice) => page.visit.answer(question, choice)
        }
    }
}
