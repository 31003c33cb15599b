from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hackathon.backups import making
from hackathon.backups.errors import BackupFailed


class Command(BaseCommand):
    help = "Copies database and files into a folder, encrypted to BACKUP_RECIPIENT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = making.make_backup(options["folder"], settings.BACKUP_RECIPIENT)
            manifest = making.read_manifest(place)
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{place}: the database and {len(manifest['files'])} files.")
        for sha256 in manifest["missing"]:
            self.stderr.write(f"The file {sha256} is named in the database, and is missing.")
        if manifest["missing"]:
            raise CommandError("The backup is complete but for the files named above.")
