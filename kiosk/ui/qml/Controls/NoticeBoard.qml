import QtQuick
import HaiLong
import "../Style"

// What citizens may know, a notice at a time: only these few lines change, and at once: a fade would be most of what
// a kiosk at rest has to draw.
Item {
    id: board

    required property VisitModel visit
    required property Theme theme
    property bool headed: true
    readonly property bool measured: board.visit.notice !== "" // its lines are broken where they fit
    readonly property int textSize: board.theme.portrait ? board.theme.typeBody : board.theme.typeCaption

    function words(kind: string): string {
        switch (kind) {
        case "privacy": return qsTr("Khoảng một phút. Không hỏi tên, không hỏi số căn cước.")
        case "rights": return qsTr("Ông/Bà có quyền giám sát cán bộ, công chức thi hành công vụ.")
        default: return ""
        }
    }

    function heading(kind: string): string {
        switch (kind) {
        case "privacy": return qsTr("Đánh giá không ghi tên")
        case "conduct": return qsTr("Quy tắc ứng xử của công chức")
        case "published": return qsTr("Kết quả đã công bố")
        default: return qsTr("Quyền của Ông/Bà")
        }
    }

    objectName: "noticeBoard"
    implicitHeight: lines.height

    Column {
        id: lines

        objectName: "notice"
        width: board.width

        Words {
            width: parent.width
            visible: board.headed
            theme: board.theme
            text: board.heading(board.visit.noticeKind)
            size: board.theme.portrait ? board.theme.typeCaption : board.theme.typeLeast
            spacing: 1.15
            color: board.theme.highContrast ? board.theme.ink : board.theme.brand
            font.weight: board.theme.weightStrong
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: board.theme.typeLeast
            wrapMode: Text.NoWrap
        }
        Words {
            id: told

            width: parent.width
            theme: board.theme
            text: board.measured ? board.visit.notice : board.words(board.visit.noticeKind)
            size: board.measured || board.theme.portrait ? board.textSize : board.theme.typeHeader
            spacing: board.theme.portrait ? board.theme.lineText : 1.15
            maximumLineCount: board.theme.portrait ? 3 : 2
            elide: board.measured ? Text.ElideNone : Text.ElideRight
            wrapMode: board.measured ? Text.NoWrap : Text.Wrap
        }
    }
}
