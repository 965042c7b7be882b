import QtQuick

// A square drawing of assets/drawings.
Drawing {
    id: icon

    required property string icon
    property int side: icon.theme.u(32)

    name: icon.icon === "" ? "" : "drawings/" + icon.icon
    width: icon.side
    height: icon.side
}
