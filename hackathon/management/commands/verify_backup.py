from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hackathon.backups import making
from hackathon.backups.errors import BackupFailed


class Command(BaseCommand):
    help = "Reads a whole backup and names each part that is missing or damaged. Needs no key."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="one backup: the folder with manifest.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = options["backup"]
            damage = [*making.find_damage(place), *making.find_missing(place)]
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        for sentence in damage:
            self.stderr.write(sentence)
        if damage:
            raise CommandError(f"Parts that are missing or damaged: {len(damage)}.")
        self.stdout.write("Everything is there, as it was written.")
