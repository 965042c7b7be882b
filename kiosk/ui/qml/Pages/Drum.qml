import QtQuick
import "../Style"

// The bronze drum of the pages where nobody chooses: beside the words, in portrait above them.
Drawing {
    id: drum

    required property PageFrame page

    theme: drum.page.theme
    name: "drawings/drum"
    width: drum.theme.portrait ? drum.theme.u(620)
        : Math.min(drum.theme.u(668), drum.page.footer - drum.page.below - 2 * drum.theme.spaceL)
    height: width
    x: drum.theme.portrait ? Math.round((drum.page.width - width) / 2)
        : drum.page.width - Math.round(width * 0.62)
    y: drum.theme.portrait ? Math.round((drum.page.below + drum.page.reach - height) / 2) + drum.theme.spaceM
        : Math.round((drum.page.below + drum.page.footer - height) / 2)
}
