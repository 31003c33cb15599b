// Saves each tap by itself; without a network on this device, until the server has it.
import { stayReadable } from "./jury-pages.js";
import { Fields, TEXTS } from "./card-fields.js";
import { showKeptFiles } from "./offline-files.js";
import { Card, Sender } from "./kept-marks.js";
import { cardsAt, showLeft } from "./left-behind.js";

const form = document.getElementById("scorecard");
const state = document.getElementById("save-state");
const left = document.getElementById("left");
const { person, worker, marks } = left.dataset;
const { url, signIn } = form?.dataset ?? {};

const project = document.querySelector("details.project");
if (project && matchMedia("(min-width: 75rem)").matches) project.open = true; // beside the marks

stayReadable(worker, person).catch(() => {});
if (project) showKeptFiles(project).catch(() => {});
if (url) start();
else {
  left.addEventListener("settled", showClosed);
  showClosed();
  sendRest();
}

// The page of a closed scorecard: what its judge gave last on this device stands in it all the
// same, and is told not to be on the server.
function showClosed() {
  if (!form) return;
  const fields = new Fields(form);
  const card = Card.of(person, marks, Number(form.elements.version.value));
  const own = card.state.left;
  const printed = (name) => fields.printed(name);
  for (const name of fields.names) fields.put(name, own[name]?.value ?? printed(name));
  fields.showTotal();
  fields.showLeft(own, printed, left.dataset);
}

function goToLeft() {
  left.focus({ preventScroll: true });
  left.scrollIntoView({ block: "start" });
}

// What waits for this project and belongs to no form on this page: it is closed, or was marked in
// an earlier version. The server says what becomes of it, and keeps that it was asked.
async function sendRest(open = null) {
  const sender = new Sender();
  const cards = cardsAt(person, marks).filter((card) => card.key !== open?.key && card.waits);
  for (const card of cards) {
    const { end } = await sender.flush(card);
    if (end === "sent") return location.reload();
  }
  showLeft(left, cardsAt(person, marks), () => sendRest(open));
}

function start() {
  const card = Card.of(person, url, Number(form.elements.version.value));
  const sender = new Sender(form.elements.csrfmiddlewaretoken.value);
  const fields = new Fields(form);
  const { names } = fields;
  let said = "";
  let lastEnd = "";

  // What the page said when it was made, unless this device knows better; then what was tapped
  // before this script was there.
  function begin() {
    const revision = Number(form.elements.revision.defaultValue);
    const tapped = names.filter((name) => fields.given(name) !== fields.printed(name));
    const values = Object.fromEntries(names.map((name) => [name, fields.printed(name)]));
    const { base } = card.state;
    const { rules } = form.elements; // not there on a page kept from before
    card.state.rules = rules ? Number(rules.value) : null;
    if (revision >= base.revision) card.state.base = { ...base, revision, values };
    card.state.title = document.querySelector("h1").textContent.trim();
    card.state.labels = Object.fromEntries(names.map((name) => [name, fields.label(name)]));
    card.write();
    for (const name of tapped) card.take(name, fields.given(name));
  }

  function show() {
    for (const name of names) {
      if (form.elements[name] !== document.activeElement) fields.put(name, card.value(name));
    }
    form.elements.revision.value = Math.max(0, card.state.base.revision);
    fields.showTotal();
    fields.showLeft(card.state.left, (name) => card.state.base.values[name], left.dataset);
    fields.close(isClosed());
    showClashes();
    showState();
    showLeft(left, cardsAt(person, marks), sendAgain);
  }

  const isClosed = () => card.state.base.open === false || card.isGone || lastEnd === "gone";

  function sendAgain(again) {
    if (again.key !== card.key) return sendRest(card);
    const wasClosed = card.state.base.open === false;
    card.read();
    said = "";
    return send().then(() => wasClosed && card.state.base.open && location.reload());
  }

  function showClashes() {
    for (const name of names) {
      const clash = card.state.clashes[name];
      const shown = fields.place(name).querySelector(".clash");
      if (!clash) shown?.remove();
      if (!clash || shown) continue;
      const panel = document.getElementById("clash").content.cloneNode(true).firstElementChild;
      for (const side of ["mine", "theirs"]) {
        const { nothing } = panel.querySelector("[data-nothing]").dataset;
        panel.querySelector(`[data-${side}]`).textContent = clash[side] || nothing;
      }
      panel.querySelector("[data-keep]").addEventListener("click", () => settle(name, true));
      panel.querySelector("[data-take]").addEventListener("click", () => settle(name, false));
      fields.place(name).append(panel);
    }
  }

  function settle(name, isMine) {
    card.read();
    card.settle(name, isMine);
    show();
    fields.focus(name);
    send();
  }

  function say(words, tone) {
    if (state.textContent !== words) state.textContent = words;
    state.className = `save-state${tone ? ` is-${tone}` : ""}`;
  }

  // With a way to what can be done with it.
  function sayLeft(why) {
    if (!card.isLeftBehind) return say(why, "wrong");
    const words = [why, state.dataset.left].filter(Boolean).join(" ");
    const link = state.querySelector("a[href='#left']");
    if (link && state.firstChild.textContent === words) return;
    say(words, "wrong");
    const { leftWord } = state.dataset;
    state.append(
      " ",
      Object.assign(document.createElement("a"), { href: "#left", textContent: leftWord }),
    );
  }

  function showState() {
    const words = state.dataset;
    if (said) return sayLeft(said);
    if (card.clashes.length) return say(words.clash, "careful");
    if (!card.isKept) return say(words.unkept, "wrong");
    if (lastEnd === "gone") return sayLeft(words.gone);
    if (lastEnd === "signed out") {
      say(words.signedOut, "careful");
      const link = Object.assign(document.createElement("a"), {
        href: signIn,
        textContent: words.signInWord,
      });
      return state.append(" ", link);
    }
    if (card.state.queue.some((entry) => entry.handIn)) return say(words.later, "careful");
    if (card.waits) return say(words.device, "careful");
    if (card.isLeftBehind) return sayLeft(isClosed() ? words.closed : "");
    if (isClosed()) return say(words.closed, "new");
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
    if (isClosed() && card.isLeftBehind) goToLeft();
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
    if (card.value(name) === fields.given(name)) return;
    card.take(name, fields.given(name));
    fields.showTotal();
    fields.showLeft(card.state.left, (one) => card.state.base.values[one], left.dataset);
    showClashes();
    send();
  }

  function handIn(event) {
    if (event.submitter?.value !== "hand_in") return;
    event.preventDefault();
    for (const name of TEXTS) take(name);
    const missing = fields.firstMissing();
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
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && look(),
  );
  setInterval(() => card.waits && lastEnd !== "signed out" && send(), 5000);
  left.addEventListener("settled", () => {
    card.read();
    said = "";
    show();
  });
  begin();
  show();
  look();
  sendRest(card);
}
