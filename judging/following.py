"""What the jury's floor does along with the acts of the floors below."""

from judging.services import moving as moving  # marks stay with the panel that gave them
from judging.services import reopening as reopening  # after that: what is by an earlier sense
