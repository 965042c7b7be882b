import QtQuick
import HaiLong

// Below the officials: the whole office, and the way to more of them.
Item {
    id: row

    required property VisitModel visit
    required property Theme theme
    readonly property int paging: next.visible ? previous.width + next.width + 2 * row.theme.spaceS : 0

    height: row.theme.sizeButton

    PushButton {
        id: whole

        objectName: "wholeDesk"
        theme: row.theme
        glyph: "people"
        text: qsTr("Không nhớ / Đánh giá cả bộ phận")
        width: row.width - row.paging
        onClicked: row.visit.wholeDesk()
    }
    PushButton {
        id: previous

        objectName: "previousPage"
        visible: row.visit.hasPreviousPage || row.visit.hasNextPage
        enabled: row.visit.hasPreviousPage
        opacity: enabled ? 1 : 0.35
        theme: row.theme
        glyph: "back"
        Accessible.name: qsTr("Trang trước")
        width: row.theme.sizeTargetMin
        x: whole.width + row.theme.spaceS
        onClicked: row.visit.turnPage(-1)
    }
    PushButton {
        id: next

        objectName: "nextPage"
        visible: previous.visible
        enabled: row.visit.hasNextPage
        opacity: enabled ? 1 : 0.35
        theme: row.theme
        glyph: "next"
        Accessible.name: qsTr("Trang sau")
        width: row.theme.sizeTargetMin
        x: previous.x + previous.width + row.theme.spaceS
        onClicked: row.visit.turnPage(1)
    }
}
