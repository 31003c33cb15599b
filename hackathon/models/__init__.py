from hackathon.models.audit import AuditEntry, OutboxMessage
from hackathon.models.event import Event, Organiser
from hackathon.models.mail import EmailLog
from hackathon.models.user import User

__all__ = ["AuditEntry", "EmailLog", "Event", "Organiser", "OutboxMessage", "User"]
