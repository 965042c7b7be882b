import QtQuick
import HaiLong
import "../Style"

// When the office opens next: today, tomorrow, within a week by its weekday, later by its date.
Words {
    id: opens

    required property VisitModel visit
    readonly property date day: Date.fromLocaleString(Qt.locale("C"), opens.visit.opensDate, "yyyy-MM-dd")
    readonly property list<string> weekdays: [
        qsTr("Chủ nhật"), qsTr("thứ Hai"), qsTr("thứ Ba"), qsTr("thứ Tư"),
        qsTr("thứ Năm"), qsTr("thứ Sáu"), qsTr("thứ Bảy")
    ]
    readonly property string time: opens.visit.opensMinute === 0 ? qsTr("%1 giờ").arg(opens.visit.opensHour)
        : qsTr("%1 giờ %2").arg(opens.visit.opensHour).arg(String(opens.visit.opensMinute).padStart(2, "0"))

    function when(): string {
        switch (opens.visit.opensDays) {
        case 0:
            return qsTr("%1 hôm nay").arg(opens.time);
        case 1:
            return qsTr("%1 ngày mai").arg(opens.time);
        default:
            return opens.visit.opensDays < 7 ? qsTr("%1, %2").arg(opens.time).arg(opens.weekdays[opens.day.getDay()])
                : qsTr("%1, ngày %2").arg(opens.time).arg(opens.day.toLocaleDateString(Qt.locale(opens.visit.language), "d MMMM"));
        }
    }

    visible: opens.visit.opensDays >= 0
    text: qsTr("Mở cửa lại: %1").arg(opens.when())
    font.weight: opens.theme.weightStrong
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: opens.theme.typeLeast
    wrapMode: Text.NoWrap
}
