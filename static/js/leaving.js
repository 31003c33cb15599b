// Who signs out leaves nothing behind on this device; what the server does not have is asked about.
import { keys } from "./draft/kept.js";

for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", (event) => {
    const left = keys(form.dataset.leaves);
    if (left.length && !confirm(form.dataset.words)) {
      event.preventDefault();
      return;
    }
    document.documentElement.dataset.leaving = ""; // nothing is kept from now on
    for (const key of left) localStorage.removeItem(key);
  });
}
