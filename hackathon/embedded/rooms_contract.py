"""The import contract of the rooms: one order on each floor, and one order of furniture in a room.

A room's core (models, policy, selectors, services) looks at rooms below it only; its pages read any
room of the floor, and no page touches tables. Each import is looked at, of every module.
"""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output

from hackathon.rooms import NO_ROOMS

# From the bottom to the top; modules of other names are plain Python, and know no Django tables.
CORE = ("models", "policy", "roles", "selectors", "services", "following")
PAGES = ("notices", "sections", "tabs", "forms", "views", "admin", "templatetags", "urls")
SOCKETS = ("overview", "watching", "privacy", "gauges", "log_words", "mail_words", "second_factor")
PLAIN_PAGES = ("views", "admin", "templatetags", "urls", "log_words")  # in any room
TABLELESS = ("forms", "views", "sections", "tabs")


class RoomsContract(Contract):
    """``floor``: its package. ``rooms``: from the bottom to the top."""

    floor = fields.StringField()
    rooms: Any = fields.ListField(subfield=fields.StringField())
    unfurnished: Any = fields.ListField(subfield=fields.StringField(), required=False)
    # whole rooms of them
    pages: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: Any) -> ContractCheck:
        found = []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if fault := self.fault_of(importer, imported):
                    found.append(f"{importer} -> {imported}: {fault}")
        strangers = [room for room in self.rooms_in(graph) if room not in self.rooms]
        found += [
            f"{self.floor}.{room}: a room that has no place in the order" for room in strangers
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def rooms_in(self, graph: Any) -> list[str]:
        inside = [name.split(".") for name in graph.modules if name.startswith(f"{self.floor}.")]
        return sorted({parts[1] for parts in inside if len(parts) > 2} - NO_ROOMS)

    def fault_of(self, importer: str, imported: str) -> str:
        """Why this import is not allowed; nothing if it is, or is not about two rooms."""
        one, other = self.place_of(importer), self.place_of(imported)
        if one is None or other is None:
            return ""
        if one.room == other.room:
            if one.rank < other.rank:
                return "furniture that stands above it"
            return self.table_fault(one, other)
        if one.is_core and not other.is_core:
            return "a page of another room"
        if one.is_core and self.rooms.index(one.room) < self.rooms.index(other.room):
            return "a room that stands above it"
        return self.table_fault(one, other)

    def table_fault(self, one: Any, other: Any) -> str:
        return "a page that touches tables" if one.is_tableless and other.kind == "models" else ""

    def place_of(self, module: str) -> "Place | None":
        floor, *inside = module.split(".")
        if floor != self.floor or not inside or inside[0] not in self.rooms:
            return None
        kind = inside[1] if len(inside) > 1 else ""
        is_unfurnished = inside[0] in (self.unfurnished or ())
        place = Place(inside[0], kind, is_unfurnished)
        place.is_core = place.is_core and inside[0] not in (self.pages or ())
        return place

    def render_broken_contract(self, check: Any) -> None:
        for line in check.metadata["found"]:
            output.print_error(line)


class Place:
    """Where a module stands: its room, and what kind of furniture it is."""

    def __init__(self, room: Any, kind: Any, is_unfurnished: bool) -> None:
        self.room, self.kind = room, kind
        known = PLAIN_PAGES if is_unfurnished else (*CORE, *PAGES, *SOCKETS)
        self.is_core = kind in CORE or kind not in known
        self.is_tableless = not is_unfurnished and kind in TABLELESS
        order = () if is_unfurnished else (*CORE, *PAGES, *SOCKETS)
        self.rank = 1 + order.index(kind) if kind in order else 0
