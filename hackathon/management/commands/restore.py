from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hackathon.backups import restoring, sealed
from hackathon.backups.errors import BackupFailed
from hackathon.mail.services.hold import waiting_mails


class Command(BaseCommand):
    help = "Puts a backup into an empty database and folder. No mail goes out before release_mails."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="one backup: the folder with manifest.json")
        parser.add_argument("--key", type=Path, required=True, help="the file with the secret key")
        parser.add_argument(
            "--staging", action="store_true", help="a copy to try things on: it never sends mails"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = restoring.restore_backup(
                options["backup"],
                sealed.identities_of(options["key"]),
                is_staging=options["staging"],
            )
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored: the database and {files} files.")
        if options["staging"]:
            self.stdout.write("This is a staging copy: it never sends a mail.")
            return
        self.stdout.write(
            f"Mails are held. {waiting_mails().total()} wait: bin/manage release_mails"
        )
