"""What goes along, in the same operation, when somebody's place in an event ends."""

from datetime import datetime
from typing import Any

from hackathon.kernel.sockets import Socket
from hackathon.models import Event, User

# A place was given up, has lapsed or is not given.
end_with_place = Socket[[Event, User, datetime]]()
# Somebody gives a place up who has a seat in a team, which is locked.
give_up_with_place = Socket[[Any, datetime]]()
