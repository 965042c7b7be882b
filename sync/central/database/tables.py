"""Every table, as SQLAlchemy Core. Derived tables can be rebuilt from `lines` alone."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.schema import SchemaItem

Long = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both engines; STRICT tables of SQLite know no BIGINT."""

metadata = MetaData()


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


def _text(name: str, *, key: bool = False, null: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null, unique=unique)


def _long(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, Long, primary_key=key, nullable=null, autoincrement=False)


def _bytes(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


# The province as its people wrote it. A row that left the province stays, with active = 0.

units = _table(
    "units",
    _text("unit", key=True),
    _text("name_vi"),
    _text("name_en"),
    _long("active"),
    _text("parent", null=True),  # the unit it belongs to; none: it stands at the top
    _text("since", null=True),  # its first day, YYYY-MM-DD; none: nobody wrote it down
    _text("until", null=True),  # the first day on which it was no more
    _text("province", null=True),  # the server of the province that relays it here; none: our own
    Index("units_by_parent", "parent"),
    Index("units_by_name", "name_vi", "unit"),
)
successions = _table(  # whose figures are read as whose: communes merge, districts vanish
    "successions",
    Column("predecessor", Text, ForeignKey("units.unit"), primary_key=True),
    Column("successor", Text, ForeignKey("units.unit"), primary_key=True),
    _text("since"),  # YYYY-MM-DD
)
counters = _table(
    "counters",
    _text("counter", key=True),
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
    _long("number"),
    _text("name_vi"),
    _text("name_en"),
    _long("active"),
)
officials = _table(
    "officials",
    _text("official", key=True),
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
    _text("name"),
    _text("title_vi"),
    _text("title_en"),
    _text("photo", null=True),  # SHA-256 of a row in photos
    _long("active"),
    _text("pin", null=True),  # PHC
    _text("badge", null=True),  # SHA-256 of its secret
    _text("code", null=True),  # the number that people's own lists give them
    Index("officials_by_code", "code", unique=True),
)
moves = _table(  # in which unit an official serves from which day on; '' where nobody wrote the day down
    "moves",
    Column("official", Text, ForeignKey("officials.official"), primary_key=True),
    _text("since", key=True),  # YYYY-MM-DD
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
)
leaves = _table(  # days on which an official does not serve
    "leaves",
    Column("official", Text, ForeignKey("officials.official"), primary_key=True),
    _text("first", key=True),  # YYYY-MM-DD
    _text("last", null=True),  # the last day of it; none: until somebody says so
)
staff = _table(  # who may open the staff page of the unit's kiosks
    "staff",
    _text("staff", key=True),
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
    _text("name"),
    _text("pin"),  # PHC
    _long("active"),
)
counter_officials = _table(  # who serves where now
    "counter_officials",
    Column("counter", Text, ForeignKey("counters.counter"), primary_key=True),
    Column("official", Text, ForeignKey("officials.official"), primary_key=True),
)
rosters = _table(  # who is on duty where on which days, as far as somebody wrote it down
    "rosters",
    Column("counter", Text, ForeignKey("counters.counter"), primary_key=True),
    Column("official", Text, ForeignKey("officials.official"), primary_key=True),
    _text("day", key=True),  # mon … sun, or one date YYYY-MM-DD, which goes before the weekday
)
postings = _table(  # every unit an official was ever posted to: a late rating may still name it
    "postings",
    Column("official", Text, ForeignKey("officials.official"), primary_key=True),
    Column("unit", Text, ForeignKey("units.unit"), primary_key=True),
)
photos = _table("photos", _text("digest", key=True), _bytes("jpeg"))
province = _table(
    "province", _text("name", key=True), _text("document")
)  # questionnaires, texts, policies: JSON

questionnaires = _table(  # every version that was ever loaded: ratings are judged by the one they name
    "questionnaires", _text("id", key=True), _long("version", key=True), _text("document")
)

unit_settings = _table(  # what a unit, and every unit below it, does differently: JSON objects
    "unit_settings",
    Column("unit", Text, ForeignKey("units.unit"), primary_key=True),
    _text("name", key=True),  # texts | policies
    _text("document"),
)
cohorts = _table("cohorts", _text("cohort", key=True), _text("name_vi"), _text("name_en"))
cohort_units = _table(
    "cohort_units",
    Column("cohort", Text, ForeignKey("cohorts.cohort"), primary_key=True),
    Column("unit", Text, ForeignKey("units.unit"), primary_key=True),
    _text("since", key=True),  # YYYY-MM-DD
    _text("until", null=True),  # the first day on which it is in it no more
)

# What is being prepared for the kiosks, and what was sent out.

drafts = _table(  # a questionnaire that nobody published yet
    "drafts", _text("id", key=True), _text("document")
)
releases = _table(  # who published which version; `restores`: the older version that it repeats
    "releases",
    _text("id", key=True),
    _long("version", key=True),
    _text("person"),
    _long("released_ms"),
    _long("restores", null=True),
)
imports = _table(  # files that were looked at and wait for somebody to say yes
    "imports",
    _text("digest", key=True),  # of the preview that was shown
    _text("person"),
    _text("name"),
    _text("unit", null=True),  # whose rows they are, where the file does not say
    _bytes("raw"),
    _long("made_ms"),
)
published = _table(  # what the kiosks of a unit were last told of it; edits wait until somebody publishes
    "published",
    Column("unit", Text, ForeignKey("units.unit"), primary_key=True),
    _text("parts"),  # JSON
)
publications = _table(
    "publications",
    Column("publication_no", Long, primary_key=True, autoincrement=True),
    _text("person"),
    _text("unit", null=True),  # for the kiosks of that unit and below; none: for all
    _long("published_ms"),
    _long("kiosks"),  # how many got a new directory
    _text("changes"),  # JSON
)

# The fleet.

kiosks = _table(
    "kiosks",
    _text("kiosk", key=True),
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
    Column("counter", Text, ForeignKey("counters.counter"), nullable=True),
    _text("attribution"),  # fixed | choose
    _text("name"),
    _text("state"),  # awaited | enrolled | replaced | retired | revoked | relayed
    _text("public_key", null=True, unique=True),  # hex
    _text("seal_key", null=True),  # hex
    _text("device", null=True),  # what the kiosk calls itself
    _long("added_ms"),
    _long("enrolled_ms", null=True),
    _long("last_heard_ms", null=True),
    _text("pull_address", null=True),  # https://host:port where it is asked; none: it calls
    # from its last heartbeat
    _text("ledger", null=True),
    _long("last", null=True),
    _text("head", null=True),
    _long("settled", null=True),
    _long("pending", null=True),  # last minus what was held here at that moment
    _long("room_bytes", null=True),
    _text("software", null=True),
    _long("directory_version", null=True),
    _long("offset_ms", null=True),
    _text("replaced_by", null=True),  # the kiosk that stands there now
    _text("settings", null=True),  # JSON: what holds for it instead of the province's policies
    _text("province", null=True),  # as its unit's; then its state is 'relayed'
    _long("ring", null=True),  # which get releases first: 0 pilot, 1 early; null: everybody else
    Index("kiosks_by_unit", "unit", "name", "kiosk"),
    Index("kiosks_by_heard", "last_heard_ms", "kiosk"),
    Index("kiosks_by_pending", "pending", "kiosk"),
    Index("kiosks_by_room", "room_bytes", "kiosk"),
    Index("kiosks_by_name", "name", "kiosk"),
    Index("kiosks_by_replacement", "replaced_by"),
    Index("kiosks_by_province", "province"),
)
program_releases = _table(  # programs that kiosks may become; whoever signed them, it was no server
    "program_releases",
    _text("release", key=True),  # SHA-256 of the document
    _long("number"),
    _text("software"),
    _text("system"),
    _text("key"),  # whose signature it bears, hex
    _long("size"),  # bytes, laid out
    _long("made_ms"),
    _long("expires_ms"),
    _bytes("document"),
    _text("added_by"),
    _long("added_ms"),
    _long("ring", null=True),  # kiosks of lower rings are told to take it; null: none is
    _long("share"),  # and so many percent of this ring
    _long("withdrawn_ms", null=True),
)
program_pieces = _table("program_pieces", _text("piece", key=True), _bytes("content"))
program_updates = _table(  # what kiosks' ledgers tell of releases
    "program_updates",
    Column("kiosk", Text, ForeignKey("kiosks.kiosk"), primary_key=True),
    _text("release", key=True),
    _long("number"),
    _long("begun_ms", null=True),
    _long("done_ms", null=True),
    _text("outcome", null=True),  # confirmed | crashed | unheard | damaged | superseded
    Index("program_updates_by_release", "release", "outcome"),
)
enrolment_codes = _table(
    "enrolment_codes",
    _text("digest", key=True),  # SHA-256 of the code's bytes: the code itself is shown once, kept nowhere
    Column("kiosk", Text, ForeignKey("kiosks.kiosk"), nullable=False),
    _long("expires_ms"),
    _text("used_by", null=True),  # public key, hex
)
rollouts = _table(  # one code for many kiosks of a unit
    "rollouts",
    _text("rollout", key=True),
    _text("code", unique=True),  # SHA-256 of its code
    Column("unit", Text, ForeignKey("units.unit"), nullable=False),
    _text("settings", null=True),  # what is set for each of its kiosks
    _long("most"),
    _long("taken"),
    _long("made_ms"),
    _long("expires_ms"),
    _long("ended_ms", null=True),
)
commands = _table(  # what kiosks were told to do once, and what came of it
    "commands",
    _text("command", key=True),
    Column("kiosk", Text, ForeignKey("kiosks.kiosk"), nullable=False),
    _text("what"),  # deliver | restart | diagnose
    _text("issued_by"),
    _long("issued_ms"),
    _long("expires_ms"),
    # as the kiosk's lines say; ms of their arrival
    _long("taken_ms", null=True),
    _long("done_ms", null=True),
    _text("outcome", null=True),  # done | failed | interrupted | unknown
    _text("code", null=True),
    _text("ledger", null=True),  # where its diagnostics stand among the blobs
    _text("attached", null=True),  # their digest
    Index("commands_by_kiosk", "kiosk", "issued_ms"),
)
canaries = _table(  # ratings of 1 that were planned, to prove that a kiosk's way to the figures is whole
    "canaries",
    _text("canary", key=True),
    Column("kiosk", Text, ForeignKey("kiosks.kiosk"), nullable=False),
    _text("day"),  # YYYY-MM-DD in UTC+7: when it shall be given, delivered and revealed
    _text("planned_by"),
    _long("planned_ms"),
    _text("code", null=True),  # the receipt code that the inspector brought back
    _text("given_by", null=True),
    _long("given_ms", null=True),
    _text("ledger", null=True),  # the rating that was found, and taken out
    _long("seq", null=True),
    _long("proven_ms", null=True),
    Index("canaries_by_kiosk", "kiosk", "day"),
    Index("canaries_by_ledger", "ledger"),
)
directories = _table(
    "directories",
    Column("kiosk", Text, ForeignKey("kiosks.kiosk"), primary_key=True),
    _long("version", key=True),
    _text("digest"),  # SHA-256 of raw
    _text("content"),  # SHA-256 of what it says, without version, date and head
    _bytes("raw"),
    _long("published_ms"),
)
server = _table(  # one row: whose database this is
    "server",
    _long("id", key=True),
    _text("server"),
    _text("ledger"),  # its own
    # where it last served: what commands beside it tell kiosks
    _text("address", null=True),
    _text("public_address", null=True),
    _text("ca", null=True),  # PEM
    _long("figures", null=True),  # which way of reading lines the figures come from
    # while its signing key changes: the key that kiosks shall believe, too, and where it may be found
    _text("other_key", null=True),  # hex
    _text("other_ca", null=True),  # PEM
    _text("other_addresses", null=True),  # JSON
)
server_keys = _table(  # every signing key that was ever published, hex; the current one is without an end
    "server_keys", _text("key", key=True), _long("since_ms"), _long("until_ms", null=True)
)

supervisors_keys = _table(  # X25519 public halves; the one without an end is sealed to
    "supervisors_keys", _text("key", key=True), _long("since_ms"), _long("until_ms", null=True)
)

openers = _table(  # supervisors with a passphrase, which closes the private half of a key of their own
    "openers",
    Column("account", Text, ForeignKey("accounts.account"), primary_key=True),
    _text("public"),  # hex
    _text("closed"),  # JSON
    _long("made_ms"),
)
key_shares = _table(  # a supervisors' private key, sealed to an opener's
    "key_shares",
    Column("key", Text, ForeignKey("supervisors_keys.key"), primary_key=True),
    Column("account", Text, ForeignKey("openers.account"), primary_key=True),
    _bytes("sealed"),
    _long("made_ms"),
)

# Ledgers, verbatim. The server's own ledger stands among them; its `kiosk` is the server's id.

ledgers = _table(
    "ledgers",
    Column("ledger_no", Long, primary_key=True, autoincrement=True),
    _text("ledger", unique=True),
    _text("kiosk"),
    _text("state"),  # held | quarantined
    _long("held"),
    _bytes("head"),
    _text("signature"),  # of that head, by the ledger's owner
    _text("reading"),  # JSON: where deriving figures stands after line `held`
    _long("opened_ms"),
    _long("received_ms"),  # when the cursor last moved
    _text("parent", null=True),  # the ledger that it follows, as its line 1 says
    _long("quarantined_from", null=True),  # the first line that is not counted until somebody says so
    # of lines that were released from salvages, numbered as they were in the ledger that they fell out of:
    _text("salvaged_from", null=True),
    _long("salvaged_after", null=True),  # its last line that they are read after
    Index("ledgers_by_parent", "parent"),
    Index("ledgers_by_kiosk", "kiosk"),
)
lines = _table(
    "lines",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _bytes("raw"),
    _bytes("hash"),
    _long("received_ms"),
)
blobs = _table(
    "blobs",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _text("digest", key=True),
    _bytes("sealed"),
    _long("received_ms"),
)
holes = _table(
    "holes",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("first", key=True),
    _long("last"),
    _bytes("head"),
    _long("received_ms"),
)
erased = _table(  # sealed blobs that are kept no more, and never again
    "erased", _text("digest", key=True), _long("erased_ms")
)
salvages = _table(  # kept, not counted until released
    "salvages",
    _text("digest", key=True),
    _text("kiosk"),
    _text("ledger"),
    _text("salvage"),  # forked | restored | corrupt
    _bytes("body"),
    _long("received_ms"),
    _long("released_ms", null=True),
    Index("salvages_by_kiosk", "kiosk"),
)
signed_heads = _table(  # of every delivery: where a relayed segment may end
    "signed_heads",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _text("signature"),
)
refused = _table(  # bodies nobody could take, kept aside; bounded for each sender
    "refused",
    Column("refused_no", Long, primary_key=True, autoincrement=True),
    _text("sender"),  # a kiosk, or '' while unproved
    _text("code"),
    _text("detail"),
    _bytes("body"),
    _long("received_ms"),
    Index("refused_by_sender", "sender", "refused_no"),
)

# The server above this one, and what it holds of ledgers that are here.

upstream = _table(  # at most one row
    "upstream",
    _long("id", key=True),
    _text("server"),
    _text("name"),  # what this province is called there
    _text("keys"),  # JSON: those of its keys that are believed, hex
    _text("ways"),  # JSON: [address, [CA in PEM or null]] in the order in which they are tried
    _long("enrolled_ms"),
    _long("heard_ms"),
    _text("told"),  # how the last contact ended, in words; '' if well
)
relayed = _table(
    "relayed",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("held"),  # there
    _text("head"),  # h(held) there, hex
    _text("told"),  # why nothing more of it goes; '' if it does
)
recorded = _table(  # what the own ledger last said of it
    "recorded", _text("what", key=True), _text("digest")
)

# The provinces that relay to this server.

provinces = _table(
    "provinces",
    Column("province_no", Long, primary_key=True, autoincrement=True),
    _text("name"),
    _text("server", null=True, unique=True),  # its server's id, once it came
    _text("state"),  # awaited | enrolled | revoked
    _text("code", null=True, unique=True),  # SHA-256 of its code
    _text("used_by", null=True),  # the key (hex) that came with the code
    _long("expires_ms"),
    _long("added_ms"),
    _long("heard_ms", null=True),
)
province_keys = _table(
    "province_keys",
    _text("key", key=True),
    _text("province"),
    _long("since_ms"),
    _long("until_ms", null=True),
)
province_entries = _table(  # what its lines are judged by, as its records say
    "province_entries",
    _text("province", key=True),
    _text("kind", key=True),  # counter | official | questionnaire
    _text("entry", key=True),
    _text("unit", key=True),  # '' of a questionnaire
    _text("document"),  # of a questionnaire: JSON
)
province_quarantines = _table(
    "province_quarantines",
    _text("province", key=True),
    _text("what", key=True),  # a ledger, or a kiosk: every ledger of it that is not named
    _long("since"),  # its first line that does not count
)

# What people must look at, and what they said of it.

alarms = _table(
    "alarms",
    Column("alarm_no", Long, primary_key=True, autoincrement=True),
    _text("kind"),
    _text("kiosk"),
    _text("ledger"),  # '' where it is about none
    _text("about"),  # what tells it from another of its kind: a ledger, a digest, lines
    _text("detail"),  # JSON
    _long("times"),
    _long("since_ms"),
    _long("last_ms"),
    _long("ended_ms", null=True),  # when it was so no longer
    _text("acknowledged_by", null=True),
    _long("acknowledged_ms", null=True),
    Index("alarms_by_ledger", "ledger", "kind"),
    Index("alarms_by_kiosk", "kiosk", "kind"),
)
proposals = _table(  # to count what is kept apart: one proposes, another releases
    "proposals",
    _text("what", key=True),  # a salvage's digest, or a quarantined ledger
    _text("proposed_by"),
    _text("why"),
    _long("proposed_ms"),
    _text("account", null=True),  # whose word it is, where an account gave it
)

# What citizens say on the phone, as own ledgers tell it: this server's, and those of provinces.

phone_ratings = _table(
    "phone_ratings",
    _text("teller", key=True),  # whose own ledger says it: a server's id
    _text("invitation", key=True),
    _text("kiosk"),
    _text("ledger"),  # the kiosk's, in which the invitation stands, or will
    _text("rating"),
    _text("document"),  # JSON: the line's body
    Index("phone_ratings_by_ledger", "ledger"),
    Index("phone_ratings_by_rating", "rating"),
)
phone_comments = _table(  # of this server alone: sealed blobs go nowhere
    "phone_comments",
    _text("comment", key=True),
    _text("rating"),
    _text("kiosk"),
    _text("ledger"),
    _text("digest"),  # of a row in blobs, under the own ledger
    _long("at_ms"),
    Index("phone_comments_by_rating", "rating"),
)
withdrawals = _table(  # whose text no unit shall read
    "withdrawals",
    _text("rating", key=True),
    _text("kiosk"),
    _text("ledger"),
    _long("at_ms"),
    # what a supervisor did with it
    _text("decision", null=True),  # erased | kept
    _long("decided_ms", null=True),
)

# Figures, derived.

ratings = _table(  # on PostgreSQL by `partitions`: without the reference, and the moment is in the key, too
    "ratings",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _text("rating"),  # UUID, an attribute: two ledgers may claim the same
    _text("kiosk"),
    _text("unit"),
    _text("counter", null=True),
    _text("named", null=True),  # whom the line names
    _text("official", null=True),  # whom it counts for, after corrections; null: the whole desk
    _long("score"),  # 1 … 5 as it stands after corrections
    _text("status"),  # counted | practice | withdrawn | canary | attention | late
    _text("via"),
    _text("stage", null=True),
    _text("questionnaire"),
    _long("up"),  # ms since its boot
    _long("earliest_ms", null=True),
    _long("latest_ms", null=True),
    _text("day"),  # YYYY-MM-DD in UTC+7; '' while unknown
    _text("month"),  # YYYY-MM in UTC+7; '' while unknown
    _long("received_ms"),
    _long("detail", null=True),  # the line that says what else was answered
    _long("repeated"),  # 0 | 1: its dossier was rated before at the same stage
    Index("ratings_by_unit_day", "unit", "day"),
    Index("ratings_by_official_month", "official", "month", "unit", "status", "score"),
    Index("ratings_by_received", "received_ms", postgresql_using="brin").ddl_if(dialect="postgresql"),
    Index(
        "ratings_not_counted",
        "day",
        "status",
        sqlite_where=text("status <> 'counted'"),
        postgresql_where=text("status <> 'counted'"),
    ),
)
answers = _table(  # what else was answered: a row for each choice, and for each reason
    "answers",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),  # the rating's
    _text("question", key=True),
    _text("choice", key=True),
)
offers = _table(  # chances to rate: a counter's call, an invitation to rate by phone
    "offers",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _text("kind"),  # call | invitation
    _text("unit"),
    _text("counter", null=True),
    _text("named", null=True),
    _text("official", null=True),
    _text("invitation", null=True),  # UUID
    _text("status"),  # counted | practice | attention
    _long("lapsed", null=True),  # the line that says that nobody rated
    _long("up"),
    _long("earliest_ms", null=True),
    _long("latest_ms", null=True),
    _text("day"),
    _text("month"),
    _long("received_ms"),
    Index("offers_by_unit_day", "unit", "day"),
    Index("offers_by_invitation", "invitation"),
)
receipts = _table(  # which ratings a receipt code means, its 60 bits as a number: an id is looked up by it
    "receipts",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),  # the rating's
    _long("code"),
    Index("receipts_by_code", "code"),
)
corrections = _table(  # of whom lines name, as own ledgers tell it
    "corrections",
    _text("teller", key=True),  # whose own ledger says it: a server's id
    _long("place", key=True),  # among that server's: the later one holds
    _text("kiosk"),
    _text("document"),  # JSON: the line's body
    Index("corrections_by_kiosk", "kiosk"),
)
attributions = _table(  # corrections on their way: who contests, proposes, decides
    "attributions",
    _text("attribution", key=True),  # UUID, the correction's, too
    _text("unit"),
    _text("state"),  # contested | proposed | approved | refused | withdrawn
    _text("contested_by", null=True),  # an official
    _long("asked_since_ms", null=True),  # what they contest
    _long("asked_until_ms", null=True),
    _text("kiosk", null=True),  # not known while it is only contested
    _long("since_ms"),
    _long("until_ms"),
    _text("named", null=True),
    _text("official", null=True),
    _long("opened_ms"),
    _text("proposed_by", null=True),
    _text("proposer", null=True),  # an account, where one proposed
    _text("decided_by", null=True),
    _long("decided_ms", null=True),
    Index("attributions_by_state", "state", "opened_ms"),
    Index("attributions_by_unit", "unit", "opened_ms"),
)
statements = _table(  # what people said of figures and corrections; never in a ledger, since it can be erased
    "statements",
    _text("statement", key=True),  # UUID
    _text("attribution", null=True),  # null: of the figures
    _text("unit"),
    _text("official", null=True),  # who speaks, or whom it is about where a supervisor speaks
    _text("kind"),  # contest | why | answer | reply
    _text("name"),  # who said it
    _text("text", null=True),  # null: erased
    _long("said_ms"),
    Index("statements_by_official", "official", "unit"),
    Index("statements_by_attribution", "attribution"),
    Index("statements_by_age", "said_ms"),
)
needs_attention = _table(
    "needs_attention",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _text("reason", key=True),
    _text("detail", key=True),
)
unit_days = _table(
    "unit_days", _text("unit", key=True), _text("day", key=True), _long("score", key=True), _long("n")
)
unit_months = _table(  # rule '': all ratings; '*': how many are marked at all
    "unit_months",
    _text("unit", key=True),
    _text("month", key=True),
    _text("rule", key=True),
    _long("score", key=True),
    _long("n"),
)
unit_counters = _table(  # of ratings that name a counter
    "unit_counters",
    _text("unit", key=True),
    _text("day", key=True),
    _text("counter", key=True),
    _long("score", key=True),
    _long("n"),
)
official_months = _table(  # by month, so that the last ones are read alone
    "official_months",
    _text("month", key=True),
    _text("unit", key=True),
    _text("official", key=True),
    _long("score", key=True),
    _long("n"),
)
unit_answers = _table(  # choice '*': how many ratings answered the question at all
    "unit_answers",
    _text("unit", key=True),
    _text("day", key=True),
    _text("questionnaire", key=True),  # <id>/<version>
    _text("question", key=True),
    _text("choice", key=True),
    _long("n"),
)
answer_months = _table(
    "answer_months",
    _text("unit", key=True),
    _text("month", key=True),
    _text("questionnaire", key=True),
    _text("question", key=True),
    _text("choice", key=True),
    _long("n"),
)
unit_offers = _table(  # by day, likewise
    "unit_offers",
    _text("day", key=True),
    _text("unit", key=True),
    _text("counter", key=True),  # '' where none is named
    _text("what", key=True),  # called | rated (after a call) | lapsed | invited
    _long("n"),
)
offer_months = _table(
    "offer_months",
    _text("unit", key=True),
    _text("month", key=True),
    _text("counter", key=True),
    _text("what", key=True),
    _long("n"),
)

