// A team writes: each field is saved a moment after it was typed, and nothing typed is lost.
import * as clash from "./draft/clash.js";
import { focusOn, label, read, replaces, same, write } from "./draft/fields.js";
import { box, sweep } from "./draft/kept.js";
import * as stand from "./draft/stand.js";
import { aloud, forgetWho, say, sayMissing, sayProblem, sayWho, takeBack } from "./draft/words.js";

const PAUSE = 800; // after the last key
const LONGEST = 1500; // after the first, for somebody who never pauses
const POLL = 12_000;
const RETRY = 3000;
const GOING = 30_000;
const LOOK = 700; // before submitting: for what a team-mate wrote since this page asked last
const ONCE_IN = 30_000; // whoever presses again goes on, however busily a team-mate writes

const form = document.querySelector("form[data-draft]");
const kept = form && box(form.dataset.box);
const base = JSON.parse(form?.dataset.written ?? "{}"); // what the server has, as far as we know
const names = Object.keys(base);
const sent = {}; // by field: what was sent and may have arrived, though no answer came
const clashes = new Map();
const arrived = new Map(); // by field: what a team-mate wrote and this page took over
const refused = new Map();
let revision = Number(form?.elements.revision.value);
let token = form?.querySelector("[name=csrfmiddlewaretoken]").value;
let isOpen = true;
let isGoing = false; // on the way to the receipt: what was sent stays as it is
let isKept = true; // whether this browser keeps anything
let isRead = false; // nothing was heard since the press for submitting
let stoppedAt = -ONCE_IN;
let next = Number(form?.elements.promised.value); // the version that the button names
let pressed = next; // the one that it named when it was pressed
let isAgain = false; // the same press goes on, after what had to come before
let trouble = "";
let pause, retry, since, flight;

const differs = (name) => !same(name, read(form, name), base[name]);
const typed = () => names.filter(differs);
const unsent = () =>
  typed().filter((name) => !clashes.has(name) && refused.get(name) !== String(read(form, name)));

function keep(name) {
  if (!differs(name) && !clashes.has(name)) return kept.drop(name);
  const what = {
    value: read(form, name),
    revision,
    sent: sent[name] ?? [],
    isAsked: clashes.has(name),
  };
  isKept = kept.put(name, what);
}

// Talking to the server ---------------------------------------------------------------------

async function ask(fields, more = {}) {
  const options = { headers: { Accept: "application/json" }, redirect: "manual", ...more };
  const address = `${form.dataset.draft}?revision=${revision}&stand=${stand.mark()}`;
  if (!fields) return fetch(address, options);
  options.headers = {
    ...options.headers,
    "Content-Type": "application/json",
    "X-CSRFToken": token,
  };
  return fetch(address, { ...options, method: "POST", body: JSON.stringify({ revision, fields }) });
}

function flush(more) {
  if (isGoing) return undefined;
  clearTimeout(pause);
  clearTimeout(retry);
  since = undefined;
  flight ??= exchange(more).finally(() => (flight = undefined));
  return flight;
}

async function exchange(more) {
  do {
    const wanted = isOpen ? unsent() : [];
    const fields = wanted.length
      ? Object.fromEntries(wanted.map((name) => [name, read(form, name)]))
      : null;
    for (const name of wanted) {
      sent[name] = [...(sent[name] ?? []), fields[name]];
      keep(name);
    }
    if (fields) say("saving");
    if (!(await once(fields, more))) return;
  } while (isOpen && unsent().length); // what was typed meanwhile
}

async function once(fields, more) {
  let answer;
  try {
    answer = await ask(fields, more);
    if (answer.status === 403 && fields) {
      answer = await ask(null); // somebody signed in again: the old token is no longer good
      if (answer.ok && !learn(await answer.json())) return false;
      if (answer.ok) answer = await ask(fields, more);
    }
    if (answer.type === "opaqueredirect") return fail("out");
    if (answer.status >= 500) return fail("offline");
    if (answer.ok || answer.status === 409) return take(await answer.json(), fields ?? {});
  } catch {
    return fail("offline");
  }
  return fail("trouble");
}

function fail(kind) {
  trouble = kind;
  tell();
  retry = setTimeout(flush, RETRY);
  return false;
}

