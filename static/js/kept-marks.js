// What a judge marked, kept on this device until the server has it: in order, field by field.
//
// A card is { url, version, title, base, queue, clashes }. `base` is the last state that the server
// told. The queue's first entry may be on its way; it is sent again until there is an answer.
const PREFIX = "judging ";
const DEVICE = `${PREFIX}device`;

export function device() {
  let name = localStorage.getItem(DEVICE);
  if (!name) {
    name = crypto.getRandomValues(new Uint32Array(2)).reduce((all, n) => all + n.toString(36), "");
    localStorage.setItem(DEVICE, name);
  }
  return name;
}

export class Card {
  constructor(key) {
    this.key = key;
    this.isKept = true;
    this.read();
  }

  static of(person, url, version) {
    const card = new Card(`${PREFIX}${person} ${url} ${version}`);
    Object.assign(card.state, { url, version });
    return card;
  }

  // Whose marks these are. Somebody else may have signed in on this device since.
  get person() {
    return this.key.split(" ")[1];
  }

  static all(person) {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${person} `));
    return keys.map((key) => new Card(key));
  }

  read() {
    const fresh = { base: { revision: -1, values: {} }, queue: [], clashes: {} };
    try {
      this.state = { ...fresh, ...JSON.parse(localStorage.getItem(this.key) ?? "{}") };
    } catch {
      this.state = fresh;
    }
  }

  // Gone: somebody signed out in this browser, and nothing is kept any more.
  get isThere() {
    return !this.isKept || localStorage.getItem(this.key) !== null;
  }

  write() {
    if ("leaving" in document.documentElement.dataset) return; // see leaving.js
    try {
      localStorage.setItem(this.key, JSON.stringify(this.state));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  get waits() {
    return this.state.queue.length > 0;
  }

  get clashes() {
    return Object.keys(this.state.clashes);
  }

  // What the judge sees: the last they gave here, or what the server told.
  value(name) {
    const last = this.state.queue.findLast((entry) => entry.name === name);
    if (last) return last.value;
    return this.state.clashes[name]?.mine ?? this.state.base.values[name] ?? "";
  }

  // A change that was not sent yet is replaced by the next one of the same field.
  take(name, value) {
    const { queue, base, clashes } = this.state;
    delete clashes[name];
    const waiting = queue.findIndex((entry) => entry.name === name && !entry.sent);
    const before = queue.findLast((entry) => entry.name === name);
    if (waiting >= 0) queue.splice(waiting, 1);
    queue.push({ name, value, seen: before?.seen ?? base.revision });
    this.write();
  }

  takeHandIn() {
    const { queue } = this.state;
    if (!queue.some((entry) => entry.handIn)) queue.push({ handIn: true });
    this.write();
  }

  // The judge has seen both values.
  settle(name, isMine) {
    const { mine } = this.state.clashes[name];
    delete this.state.clashes[name];
    if (isMine) this.take(name, mine);
    else this.write();
  }

  meet(told) {
    if (told.version === this.state.version && told.revision >= this.state.base.revision) {
      const { revision, values, handed_in, abstained, open } = told;
      this.state.base = { revision, values, handed_in, abstained, open };
    }
  }

  saved(entry, told) {
    const { queue } = this.state;
    queue.shift();
    this.meet(told);
    for (const later of queue) if (later.name === entry.name) later.seen = told.revision;
  }

  clashed(entry, told) {
    const { queue, clashes } = this.state;
    for (const name of told.clashes) clashes[name] = { mine: this.value(name) };
    this.state.queue = queue.filter((one) => !one.handIn && !told.clashes.includes(one.name));
    this.meet(told);
    for (const name of told.clashes) clashes[name].theirs = told.values[name] ?? "";
  }

  refused(told) {
    const { queue } = this.state;
    this.state.queue = told.open ? queue.slice(1).filter((entry) => !entry.handIn) : [];
    this.meet(told);
  }
}

const ANSWERS = { 200: "saved", 409: "clashed", 422: "refused" };

// Sends what waits, one after the other. Tells how it ended: "sent", "clash", "refused",
// "offline", "signed out" or "gone"; and what the server said last.
export class Sender {
  constructor(token = "") {
    this.token = token;
    this.busy = new Set();
  }

  async flush(card) {
    if (this.busy.has(card.key)) return {};
    this.busy.add(card.key);
    try {
      return await this.send(card);
    } catch {
      return { end: "offline" };
    } finally {
      this.busy.delete(card.key);
    }
  }

  async send(card) {
    let told;
    for (card.read(); card.waits; card.read()) {
      const [entry] = card.state.queue;
      entry.sent = true;
      card.write(); // before it leaves: an answer that gets lost changes nothing
      const { end, ...answer } = await this.ask(card, entry);
      if (end) return { end };
      told = answer.told;
      if (!card.isThere) return {};
      card.read();
      card[answer.met](entry, told);
      card.write();
      if (answer.met !== "saved") return { end: answer.met === "clashed" ? "clash" : "refused", told };
    }
    return { end: "sent", told };
  }

  body(card, entry) {
    const { version, base } = card.state;
    const person = Number(card.person);
    if (entry.handIn) return { do: "hand_in", person, version, revision: base.revision };
    const value = entry.name.startsWith("mark_") ? Number(entry.value) : entry.value;
    return { person, version, revision: Math.max(0, entry.seen), device: device(), fields: { [entry.name]: value } };
  }

  async ask(card, entry, isAgain = false) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const body = JSON.stringify(this.body(card, entry));
    const answer = await fetch(card.state.url, { method: "POST", redirect: "manual", headers, body });
    if (answer.status === 403 && !isAgain) {
      const { end } = await this.look(card);
      return end ? { end } : this.ask(card, entry, true);
    }
    return this.read(card, answer);
  }

  // The server's state, and a token that its next answer asks for.
  async look(card) {
    const answer = await fetch(card.state.url, { redirect: "manual", headers: { Accept: "application/json" } });
    return this.read(card, answer);
  }

  async read(card, answer) {
    if (answer.type === "opaqueredirect") return { end: "signed out" };
    if (answer.status === 404) return { end: "gone" };
    const met = ANSWERS[answer.status];
    if (!met) return { end: "offline" };
    const told = await answer.json();
    if (String(told.person) !== card.person) return { end: "signed out" };
    this.token = told.token;
    return { met, told };
  }
}

// Opens the pages of the jury without a network; what another person kept is put away.
export async function stayReadable(worker, person) {
  const name = `${PREFIX}person`;
  if (localStorage.getItem(name) !== person) {
    for (const kept of await caches.keys()) if (kept.startsWith(PREFIX)) await caches.delete(kept);
    localStorage.setItem(name, person);
  }
  if (!navigator.serviceWorker) return;
  const isFirst = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(worker);
  const ready = await navigator.serviceWorker.ready;
  if (!isFirst) return;
  const used = performance.getEntriesByType("resource").map((entry) => entry.name);
  const files = used.filter((name) => new URL(name).pathname.startsWith("/static/"));
  ready.active.postMessage({ keep: [location.href, ...files] });
}
