from hackathon.models.audit import AuditEntry, OutboxMessage
from hackathon.models.clock import ClockFailure
from hackathon.models.event import Event, Organiser
from hackathon.models.heartbeat import Heartbeat
from hackathon.models.help import SignInHelp
from hackathon.models.mail import EmailLog, MailServer
from hackathon.models.mail_hold import MailHold
from hackathon.models.rescheduling import Rescheduling
from hackathon.models.task_count import TaskCount
from hackathon.models.user import User

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
    "Rescheduling",
    "SignInHelp",
    "TaskCount",
    "User",
]
