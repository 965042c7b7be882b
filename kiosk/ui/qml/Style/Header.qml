import QtQuick
import HaiLong

// The band that never changes: mark, office, frieze. Its right corner is known to staff; the rest takes no touch.
Rectangle {
    id: header

    required property Theme theme
    required property string unitName
    required property bool practising
    required property bool unreadable
    required property string signedOn
    required property string signedOff
    readonly property int margin: header.theme.portrait ? header.theme.spaceXl : header.theme.spaceMargin

    signal cornerTouched()

    height: header.theme.sizeHeader
    color: header.theme.brand

    Row {
        id: name

        visible: !banner.visible
        x: header.margin
        height: band.height
        spacing: header.theme.spaceS

        Drawing {
            id: mark

            theme: header.theme
            name: "drawings/mark"
            width: header.theme.u(42)
            height: header.theme.u(27)
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: product

            visible: header.width - name.x - mark.width - header.margin - 2 * header.theme.spaceL
                - product.width >= unit.implicitWidth
            theme: header.theme
            text: "Hài Lòng"
            size: header.theme.typeHeader
            color: header.theme.onBrand
            font.weight: header.theme.weightTitle
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    Words {
        id: unit

        visible: !banner.visible
        theme: header.theme
        text: header.unitName
        size: header.theme.typeHeader
        color: header.theme.onBrand
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: header.theme.typeLeast
        elide: Text.ElideRight
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignRight
        anchors {
            left: name.right
            leftMargin: header.theme.spaceL
            right: header.right
            rightMargin: header.margin
            verticalCenter: name.verticalCenter
        }
    }

    Item {
        id: band

        width: parent.width
        height: header.theme.u(60)
    }

    Image {
        id: frieze

        anchors.bottom: parent.bottom
        width: parent.width
        height: header.theme.u(20)
        source: "image://drawings/" + header.theme.palette + "/drawings/frieze"
        sourceSize: Qt.size(header.theme.u(32), header.theme.u(20))
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignLeft
        Accessible.ignored: true
    }

    Banner {
        id: banner

        theme: header.theme
        practising: header.practising
        unreadable: header.unreadable
        signedOn: header.signedOn
        signedOff: header.signedOff
        width: parent.width
        height: parent.height
    }

    Item {
        objectName: "corner"
        width: header.theme.sizeTargetMin
        height: width
        x: header.width - width
        Accessible.ignored: true

        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
            onTapped: header.cornerTouched()
        }
    }

    Rectangle {
        visible: header.theme.highContrast
        y: parent.height
        width: parent.width
        height: header.theme.borderHighContrast
        color: header.theme.line
    }
}
