from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hackathon.mail.services import hold


class Command(BaseCommand):
    help = "After a restore: lists the mails that wait; sends or discards them once you say so."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--send", action="store_true", help="send what waits, and all later")
        choice.add_argument(
            "--discard", action="store_true", help="never send what waits; send all later"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not hold.holds_all_mails():
            self.stdout.write("No mails are held.")
            return
        for kind, count in sorted(hold.waiting_mails().items()):
            self.stdout.write(f"{count:6}  {kind}")
        if not (options["send"] or options["discard"]):
            self.stdout.write("Nothing was sent. Say --send or --discard.")
            return
        try:
            count = hold.release_mails(discard=options["discard"])
        except hold.NeverReleased as error:
            raise CommandError("This is a staging copy: it never sends a mail.") from error
        done = "discarded" if options["discard"] else "on their way"
        self.stdout.write(f"{count} {done}. Mails go out again.")
