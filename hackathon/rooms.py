"""The rooms of a floor, and how what they plug into the sockets is found."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings

NO_ROOMS = frozenset({"embedded", "demo", "migrations", "management", "formats", "scoring"})


def rooms_of(floor: AppConfig) -> list[str]:
    """The dotted names of a floor's rooms, in the order of the alphabet."""
    found = pkgutil.iter_modules([floor.path])
    names = [name for _, name, is_package in found if is_package and name not in NO_ROOMS]
    return [f"{floor.name}.{name}" for name in names]


def import_from_rooms(*names: str) -> None:
    """Imports each module of these names that stands on a floor or in one of its rooms."""
    floors = [floor for floor in apps.get_app_configs() if floor.name in settings.FLOORS]
    for name in names:
        for floor in floors:
            for place in (floor.name, *rooms_of(floor)):
                if find_spec(f"{place}.{name}"):
                    import_module(f"{place}.{name}")
