from hackathon.accounts.models import SignInHelp
from hackathon.events.models import Rescheduling
from hackathon.health.models.heartbeat import Heartbeat
from hackathon.health.models.task_count import TaskCount
from hackathon.kernel.models.audit import AuditEntry, OutboxMessage
from hackathon.kernel.models.clock import ClockFailure
from hackathon.kernel.models.event import Event, Organiser
from hackathon.kernel.models.public_change import PublicChange
from hackathon.kernel.models.user import User
from hackathon.mail.models.hold import MailHold
from hackathon.mail.models.mail import EmailLog, MailServer

__all__ = [
    "AuditEntry",
    "ClockFailure",
    "EmailLog",
    "Event",
    "Heartbeat",
    "MailHold",
    "MailServer",
    "Organiser",
    "OutboxMessage",
    "PublicChange",
    "Rescheduling",
    "SignInHelp",
    "TaskCount",
    "User",
]