// What the answer says ----------------------------------------------------------------------

function learn(told) {
  if (String(told.person) !== form.dataset.person) {
    location.reload(); // somebody else is signed in: this page is not theirs
    return false;
  }
  ({ token } = told);
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  return true;
}

function take(told, fields) {
  if (!learn(told)) return false;
  isOpen = told.is_open;
  trouble = told.said && isOpen ? "trouble" : "";
  revision = form.elements.revision.value = told.revision;
  settle(told, fields);
  hear(told);
  for (const [name, digest] of Object.entries(told.digests))
    form.elements[`seen-${name}`].value = digest;
  sayMissing(told.missing);
  const missing = told.missing.map((part) => part.field);
  takeBack(
    (name) =>
      names.includes(name) && !missing.includes(name) && !differs(name) && !clashes.has(name),
  );
  show(told.stand);
  tell(told);
  return !told.said;
}

// A version that somebody submitted is news: who presses now has not seen it.
function show(told) {
  stand.show(told, isOpen);
  if (told.next === next) return;
  next = told.next;
  isRead = false;
  stand.sayNews(told.news);
}

function settle(told, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (told.said || told.clashes.includes(name)) continue;
    if (told.problems[name]) refused.set(name, String(value));
    else {
      base[name] = value;
      refused.delete(name);
    }
    delete sent[name];
    sayProblem(name, told.problems[name]);
    keep(name);
  }
}

function hear(told) {
  const taken = [];
  let who;
  for (const [name, theirs] of Object.entries(told.theirs)) {
    const mine = read(form, name);
    const isOwn = sent[name]?.some((value) => same(name, value, theirs.value));
    const untouched = !differs(name) && !clashes.has(name);
    base[name] = theirs.value;
    if (isOwn) delete sent[name];
    else if (same(name, mine, theirs.value)) settled(name);
    else if (untouched) {
      write(form, name, theirs.value);
      arrived.set(name, theirs);
      taken.push(label(form, name));
      who = theirs.by;
    } else dispute(name, theirs);
    keep(name);
  }
  if (taken.length) {
    isRead = false;
    sayWho(who, taken);
  }
  if (told.files) document.dispatchEvent(new CustomEvent("draft:files"));
}

function settled(name) {
  clashes.delete(name);
  arrived.delete(name);
  clash.hide(name);
}

function dispute(name, theirs) {
  clashes.set(name, theirs);
  clash.show(form, name, theirs, decide);
}

function decide(name, choice) {
  const theirs = clashes.get(name).value;
  clashes.delete(name);
  arrived.delete(name);
  forgetWho();
  if (choice === "theirs") write(form, name, theirs);
  if (choice === "both") write(form, name, `${read(form, name).trim()}\n\n${theirs}`);
  delete sent[name];
  keep(name);
  focusOn(form, name);
  flush();
}

function tell(told) {
  const left = typed();
  const stuck = left.filter((name) => refused.get(name) === String(read(form, name)));
  const fields = stuck.map((name) => label(form, name)).join(", ");
  if (trouble) say(isKept ? trouble : "unkept");
  else if (clashes.size) say("disputed");
  else if (!isOpen) say("closed");
  else if (!told || unsent().length)
    return; // the rest goes at once
  else if (fields) say(told.at ? "partly" : "refused", { at: told.at, fields });
  else if (!told.at) return;
  else if (!left.length) sayKept(told);
}

function sayKept(told) {
  const { tone } = told.stand;
  say(told.by && tone !== "same" ? `${tone}By` : tone, { ...told.stand, ...told });
}

// What the writer does ----------------------------------------------------------------------

function onInput({ target }) {
  const { name } = target;
  if (!names.includes(name)) return;
  askBeforeReplacing(name);
  keep(name);
  if (!isOpen || clashes.has(name)) return tell();
  if (!trouble) say("saving");
  since ??= performance.now();
  clearTimeout(pause);
  pause = setTimeout(flush, Math.min(PAUSE, Math.max(0, since + LONGEST - performance.now())));
}

// Who corrects a team-mate's text has it before them; who replaces it may never have read it.
function askBeforeReplacing(name) {
  const theirs = arrived.get(name);
  if (theirs && !clashes.has(name) && replaces(read(form, name), theirs.value))
    dispute(name, theirs);
}

