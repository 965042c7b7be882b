"""Officials' photos: given, removed and shown."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.tables import officials, photos
from sync.central.database.text import storable
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.official_pages import OfficialPages, person_of
from sync.central.directory.photos import MAX_UPLOAD, PhotoRefused, prepared_photo, small_photo
from sync.central.directory.writing import give_photo
from sync.central.web.forms import Form, Limits
from sync.central.web.security import protect

_LIMITS: Final = Limits(size=MAX_UPLOAD + 64 * 1024, files=1)


def routes(office: Office) -> list[BaseRoute]:
    """The routes of photos."""
    pages, page, form = PhotoPages(office), office.gate.page, office.gate.form
    return [
        form("/directory/officials/{official}/photo", Power.EDIT_DIRECTORY, pages.save_photo, limits=_LIMITS),
        page("/directory/photos/{digest}", Power.EDIT_DIRECTORY, pages.show_photo),
        page("/directory/faces/{digest}", Power.EDIT_DIRECTORY, pages.show_face),
    ]


@dataclass(frozen=True)
class PhotoPages:
    """A photo is sent from its official's page, and seen there."""

    office: Office

    def save_photo(self, request: Request, reader: Reader, form: Form) -> Response:
        official = request.path_params["official"]
        upload = form.file("photo")
        jpeg = None
        try:
            jpeg = prepared_photo(upload.content) if upload is not None else None
        except PhotoRefused as why:
            form.refuse("photo", why.key)
        if upload is None and form.text("remove") != "1":
            form.refuse("photo", "refused_missing")
        if form.refusals:
            return OfficialPages(self.office).show_official(request, reader, form)
        with self.office.writing() as connection:
            person = person_of(connection, reader, official)
            give_photo(connection, official, jpeg)
            self.office.record(
                connection, reader, "photo_given" if jpeg else "photo_removed", official, unit=person.unit
            )
        return self.office.go(request, f"/directory/officials/{official}", saved="1")

    def show_photo(self, request: Request, reader: Reader) -> Response:
        """A photo of somebody in scope, as kiosks show it."""
        return _picture(self._photo(request, reader))

    def show_face(self, request: Request, reader: Reader) -> Response:
        """The same, small, for lists."""
        try:
            return _picture(small_photo(self._photo(request, reader)))
        except PhotoRefused as error:
            raise Absent from error

    def _photo(self, request: Request, reader: Reader) -> bytes:
        digest = storable(request.path_params["digest"])
        with self.office.reading() as connection:
            whose = (
                connection.execute(select(officials.c.unit).where(officials.c.photo == digest))
                .scalars()
                .all()
            )
            jpeg: bytes | None = connection.execute(
                select(photos.c.jpeg).where(photos.c.digest == digest)
            ).scalar_one_or_none()
        if jpeg is None or not any(reader.scope.holds(unit) for unit in whose):
            raise Absent
        return bytes(jpeg)


def _picture(jpeg: bytes) -> Response:
    response = Response(jpeg, media_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return protect(response)