marks = _table(  # why a rating makes a reader wonder: it counts all the same
    "marks",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq", key=True),
    _text("rule", key=True),  # burst | fives | out_of_hours | closing | uncalled | invitations | repeated
    _text("unit"),
    _text("day"),
    Index("marks_by_day", "day", "unit"),
)
unit_marks = _table(  # rule '*': how many ratings are marked at all
    "unit_marks",
    _text("unit", key=True),
    _text("day", key=True),
    _text("rule", key=True),
    _long("score", key=True),
    _long("n"),
)
kiosk_days = _table(  # rule '': all ratings of a kiosk; by day, so that the last days are read alone
    "kiosk_days",
    _text("day", key=True),
    _text("unit", key=True),
    _text("kiosk", key=True),
    _text("rule", key=True),
    _long("n"),
)
marked_months = _table(  # of an official's ratings, how many are marked at all
    "marked_months",
    _text("month", key=True),
    _text("unit", key=True),
    _text("official", key=True),
    _long("score", key=True),
    _long("n"),
)

# The feed for other systems.

feed_touched = _table(  # ratings whose state may have changed since it was last told
    "feed_touched",
    Column("touched_no", Long, primary_key=True, autoincrement=True),
    _text("rating"),
)
feed_told = _table(  # what was last told of a rating
    "feed_told", _text("id", key=True), _text("unit"), _text("digest")
)
feed_batches = _table(  # made once, never changed
    "feed_batches",
    _long("batch", key=True),
    _long("made_ms"),
    _bytes("entries"),  # JSON
    _bytes("hash"),  # of the one before and these entries
)
feed_keys = _table(
    "feed_keys",
    _text("key", key=True),  # its public name
    _text("digest", unique=True),  # SHA-256 of its secret
    _text("name"),
    _text("unit", null=True),  # it reaches that unit and all below; none: the province
    _text("fields"),  # JSON
    _text("made_by"),
    _long("made_ms"),
    _long("ended_ms", null=True),
    _long("used_ms", null=True),
)

