import QtQuick
import HaiLong
import "../Style"

// Whom this visit is about: photo, name, counter; or the whole office.
Item {
    id: badge

    required property VisitModel visit
    required property Theme theme
    property bool upright: badge.theme.portrait
    property bool brief: false
    readonly property bool pictured: !badge.visit.ratesWholeDesk

    implicitHeight: badge.upright ? names.y + names.height : photo.height

    Photo {
        id: photo

        theme: badge.theme
        visible: badge.pictured
        url: badge.visit.personPhoto
        width: badge.theme.u(badge.upright ? 176 : 72)
        height: badge.theme.u(badge.upright ? 222 : 88)
    }
    Rectangle {
        visible: !badge.pictured
        width: photo.width
        height: badge.upright ? photo.width : photo.height
        radius: badge.theme.radiusControl
        color: badge.theme.sunken
        border.color: badge.theme.hairline
        border.width: badge.theme.borderRest
        y: badge.upright ? photo.height - height : 0

        Icon {
            theme: badge.theme
            icon: "people"
            side: badge.theme.u(badge.upright ? 96 : 44)
            anchors.centerIn: parent
        }
    }
    Column {
        id: names

        x: badge.upright ? 0 : photo.width + badge.theme.spaceM
        y: badge.upright ? photo.height + badge.theme.spaceL : Math.round((photo.height - names.height) / 2)
        width: badge.width - names.x

        Words {
            width: parent.width
            theme: badge.theme
            text: badge.visit.ratesWholeDesk ? qsTr("Cả bộ phận") : badge.visit.person
            spacing: 1.25
            font.weight: badge.theme.weightStrong
            fontSizeMode: badge.upright ? Text.FixedSize : Text.HorizontalFit
            minimumPixelSize: badge.theme.typeLeast
            elide: Text.ElideRight
            wrapMode: badge.upright ? Text.WordWrap : Text.NoWrap
            maximumLineCount: 2
        }
        Words {
            width: parent.width
            visible: badge.pictured || !badge.brief
            theme: badge.theme
            text: badge.visit.ratesWholeDesk ? badge.visit.unitName
                : badge.visit.personCounterNo === 0 ? badge.visit.personCounter
                : qsTr("Quầy %1 · %2").arg(badge.visit.personCounterNo).arg(badge.visit.personCounter)
            size: badge.theme.typeCaption
            color: badge.theme.inkSoft
            fontSizeMode: badge.upright ? Text.FixedSize : Text.HorizontalFit
            minimumPixelSize: badge.theme.typeLeast
            elide: Text.ElideRight
            wrapMode: badge.upright ? Text.WordWrap : Text.NoWrap
            maximumLineCount: 2
        }
    }
}
