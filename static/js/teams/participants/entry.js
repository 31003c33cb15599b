// A registration form that asks only what earlier answers lead to; one that has not been sent yet
// also keeps what is typed.
const form = document.querySelector("form[data-asks]");

function valuesOf(name) {
  return new FormData(form).getAll(name).map((value) => String(value).toLowerCase());
}

function showWhatIsAsked() {
  for (const field of form.querySelectorAll("[data-shown-if]")) {
    const wanted = field.dataset.shownFor;
    const block = field.closest(".mb-3") ?? field.parentElement;
    const above = block.closest("[id^=div_id_q]") ?? block;
    above.hidden = !valuesOf(field.dataset.shownIf).includes(wanted);
  }
}

const state = form?.querySelector("[data-saved]");
let waiting;

// What the server keeps by now is what this page shows: only what differs from it is a change.
function carry(names, typed) {
  for (const name of names) {
    for (const old of form.querySelectorAll(`[name="initial-${name}"]`)) old.remove();
    for (const value of typed.getAll(name)) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: `initial-${name}`, value });
      form.append(hidden);
    }
  }
}

async function save() {
  state.textContent = state.dataset.saving;
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: typed });
    state.textContent = answer.ok ? state.dataset.saved : await answer.text();
    if (answer.ok) carry((answer.headers.get("X-Kept") || "").split(",").filter(Boolean), typed);
  } catch {
    state.textContent = state.dataset.offline;
    waiting = setTimeout(save, 5000);
  }
}

if (form) {
  showWhatIsAsked();
  form.addEventListener("input", () => {
    showWhatIsAsked();
    if (!form.dataset.autosave) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, 1000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
