// Saves each tap by itself; without a network on this device, until the server has it.
import { Card, Sender, stayReadable } from "./kept-marks.js";

const form = document.getElementById("scorecard");
const state = document.getElementById("save-state");
const { url, person, worker, signIn } = form?.dataset ?? {};
const TEXTS = ["remarks", "note"];

if (form) stayReadable(worker, person).catch(() => {});
if (url) start();

function start() {
  const card = Card.of(person, url, Number(form.elements.version.value));
  const sender = new Sender(form.elements.csrfmiddlewaretoken.value);
  const groups = [...form.querySelectorAll("[data-field]")];
  const names = [...groups.map((group) => group.dataset.field), ...TEXTS];
  const place = (name) => document.getElementById(`id_${name}`)?.closest("[data-field], .mb-3");
  const byTap = (name) => name.startsWith("mark_");
  let said = "";
  let lastEnd = "";

  const given = (name) => form.elements[name].value;
  const printed = (name) => {
    if (!byTap(name)) return form.elements[name].defaultValue;
    return place(name).querySelector("input[checked]")?.value ?? "";
  };

  // What the page said when it was made, unless this device knows better; then what was tapped
  // before this script was there.
  function begin() {
    const revision = Number(form.elements.revision.defaultValue);
    const tapped = names.filter((name) => given(name) !== printed(name));
    const values = Object.fromEntries(names.map((name) => [name, printed(name)]));
    if (revision >= card.state.base.revision) card.state.base = { ...card.state.base, revision, values };
    card.state.title = document.querySelector("h1").textContent;
    card.write();
    for (const name of tapped) card.take(name, given(name));
  }

  function show() {
    for (const name of names) {
      const value = card.value(name);
      if (given(name) === value || form.elements[name] === document.activeElement) continue;
      if (byTap(name)) for (const radio of form.elements[name]) radio.checked = radio.value === value;
      else form.elements[name].value = value;
    }
    form.elements.revision.value = Math.max(0, card.state.base.revision);
    showTotal();
    showClashes();
    showState();
  }

  // A mark on another scale counts as the same share of the first criterion's.
  function onFirstScale(group) {
    const ends = ({ dataset }) => [Number(dataset.lowest), Number(dataset.highest)];
    const [low, high] = ends(group);
    const [first, last] = ends(groups[0]);
    return first + ((given(group.dataset.field) - low) / (high - low)) * (last - first);
  }

  function showTotal() {
    const marked = groups.filter((group) => given(group.dataset.field));
    const weight = (group) => Number(group.dataset.weight);
    const all = marked.reduce((sum, group) => sum + weight(group), 0);
    const sum = marked.reduce((sum, group) => sum + weight(group) * onFirstScale(group), 0);
    const place = form.querySelector("[data-total]");
    const figure = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    place.textContent = all ? (sum / all).toLocaleString(document.documentElement.lang, figure) : place.dataset.none;
  }

  function showClashes() {
    for (const name of names) {
      const clash = card.state.clashes[name];
      const shown = place(name).querySelector(".clash");
      if (!clash) shown?.remove();
      if (!clash || shown) continue;
      const panel = document.getElementById("clash").content.cloneNode(true).firstElementChild;
      for (const side of ["mine", "theirs"]) {
        panel.querySelector(`[data-${side}]`).textContent = clash[side] || panel.querySelector("[data-nothing]").dataset.nothing;
      }
      panel.querySelector("[data-keep]").addEventListener("click", () => settle(name, true));
      panel.querySelector("[data-take]").addEventListener("click", () => settle(name, false));
      place(name).append(panel);
    }
  }

  function settle(name, isMine) {
    card.read();
    card.settle(name, isMine);
    show();
    const input = form.elements[name];
    (byTap(name) ? [...input].find((radio) => radio.checked) ?? input[0] : input).focus();
    send();
  }

  function say(words, tone) {
    if (state.textContent !== words) state.textContent = words;
    state.className = `save-state${tone ? ` is-${tone}` : ""}`;
  }

  function showState() {
    const words = state.dataset;
    if (said) return say(said, "wrong");
    if (card.clashes.length) return say(words.clash, "careful");
    if (!card.isKept) return say(words.unkept, "wrong");
    if (lastEnd === "gone") return say(words.gone, "wrong");
    if (lastEnd === "signed out") {
      say(words.signedOut, "careful");
      const link = Object.assign(document.createElement("a"), { href: signIn, textContent: words.signInWord });
      return state.append(" ", link);
    }
    if (card.state.queue.some((entry) => entry.handIn)) return say(words.later, "careful");
    if (card.waits) return say(words.device, "careful");
    return card.state.base.revision > 0 ? say(words.server) : say(words.new, "new");
  }

  async function send() {
    const isLast = card.state.queue.some((entry) => entry.handIn);
    // an answer within half a second needs no word about what came before it
    const patience = setTimeout(showState, lastEnd === "offline" ? 0 : 500);
    const { end, told } = await sender.flush(card);
    clearTimeout(patience);
    card.read();
    if (!end) return;
    lastEnd = end;
    if (end === "sent" && told?.url) return location.assign(told.url);
    if (end === "refused") said = told.said;
    if (end === "clash" && isLast && !card.clashes.length) said = state.dataset.elsewhere;
    if (end === "sent" && card.waits) return send();
    show();
    if (end === "refused" && !told.open) for (const input of form.elements) input.disabled = true;
  }

  async function look() {
    if (card.waits) return send();
    try {
      const { end, told } = await sender.look(card);
      lastEnd = end ?? "";
      card.read();
      if (told && told.version !== card.state.version) return location.reload();
      if (told) card.meet(told);
      if (card.isThere) card.write();
    } catch {
      lastEnd = "offline";
    }
    show();
  }

  function take(name) {
    if (!card.isThere) return;
    said = "";
    card.read();
    if (card.value(name) === given(name)) return;
    card.take(name, given(name));
    showTotal();
    showClashes();
    send();
  }

  function handIn(event) {
    if (event.submitter?.value !== "hand_in") return;
    event.preventDefault();
    for (const name of TEXTS) take(name);
    const missing = groups.find((group) => !given(group.dataset.field));
    said = "";
    if (missing) {
      said = state.dataset.missing;
      missing.querySelector("input").focus();
    } else if (card.clashes.length) {
      form.querySelector(".clash button").focus();
    } else {
      card.read();
      card.takeHandIn();
      send();
    }
    showState();
  }

  let typing;
  form.addEventListener("change", (event) => take(event.target.name));
  form.addEventListener("input", (event) => {
    if (!TEXTS.includes(event.target.name)) return;
    clearTimeout(typing);
    typing = setTimeout(take, 800, event.target.name);
  });
  form.addEventListener("submit", handIn);
  form.querySelector("[value=save]").hidden = true;
  addEventListener("pagehide", () => TEXTS.forEach(take));
  addEventListener("online", look);
  addEventListener("storage", (event) => {
    if (!card.isThere && !("leaving" in document.documentElement.dataset)) return location.reload();
    if (event.key !== card.key) return;
    card.read();
    show();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(() => card.waits && lastEnd !== "signed out" && send(), 5000);
  begin();
  show();
  look();
}
