// What a team typed rests in the browser until the server has it, and not for ever.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import "./browser.mjs";
const { box, sweep } = await import("../../static/js/teams/submissions/draft/kept.js");
const { keys } = await import("../../static/js/hackathon/web/stored-keys.js");

const DAY = 24 * 3600 * 1000;

beforeEach(() => localStorage.clear());
afterEach(() => {
  localStorage.isFull = false;
  delete document.documentElement.dataset.leaving;
});

test("what was put is found by its name, for this person and team alone", () => {
  const own = box("draft-1-2-");
  assert.ok(own.put("title", { text: "Rails" }));
  box("draft-1-3-").put("title", { text: "Roads" });
  assert.equal(own.get("title").text, "Rails");
  assert.deepEqual(own.names(), ["title"]);
  own.drop("title");
  assert.equal(own.get("title"), null);
  assert.deepEqual(keys("draft-"), ["draft-1-3-title"]);
});

test("a full browser says so", () => {
  localStorage.isFull = true;
  assert.equal(box("draft-").put("title", { text: "Rails" }), false);
});

test("something else under the name is as if nothing were kept", () => {
  localStorage.setItem("draft-title", "{broken");
  assert.equal(box("draft-").get("title"), null);
});

test("who signs out leaves nothing behind, and is not told that anything failed", () => {
  document.documentElement.dataset.leaving = "";
  assert.ok(box("draft-").put("title", { text: "Rails" }));
  assert.deepEqual(keys("draft-"), []);
});

test("a shared computer forgets after a month", () => {
  const own = box("draft-");
  own.put("new", { text: "today" });
  const old = { text: "long ago", at: Date.now() - 31 * DAY };
  localStorage.setItem("draft-old", JSON.stringify(old));
  localStorage.setItem("other-old", JSON.stringify(old));
  sweep();
  assert.deepEqual(keys(""), ["draft-new", "other-old"]);
});
