// Nothing that a judge gives is lost on its way, whatever the network and the server do.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { chance } from "./browser.mjs";
const { Card, GONE, Sender } = await import("../../static/js/judging/scorecards/kept-marks.js");

const PERSON = "7";
const URL = "/e/one/judging/projects/3/marks/";
const FIELDS = ["mark_1", "mark_2", "remarks"];

// A server that keeps each field with the revision in which it last changed, as the real one does.
class Server {
  constructor() {
    Object.assign(this, { revision: 0, values: {}, changed: {}, isOpen: true, person: 7 });
    Object.assign(this, { handedIn: false, version: 1, losesAnswer: false, isAway: false });
    this.arrived = new Map(); // by field, the last value that came from this device
    globalThis.fetch = (url, options = {}) => this.answer(options);
  }

  async answer({ body }) {
    if (this.isAway) throw new TypeError("no network");
    const [status, extra] = body ? this.take(JSON.parse(body)) : [200, {}];
    if (this.losesAnswer) throw new TypeError("the answer is lost");
    return { status, type: "basic", json: async () => ({ ...this.state(), ...extra }) };
  }

  state() {
    const { revision, values, isOpen: open, handedIn: handed_in, version, person } = this;
    return { revision, values: { ...values }, open, handed_in, version, person, token: "t" };
  }

  take({ fields, revision, do: act, version }) {
    if (!this.isOpen || version !== this.version) return [422, { said: "closed" }];
    if (act === "hand_in") {
      if (FIELDS.slice(0, 2).some((name) => !this.values[name])) return [422, { said: "gaps" }];
      this.handedIn = true;
      return [200, {}];
    }
    const [[name, value]] = Object.entries(fields);
    if (this.values[name] === String(value)) return this.arrive(name, value);
    if ((this.changed[name] ?? 0) > revision) return [409, { clashes: [name], said: "clash" }];
    this.set(name, String(value));
    return this.arrive(name, value);
  }

  arrive(name, value) {
    this.arrived.set(name, String(value));
    return [200, {}];
  }

  set(name, value) {
    this.revision += 1;
    this.values[name] = value;
    this.changed[name] = this.revision;
  }
}

beforeEach(() => localStorage.clear());

const card = () => Card.of(PERSON, URL, 1);

test("what was given is shown before the server has it, and sent in order", async () => {
  const server = new Server();
  const own = card();
  own.take("mark_1", "4");
  own.take("remarks", "Clear.");
  own.take("mark_1", "5");
  assert.equal(own.value("mark_1"), "5");
  assert.deepEqual(
    own.state.queue.map(({ name }) => name),
    ["remarks", "mark_1"],
  );
  assert.equal((await new Sender().flush(own)).end, "sent");
  assert.deepEqual(server.values, { remarks: "Clear.", mark_1: "5" });
});

test("a reloaded page finds what was given before", () => {
  card().take("mark_2", "3");
  assert.equal(card().value("mark_2"), "3");
  assert.deepEqual(
    Card.all(PERSON).map((one) => one.state.url),
    [URL],
  );
  assert.deepEqual(Card.all("8"), []);
});

test("a lost answer is asked for again, and nothing is written twice", async () => {
  const server = new Server();
  const own = card();
  own.take("mark_1", "4");
  server.losesAnswer = true;
  assert.equal((await new Sender().flush(own)).end, "offline");
  server.losesAnswer = false;
  assert.equal((await new Sender().flush(card())).end, "sent");
  assert.equal(server.revision, 1);
});

test("another device's value is a question, and both answers hold", async () => {
  for (const isMine of [true, false]) {
    localStorage.clear();
    const server = new Server();
    const own = card();
    own.take("mark_1", "4");
    server.set("mark_1", "2");
    assert.equal((await new Sender().flush(own)).end, "clash");
    assert.deepEqual(own.state.clashes.mark_1, { mine: "4", theirs: "2" });
    own.settle("mark_1", isMine);
    await new Sender().flush(own);
    assert.equal(server.values.mark_1, isMine ? "4" : "2");
  }
});

test("where judging has closed all that waited stays, with why", async () => {
  const server = new Server();
  const own = card();
  own.take("mark_1", "4");
  own.take("remarks", "Clear.");
  own.takeHandIn();
  server.isOpen = false;
  assert.equal((await new Sender().flush(own)).end, "refused");
  assert.equal(own.value("mark_1"), "4");
  assert.equal(own.state.notHandedIn, "closed");
  assert.deepEqual(own.tellable, [
    ["mark_1", "4"],
    ["remarks", "Clear."],
  ]);
  assert.equal(own.waits, false);
});

test("the private note is told nobody", async () => {
  const server = new Server();
  const own = card();
  own.take("note", "Between us.");
  server.isOpen = false;
  await new Sender().flush(own);
  assert.deepEqual(own.tellable, []);
  assert.equal(own.value("note"), "Between us.");
});

test("a project that is the judge's no more keeps what was given for it", async () => {
  new Server();
  globalThis.fetch = async () => ({ status: 404, type: "basic" });
  const own = card();
  own.take("mark_1", "4");
  assert.equal((await new Sender().flush(own)).end, GONE);
  assert.ok(own.isGone);
  assert.equal(own.value("mark_1"), "4");
});

test("whoever else has signed in on the device sends nothing of it", async () => {
  const server = new Server();
  server.person = 8;
  const own = card();
  own.take("mark_1", "4");
  assert.equal((await new Sender().flush(own)).end, "signed out");
  assert.ok(own.waits);
});

test("a full browser says so, and goes on without keeping", () => {
  const own = card();
  localStorage.isFull = true;
  own.take("mark_1", "4");
  localStorage.isFull = false;
  assert.equal(own.isKept, false);
  assert.equal(own.value("mark_1"), "4");
});

test("whatever happens the last value given is on the server, or shown to its judge", async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    localStorage.clear();
    const next = chance(seed);
    const server = new Server();
    const given = {};
    for (let step = 0; step < 30; step += 1) {
      const own = card();
      const name = FIELDS[next(FIELDS.length)];
      const value = String(1 + next(5));
      const doing = next(10);
      if (doing < 5) {
        own.take(name, value);
        given[name] = value;
        server.arrived.delete(name);
      } else if (doing === 5) {
        server.set(name, value); // the same judge, on another device
      } else if (doing === 6) {
        server.isAway = !server.isAway;
      } else if (doing === 7) {
        server.losesAnswer = !server.losesAnswer;
      } else if (doing === 8 && next(4) === 0) {
        server.isOpen = !server.isOpen;
      }
      if (next(2)) await new Sender().flush(own);
      for (const [field, last] of Object.entries(given)) {
        if (server.values[field] === last) server.arrived.set(field, last);
        const isShown = card().value(field) === last;
        const kept = card().state.left[field];
        assert.ok(!kept || kept.value === last, `seed ${seed}, step ${step}: an older ${field}`);
        assert.ok(
          isShown || server.arrived.get(field) === last,
          `seed ${seed}, step ${step}: ${field}`,
        );
      }
    }
    Object.assign(server, { isAway: false, losesAnswer: false, isOpen: true });
    for (let round = 0; round < FIELDS.length + 1; round += 1) {
      const own = card();
      await new Sender().flush(own);
      for (const name of own.clashes) own.settle(name, true);
      own.sendAgain();
    }
    await new Sender().flush(card());
    assert.equal(card().waits, false, `seed ${seed}: something still waits`);
    assert.deepEqual(card().clashes, [], `seed ${seed}: a question is left`);
  }
});