// The form goes when all is saved, so that it meets no state of the draft that it does not know.
async function onSubmit(event) {
  const button = event.submitter;
  if (button && "withoutScript" in button.dataset) return; // takes files along, the only way it can
  if (button?.value === "preview") return preview(event);
  if (!isAgain) pressed = next;
  const isReady = !unsent().length && !clashes.size && !trouble;
  // Too late: the server says so, keeps the try on record, and shows what can be done.
  if (button?.value === "submit" && ((isReady && isRead) || (!flight && !isOpen))) return go();
  event.preventDefault();
  if (isReady && button?.value === "submit") return readFirst(button);
  await flush();
  if (button?.value === "submit" && (!isOpen || !isHeldBack())) goOn(button);
}

function goOn(button) {
  isAgain = true;
  form.requestSubmit(button);
  isAgain = false;
}

function isHeldBack() {
  const [disputed] = clashes.keys();
  if (pressed !== next) return true; // the page has said why
  if (disputed) focusOn(form, disputed);
  else if (trouble || unsent().length) aloud(form.querySelector("[data-state]").dataset.unsent);
  else return false;
  return true;
}

// What is submitted stands on the screen before: news stop the press, once, and are shown. A
// server that takes long to say whether there are any does not hold the press back.
async function readFirst(button) {
  isRead = true;
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LOOK))]);
  const [name] = isRead ? [] : [...arrived.keys()].slice(-1);
  const hasStopped = performance.now() - stoppedAt < ONCE_IN;
  isRead = pressed === next && (!name || hasStopped);
  if (isRead) return goOn(button);
  stoppedAt = performance.now();
  if (name) focusOn(form, name);
}

function go() {
  form.elements.promised.value = pressed;
  isRead = false;
  isGoing = true;
  setTimeout(() => (isGoing = false), GOING);
}

async function preview(event) {
  event.preventDefault();
  const dialog = document.querySelector("dialog.look");
  const body = new FormData(form);
  body.delete("file");
  try {
    const answer = await fetch(form.dataset.look, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) return flush();
    dialog.querySelector("[data-shown]").innerHTML = await answer.text();
    dialog.showModal();
  } catch {
    fail("offline");
  }
}

function resume() {
  const back = [];
  for (const name of kept.names().filter((name) => names.includes(name))) {
    const { value, revision: seen, sent: before = [], isAsked } = kept.get(name) ?? {};
    if (value === undefined || differs(name)) continue; // the page itself brings newer words
    if (same(name, value, base[name])) {
      kept.drop(name);
      continue;
    }
    const theirs = base[name];
    const isOwn = before.some((each) => same(name, each, theirs));
    write(form, name, value);
    back.push(label(form, name));
    const [since, by, words] = changed[name] ?? [0];
    if ((since > seen || isAsked) && !isOwn)
      dispute(name, { value: theirs, words: words ?? [theirs].flat().join(", "), by });
  }
  const note = document.querySelector("[data-resumed]");
  note.hidden = back.length === 0;
  note.querySelector("span").textContent = back.join(", ");
}

const changed = JSON.parse(form?.dataset.changed ?? "{}");

function begin() {
  document.querySelector("[data-plain]")?.toggleAttribute("hidden", true);
  for (const name of clash.shownBefore()) dispute(name, { value: base[name] });
  resume();
  form.addEventListener("input", onInput);
  form.addEventListener("submit", onSubmit);
  addEventListener("online", () => flush());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || unsent().length) flush({ keepalive: document.hidden });
  });
  setInterval(() => document.hidden || flush(), POLL);
  flush();
}

// After the deadline there is no form; what never arrived can still be read and copied here.
function showLeft(place) {
  const left = box(place.dataset.left);
  for (const name of left.names()) {
    const text = document.createElement("textarea");
    text.readOnly = true;
    text.rows = 4;
    text.value = [left.get(name)?.value].flat().join(", ");
    text.setAttribute("aria-label", place.querySelector("p").textContent.trim());
    place.append(text);
    place.hidden = false;
  }
}

sweep();
if (form) begin();
const left = document.querySelector("[data-left]");
if (left) showLeft(left);
