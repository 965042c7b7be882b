import QtQuick
import HaiLong

// Below the officials: the whole office, and the way to more of them.
Item {
    id: row

    required property VisitModel visit
    required property Theme theme
    readonly property bool narrow: row.width < row.theme.u(660)
    readonly property bool worded: row.visit.othersNext && row.width >= row.theme.u(540)
    readonly property int paging: (previous.visible ? previous.width + row.theme.spaceS : 0)
        + (next.visible ? next.width + row.theme.spaceS : 0)

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
        visible: next.visible && !row.narrow && (row.visit.hasPreviousPage || !row.worded)
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
        visible: row.visit.hasPreviousPage || row.visit.hasNextPage
        enabled: row.visit.hasNextPage || row.narrow // where one button has to do, the first page follows the last
        opacity: enabled ? 1 : 0.35
        theme: row.theme
        glyph: "next"
        text: row.worded ? qsTr("Người khác") : "" // who is not on duty can have served, too
        size: row.theme.typeCaption
        Accessible.name: row.visit.othersNext ? qsTr("Người khác") : qsTr("Trang sau")
        width: text === "" ? row.theme.sizeTargetMin : row.narrow ? 2 * row.theme.sizeTargetMin : implicitWidth
        x: row.width - width
        onClicked: row.visit.turnPage(row.visit.hasNextPage ? 1 : -row.visit.pageNo)
    }
}
