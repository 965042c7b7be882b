pragma ComponentBehavior: Bound

import QtQuick
import HaiLong
import "Pages"
import "Style"

// The window: the header stands still, pages come and go below it.
Rectangle {
    id: root

    required property VisitModel visit
    required property StaffModel staff
    readonly property Theme theme: root.visit.theme as Theme

    color: root.theme.paper

    // What stands still for hours moves a few pixels in minutes, all of it: no edge burns in.
    transform: Translate { x: root.visit.driftX; y: root.visit.driftY }

    Rectangle {
        x: -root.theme.u(8)
        y: x
        width: root.width - 2 * x
        height: root.height - 2 * y
        color: root.color
    }

    // The page that is next is made piece by piece while the touch before it is still seen.
    component Slot: Loader {
        id: slot

        required property string page
        readonly property bool shown: root.visit.page === slot.page
        readonly property bool coming: root.visit.coming === slot.page

        anchors.fill: parent
        active: slot.shown || slot.coming
        asynchronous: slot.coming && !slot.shown
        visible: (slot.shown || !slot.coming) && !root.visit.choosingLanguage
        onShownChanged: if (slot.shown && slot.item) (slot.item as PageFrame).enter()
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
    Slot {
        page: "staff_pin"
        sourceComponent: StaffPinPage { visit: root.visit; theme: root.theme; staff: root.staff }
    }
    Slot {
        page: "staff"
        sourceComponent: StaffPage { visit: root.visit; theme: root.theme; staff: root.staff }
    }

    // What the corner does, for a kiosk whose screen takes no touch.
    Shortcut {
        sequence: "Ctrl+Alt+S"
        context: Qt.ApplicationShortcut
        onActivated: root.staff.call()
    }

    Loader {
        anchors.fill: parent
        active: root.visit.choosingLanguage
        sourceComponent: LanguagesPage { visit: root.visit; theme: root.theme }
    }

    Header {
        theme: root.theme
        unitName: root.visit.unitName
        practising: root.visit.practising
        unreadable: root.visit.unreadable
        signedOn: root.visit.signedOn
        signedOff: root.visit.signedOff
        width: parent.width
        onCornerTouched: root.visit.touchCorner()
    }

    FocusRing { theme: root.theme }
}
