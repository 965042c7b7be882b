"""Publishing: what would change for how many kiosks, doing it, and what was published before."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.api.site import site_of
from sync.central.directory.edition import edition_of
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.tree import read_tree
from sync.central.directory.publications import (
    UnitChange,
    list_publications,
    pending_changes,
    publish_edits,
)
from sync.central.directory.refusal import WouldMoveKiosks
from sync.central.directory.versions import who_has_which
from sync.central.web.forms import Form

_AT_A_TIME: Final = 50


def routes(office: Office) -> list[BaseRoute]:
    """The routes of publishing."""
    pages, page, form = PublishPages(office), office.gate.page, office.gate.form
    return [
        page("/directory/publish", Power.EDIT_DIRECTORY, pages.show),
        form("/directory/publish", Power.EDIT_DIRECTORY, pages.publish),
        page("/directory/history", Power.EDIT_DIRECTORY, pages.show_history),
    ]


@dataclass(frozen=True)
class PublishPages:
    """What waits, and what went out."""

    office: Office

    def show(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """What waits for the kiosks in scope."""
        with self.office.reading() as connection:
            changes = self._pending(connection, reader)
            has = [one for one in who_has_which(connection) if reader.scope.holds(one.unit)]
        return self.office.show(
            request,
            "publish.html",
            form=form,
            changes=changes[:_AT_A_TIME],
            more=max(0, len(changes) - _AT_A_TIME),
            units=len(changes),
            reached=sum(change.kiosks for change in changes),
            numbers=Counter(one.kind for change in changes for one in change.differences),
            kiosks=len(has),
            up_to_date=sum(one.up_to_date for one in has),
            done=request.query_params.get("done", ""),
            left=request.query_params.get("left", ""),
            seen=edition_of(changes),
        )

    def publish(self, request: Request, reader: Reader, form: Form) -> Response:
        """Sign exactly what was shown."""
        state, published, left = self.office.gate.state, 0, 0
        try:
            with self.office.writing() as connection:
                if edition_of(self._pending(connection, reader)) != form.text("seen"):
                    form.refuse("page", "changes_are_others_now")
                else:
                    site = site_of(connection, state.settings)
                    for root in self._roots(connection, reader):
                        told = publish_edits(
                            connection, state.identity, state.clock, site, reader.name, unit=root
                        )
                        published += len(told.published)
                        left += len(told.unpublished)
                    self.office.record(connection, reader, "directory_published", "", kiosks=str(published))
        except WouldMoveKiosks:
            form.refuse("page", "would_move_kiosks")
        if form.refusals:
            return self.show(request, reader, form)
        return self.office.go(request, "/directory/publish", done=str(published), left=str(left))

    def show_history(self, request: Request, reader: Reader) -> Response:
        """What was published, newest first; of other units, only that it was."""
        with self.office.reading() as connection:
            found = list_publications(connection)
            names = {branch.unit: branch.name for branch in read_tree(connection, reader.scope)}
        mine = [
            (one, [change for change in one.changes if reader.scope.holds(change.unit)][:_AT_A_TIME])
            for one in found
        ]
        shown = [pair for pair in mine if pair[1] or reader.scope.everywhere]
        return self.office.show(request, "history.html", publications=shown, names=names)

    def _pending(self, connection: Connection, reader: Reader) -> list[UnitChange]:
        day = self.office.today
        return [
            change
            for root in self._roots(connection, reader)
            for change in pending_changes(connection, day, root)
        ]

    def _roots(self, connection: Connection, reader: Reader) -> list[str | None]:
        """The tops of what the reader may publish; None: everything."""
        if reader.scope.everywhere:
            return [None]
        return [branch.unit for branch in read_tree(connection, reader.scope) if branch.depth == 0]
