pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "Pages"
import "Style"

// The window: the header stands still, pages come and go below it.
Rectangle {
    id: root

    required property VisitModel visit
    readonly property Theme theme: root.visit.theme as Theme

    color: root.theme.paper

    component Slot: Loader {
        id: slot

        required property string page

        anchors.fill: parent
        active: root.visit.page === slot.page
    }

    Slot {
        page: "attract"
        sourceComponent: AttractPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "out_of_hours"
        sourceComponent: OutOfHoursPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "officials"
        sourceComponent: OfficialsPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "score"
        sourceComponent: ScorePage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "criteria"
        sourceComponent: CriteriaPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "reasons"
        sourceComponent: ReasonsPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "comment"
        sourceComponent: CommentPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "thanks"
        sourceComponent: ThanksPage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "still_there"
        sourceComponent: StillTherePage { visit: root.visit; theme: root.theme }
    }
    Slot {
        page: "paused"
        sourceComponent: PausedPage { visit: root.visit; theme: root.theme }
    }

    Header {
        theme: root.theme
        unitName: root.visit.unitName
        practising: root.visit.practising
        unreadable: root.visit.unreadable
        width: parent.width
        onCornerTouched: root.visit.touchCorner()
    }
}
