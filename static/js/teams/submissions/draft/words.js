// What the page says: the state in words, who else writes, what is missing.
const form = () => document.querySelector("form[data-draft]");
const find = (name) => document.querySelector(`form[data-draft] [data-${name}]`);
const TONES = {
  saved: "",
  savedBy: "",
  same: "",
  newer: "is-careful",
  newerBy: "is-careful",
  saving: "is-new",
};
let last = "saved";

export const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// The state is there to be seen at any time; it is read aloud when it changes for better or worse.
export function say(kind, values = {}) {
  const state = find("state");
  const words = fill(state.dataset[kind], values);
  state.textContent = words;
  state.className = `save-state ${TONES[kind] ?? "is-wrong"}`;
  find("sign-in").hidden = kind !== "out";
  if (kind === "saving") return;
  const mood = kind.replace(/By$/, "");
  if (mood !== last) aloud(words);
  last = mood;
}

export function aloud(words) {
  find("said").textContent = words;
}

export function sayWho(who, fields) {
  const others = find("others");
  const words = fill(others.dataset.words, { who, fields: fields.join(", ") });
  if (others.hidden || others.textContent !== words) aloud(words);
  others.textContent = words;
  others.hidden = false;
}

export function forgetWho() {
  find("others").hidden = true;
}

// What the page said when it was sent back goes as soon as it is mended, field by field.
export function takeBack(isMended) {
  const problems = document.getElementById("problems");
  for (const link of problems?.querySelectorAll("li a") ?? []) {
    const name = link.hash.replace(/^#id_(.+?)(_\d+)?$/, "$1");
    const field = form().elements[name] ? name : link.hash.slice(4);
    if (!isMended(field)) continue;
    link.closest("li").remove();
    sayProblem(field);
  }
  if (problems && !problems.querySelector("li")) problems.remove();
}

export function sayMissing(missing) {
  const list = find("missing");
  list.replaceChildren(
    ...missing.map(({ anchor, sentence }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${anchor}`;
      link.textContent = sentence;
      item.append(link);
      return item;
    }),
  );
  list.hidden = missing.length === 0;
  find("complete").hidden = missing.length > 0;
}

export function sayProblem(name, words) {
  const wrapper = document.getElementById(`div_id_${name}`);
  const fields = wrapper?.querySelectorAll("input, textarea") ?? [];
  wrapper?.querySelectorAll("[data-problem], .invalid-feedback").forEach((old) => old.remove());
  for (const field of fields) {
    field.classList.toggle("is-invalid", Boolean(words));
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (!words || !wrapper) return;
  const problem = document.createElement("span");
  problem.className = "invalid-feedback";
  problem.dataset.problem = name;
  problem.textContent = words;
  wrapper.append(problem);
}
