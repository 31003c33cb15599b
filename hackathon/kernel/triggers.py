"""How migrations put up the triggers that are declared beside the models."""

from typing import Any

from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """The library's, without building the model's class anew, and that of all it is tied to.

    A trigger changes nothing about a class, and seventy tables get one: that alone took longer than
    all other migrations together.
    """

    def state_forwards(self, app_label: str, state: Any) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
