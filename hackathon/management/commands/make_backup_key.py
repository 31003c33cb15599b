from pathlib import Path
from typing import Any

import pyrage
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Makes a pair of keys for backups: the secret one in a file, the public one printed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where the secret key is written")

    def handle(self, *args: Any, **options: Any) -> None:
        identity = pyrage.x25519.Identity.generate()
        public = str(identity.to_public())
        try:
            options["file"].touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        options["file"].write_text(f"# public key: {public}\n{identity}\n")
        self.stdout.write(public)
        self.stderr.write(
            f"The secret key is in {options['file']}. Keep it away from this machine: whoever has "
            "it reads every backup, and without it nobody does."
        )
