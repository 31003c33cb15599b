// What a judge marked, kept on this device until the server has it: in order, field by field.
//
// A card is { url, version, title, labels, base, queue, clashes, left, notHandedIn, isReplaced }.
// `base` is the last state that the server told. The queue's first entry may be on its way; it is
// sent again until there is an answer. `left` is what the server refused, by field: it stays until
// its judge sends it again, gives another value or discards it. `notHandedIn` says why a hand-in
// was not carried out, `isReplaced` that the team has entered another version since. A hand-in says
// by which rule sheet (`rules`) its page was: its judge has read no other.
export const PREFIX = "judging ";
const DEVICE = `${PREFIX}device`;

const NOTE = "note";

export const GONE = "gone"; // why something was refused: the project is not the judge's any more

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
    const base = { revision: -1, values: {} };
    const fresh = { base, queue: [], clashes: {}, left: {}, notHandedIn: "" };
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

  // Whether the server may take it by now. What clashes is for the judge to choose first; another
  // version is another project to read.
  get maySendAgain() {
    return this.clashes.length === 0 && !this.state.isReplaced;
  }

  get isLeftBehind() {
    return Object.keys(this.state.left).length > 0 || this.state.notHandedIn !== "";
  }

  // What the judge sees: the last they gave here, refused or not, or what the server told.
  value(name) {
    const { queue, clashes, left, base } = this.state;
    const last = queue.findLast((entry) => entry.name === name);
    if (last) return last.value;
    return clashes[name]?.mine ?? left[name]?.value ?? base.values[name] ?? "";
  }

  // A change that was not sent yet is replaced by the next one of the same field.
  take(name, value) {
    const { queue, base, clashes, left } = this.state;
    delete clashes[name];
    const waiting = queue.findIndex((entry) => entry.name === name && !entry.sent);
    const before = queue.findLast((entry) => entry.name === name);
    if (waiting >= 0) queue.splice(waiting, 1);
    queue.push({ name, value, seen: before?.seen ?? left[name]?.seen ?? base.revision });
    delete left[name];
    this.write();
  }

  takeHandIn() {
    const { queue, rules } = this.state;
    if (!queue.some((entry) => entry.handIn)) queue.push({ handIn: true, rules });
    this.state.notHandedIn = "";
    this.write();
  }

  sendAgain() {
    const { left, notHandedIn } = this.state;
    for (const [name, { value }] of Object.entries(left)) this.take(name, value);
    if (notHandedIn) this.takeHandIn();
  }

  discard() {
    Object.assign(this.state, { left: {}, notHandedIn: "" });
    this.write();
  }

  // What can be sent to who leads the panel: the private note is nobody else's.
  get tellable() {
    const given = Object.entries(this.state.left).filter(([name]) => name !== NOTE);
    return given.map(([name, { value }]) => [name, value]).filter(([, value]) => value !== "");
  }

  get isGone() {
    const { left, notHandedIn } = this.state;
    return [notHandedIn, ...Object.values(left).map(({ why }) => why)].includes(GONE);
  }

  // Somebody has it now; what they were not sent stays.
  told(names) {
    for (const name of names) delete this.state.left[name];
    this.state.notHandedIn = "";
    this.write();
  }

  // Takes entries out of the queue that the server did not carry out, and keeps them.
  putAside(entries, why) {
    const { queue, left } = this.state;
    this.state.queue = queue.filter((entry) => !entries.includes(entry));
    for (const { name, value, seen, handIn } of entries) {
      if (handIn) this.state.notHandedIn = why;
      else left[name] = { value, seen: left[name]?.seen ?? seen, why };
    }
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
    this.state.queue = queue.filter((one) => !told.clashes.includes(one.name));
    this.putAside(
      this.state.queue.filter((one) => one.handIn),
      told.said,
    );
    this.meet(told);
    for (const name of told.clashes) clashes[name].theirs = told.values[name] ?? "";
  }

  // Where no more marks are taken, nothing of what waits is. An entry that had arrived before, and
  // whose answer was lost, is not among what was refused.
  refused(entry, told) {
    const isSame = told.version === this.state.version;
    const isThere = ({ name, value, handIn }) =>
      isSame && (handIn ? told.handed_in : told.values[name] === value);
    const isOver = !told.open || !isSame;
    this.state.isReplaced = !isSame;
    const { queue } = this.state;
    const stopped = queue.filter((one, place) => isOver || place === 0 || one.handIn);
    this.state.queue = queue.filter((one) => !stopped.includes(one));
    const isLast = (one) => one === stopped.findLast(({ name }) => name === one.name);
    this.putAside(
      stopped.filter((one) => isLast(one) && !isThere(one)),
      told.said,
    );
    this.meet(told);
  }

  // The same for what was refused before, for another reason.
  putAsideForGood() {
    for (const entry of Object.values(this.state.left)) entry.why = GONE;
    this.write();
  }

  // The project is not the judge's any more.
  gone() {
    this.putAside([...this.state.queue], GONE);
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
      if (end && end !== GONE) return { end };
      told = answer.told;
      if (!card.isThere) return {};
      card.read();
      if (end) card.gone();
      else card[answer.met](entry, told);
      card.write();
      if (end) return { end };
      if (answer.met === "clashed") return { end: "clash", told };
      if (answer.met === "refused") return { end: "refused", told };
    }
    return { end: "sent", told };
  }

  body(card, entry) {
    const { version, base } = card.state;
    const person = Number(card.person);
    const { rules } = entry;
    if (entry.handIn) return { do: "hand_in", person, version, rules, revision: base.revision };
    const value = entry.name.startsWith("mark_") ? Number(entry.value) : entry.value;
    const revision = Math.max(0, entry.seen);
    return { person, version, revision, device: device(), fields: { [entry.name]: value } };
  }

  ask(card, entry) {
    return this.post(card, card.state.url, this.body(card, entry));
  }

  // Sends what was refused to who leads the panel: to be read, it does not count.
  async tell(card) {
    const { version, notHandedIn } = card.state;
    const fields = Object.fromEntries(
      card.tellable.map(([name, value]) => [
        name,
        name.startsWith("mark_") ? Number(value) : value,
      ]),
    );
    const person = Number(card.person);
    const body = { person, version, fields, hand_in: notHandedIn !== "" };
    const url = card.state.url.replace(/marks\/$/, "unsaved/");
    try {
      return { names: Object.keys(fields), ...(await this.post(card, url, body)) };
    } catch {
      return { end: "offline" };
    }
  }

  async post(card, url, content, isAgain = false) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const body = JSON.stringify(content);
    const answer = await fetch(url, { method: "POST", redirect: "manual", headers, body });
    if (answer.status === 403 && !isAgain) {
      const { end } = await this.look(card);
      return end ? { end } : this.post(card, url, content, true);
    }
    return this.read(card, answer);
  }

  // The server's state, and a token that its next answer asks for.
  async look(card) {
    const headers = { Accept: "application/json" };
    const answer = await fetch(card.state.url, { redirect: "manual", headers });
    return this.read(card, answer);
  }

  async read(card, answer) {
    if (answer.type === "opaqueredirect") return { end: "signed out" };
    if (answer.status === 404) return { end: GONE };
    const met = ANSWERS[answer.status];
    if (!met) return { end: "offline" };
    const told = await answer.json();
    if (String(told.person) !== card.person) return { end: "signed out" };
    this.token = told.token;
    return { met, told };
  }
}