# People: who may do what here, and what they did.

accounts = _table(
    "accounts",
    _text("account", key=True),
    _text("login", unique=True),  # lower case
    _text("name"),
    _text("state"),  # active | disabled
    _text("password", null=True),  # PHC
    _text("totp", null=True),  # closed by the vault
    _long("totp_step", null=True),  # the last step whose code was used
    _text("language", null=True),
    _long("created_ms"),
)
grants = _table(  # a role, and over whom: a unit, an official, or '' for all that the role's scope means
    "grants",
    Column("account", Text, ForeignKey("accounts.account"), primary_key=True),
    _text("role", key=True),
    _text("about", key=True),
)
sessions = _table(
    "sessions",
    _text("digest", key=True),  # SHA-256 of what the browser holds
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    _text("stage"),  # code (a second factor is awaited) | setup (it must be set up) | full
    _text("totp", null=True),  # one that is being set up, closed by the vault
    _text("address"),
    _text("agent"),
    _long("created_ms"),
    _long("seen_ms"),
    Index("sessions_by_account", "account"),
)
links = _table(  # one-time links
    "links",
    _text("digest", key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    _text("purpose"),  # password | visit
    _long("until_ms"),
)
recovery_codes = _table(
    "recovery_codes",
    Column("account", Text, ForeignKey("accounts.account"), primary_key=True),
    _text("digest", key=True),
)
identities = _table(  # who an account is at a provider of identities (OpenID Connect)
    "identities",
    _text("issuer", key=True),
    _text("subject", key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
)
departures = _table(  # who left for a provider of identities and has not come back yet
    "departures",
    _text("digest", key=True),  # SHA-256 of the state, which the browser holds, too
    _text("nonce"),
    _text("verifier"),
    _text("back"),
    _long("until_ms"),
)
failures = _table(  # failed sign-ins in a row, by digest of a login, of an address, or of both together
    "failures", _text("who", key=True), _long("times"), _long("last_ms")
)
known_addresses = _table(  # from where an account has signed in before
    "known_addresses",
    Column("account", Text, ForeignKey("accounts.account"), primary_key=True),
    _text("address", key=True),
    _long("last_ms"),
)
audit = _table(  # append-only, chained: every column but the last two is read from `raw`
    "audit",
    _long("seq", key=True),
    _long("at_ms"),
    _text("account"),  # '' for a command
    _text("act"),
    _text("about"),
    _bytes("raw"),
    _bytes("hash"),
    Index("audit_by_account", "account", "seq"),
    Index("audit_by_act", "act", "seq"),
)

# What readers below the supervisor see: recorded as it was shown, since what was seen cannot be unseen.

closings = _table(
    "closings",
    _text("unit", key=True),
    _long("number"),  # how many closes changed it
    _text("closed"),  # YYYY-MM-DD in UTC+7: the last day that was closed
    _text("document"),  # JSON
)
closed_rows = (
    _table(  # what the close of each day changed of what is shown: a unit's rows add up to its state
        "closed_rows",
        _text("day", key=True),  # the day that was closed; '' for all that was shown before rows were kept
        _text("unit", key=True),
        _text("cell", key=True),  # whole, or as the state calls it: answers:…, calls, invited
        _text("value", key=True),  # a score, a choice, …
        _long("n"),  # below 0 where corrections took away
    )
)
open_lines = _table(  # what the next close reads of ledgers; of one without an open end, all of it
    "open_lines",
    Column("open_no", Long, primary_key=True, autoincrement=True),
    _long("ledger_no"),  # without a reference: closing a day waits for no delivery
    _long("first"),
    _long("last", null=True),  # none: and whatever comes after
)
closed_marks = _table(  # of the ratings that a close showed for the first time: how many were marked then
    "closed_marks",
    _text("day", key=True),
    _text("unit", key=True),
    _text("what", key=True),  # a score, a rule, judged, apart
    _long("n"),
)

# Half-year reports.

reports = _table(
    "reports",
    _text("report", key=True),  # 2026-H1
    _text("state"),  # draft | frozen | signed | published
    _text("period"),  # JSON: its days, and those that it is compared with
    _long("made_ms"),
    _text("document", null=True),  # JSON: all that a frozen one says, and the heads that it follows from
    _text("told", null=True),  # JSON: the sums that it shows, once it is frozen
    _text("issue", null=True),  # JSON: number, day and who signs, once it is signed
    _text("signature", null=True),  # hex, by the server's key, of the digests of its files
    _long("frozen_ms", null=True),
    _long("signed_ms", null=True),
    _long("published_ms", null=True),
)
report_files = _table(  # as they were signed
    "report_files",
    Column("report", Text, ForeignKey("reports.report"), primary_key=True),
    _text("kind", key=True),  # docx | pdf | xlsx | json
    _text("digest"),  # SHA-256
    _bytes("raw"),
)
sampled_forms = _table(  # paper forms of a sampled survey, shown beside what the kiosks say
    "sampled_forms",
    Column("report", Text, ForeignKey("reports.report"), primary_key=True),
    _text("code", key=True),  # the form's own number
    _text("unit"),
    _text("day", null=True),
    _long("score"),
)

# From a comment, a harassment answer or a low rating to an answer.

cases = _table(
    "cases",
    _text("code", key=True),  # what people call it: tells neither order nor time, and of whom to nobody else
    _long("ledger_no"),  # the rating's line
    _long("seq"),
    _text("rating"),  # UUID
    _text("unit"),  # that was rated
    _text("rules"),  # JSON: the rules that it fits
    _text("state"),  # new | assigned | answered | reviewed | published | closed
    _long("opened_ms"),
    _text("due", null=True),  # YYYY-MM-DD: the last day for whoever must act now; none: nobody must
    _text("assigned", null=True),  # the unit that answers
    _long("assigned_ms", null=True),
    _text("batch", null=True),  # YYYY-MM-DD: since when that unit sees it; none: it does not
    _text("summary", null=True),  # for the unit; goes with the texts that it was made from
    _text("answer", null=True),  # goes with them, too
    _text("published", null=True),  # YYYY-MM-DD
    Index("cases_by_line", "ledger_no", "seq", unique=True),
    Index("cases_by_rating", "rating"),
    Index("cases_by_state", "state", "due", "code"),
    Index("cases_by_assigned", "assigned", "batch"),
)
case_events = _table(  # append-only, but for what was said, which goes with an erased text
    "case_events",
    Column("code", Text, ForeignKey("cases.code"), primary_key=True),
    _long("number", key=True),
    _long("at_ms"),
    _text("account"),  # '' where nobody did it
    _text("name"),
    _text("act"),
    _text("told"),  # what was said with it; a citizen's words never are; '' where that is erased
)
sealed_texts = _table(  # what is sealed to the supervisors, as its line names it
    "sealed_texts",
    _long("ledger_no", key=True),
    _text("digest", key=True),
    _long("rated_no"),  # the rating's ledger
    _long("seq"),  # and its line; 0: it has not come yet
    _text("name"),  # comment | answers; while a rating has not come, also rated | withdrawn, with its id
    _text("ledger"),  # as it was sealed for
    _text("rating"),
    _text("code", null=True),  # its case; none: answers that nobody has opened yet
    _long("opened_ms", null=True),  # for the first time
    Index("sealed_texts_by_code", "code"),
    Index("sealed_texts_by_line", "seq"),
    Index("sealed_texts_by_opening", "opened_ms", "ledger_no", "seq"),
    Index("sealed_texts_by_digest", "digest"),
)
case_marks = _table(  # up to where ledgers were read for cases
    "case_marks",
    Column("ledger_no", Long, ForeignKey("ledgers.ledger_no"), primary_key=True, autoincrement=False),
    _long("seq"),
    _long("held"),  # when it was read
)
case_batches = _table(  # on which days a unit was handed cases, and among how many ratings
    "case_batches",
    _text("unit", key=True),
    _text("day", key=True),  # YYYY-MM-DD
    _long("through_ms"),  # ratings received before
    _long("ratings"),  # since the batch before
    _long("cases"),
)
notices = _table(  # what was sent to whom
    "notices", _text("target", key=True), _text("about", key=True), _long("sent_ms")
)
alert_tries = (
    _table(  # a target that took no alert of the fleet: how often in a row, and when it is tried again
        "alert_tries", _text("target", key=True), _long("failed"), _long("next_ms")
    )
)

# What runs by itself, and what goes when its time is over.

job_lease = _table(  # one row: which process runs jobs now, by the database's clock
    "job_lease", _long("id", key=True), _text("holder"), _long("until_ms")
)
jobs = _table(  # a row for each job that ever ran; times by the database's clock
    "jobs",
    _text("job", key=True),
    _text("holder"),
    _long("began_ms"),  # the last time
    _long("ended_ms", null=True),  # null: it is at work, or was cut off
    _long("done_ms", null=True),  # when it last ended well
    _text("outcome", null=True),  # done | failed | cut
    _text("detail"),
    _long("done"),  # how often it ended so
    _long("failed"),
    _long("cut"),
)
backups = _table(  # the copies that were made
    "backups", _long("taken_ms", key=True), _text("file"), _long("bytes"), _text("digest")
)
retention = _table(  # how long each kind of thing is kept
    "retention",
    _text("policy", key=True),
    _long("days", null=True),  # null: for ever
    _text("set_by"),
    _long("set_ms"),
    _long("until_ms", null=True),  # what was received before is gone
)
audit_start = _table(  # one row: the last entry of the audit log that is gone; without it, none is
    "audit_start", _long("id", key=True), _long("seq"), _bytes("hash")
)
