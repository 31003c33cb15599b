// Shows what the server did not take from this device, and what can be done with it.
import { Card, GONE, Sender } from "./kept-marks.js";

const SENT = "sent-marks";

// By the address of a scorecard's marks: who would read what was refused, in the page's words.
const readersIn = ({ readers }) => JSON.parse(readers || "{}");

// One panel in `place` for each card that has something left. `again(card)` is called when its
// judge wants it sent again. Nothing is drawn anew while it stays the same: the focus stays.
export function showLeft(place, cards, again) {
  const left = cards.filter((card) => card.isLeftBehind);
  const shown = (card) => [card.key, card.state.left, card.state.notHandedIn, card.maySendAgain];
  const drawn = JSON.stringify(left.map(shown));
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.querySelectorAll("section").forEach((panel) => panel.remove());
  const redraw = () => showLeft(place, cards, again);
  for (const card of left) place.append(panelOf(place, card, redraw, again));
}

function panelOf(place, card, redraw, again) {
  const words = place.dataset;
  const panel = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const { title, url, left, notHandedIn } = card.state;
  const reader = readersIn(words)[url];
  const inWords = (why) => (why === GONE ? words.gone : why);
  const lines = linesOf(card);
  part("title").textContent = title || url;
  const reasons = new Set(Object.values(left).map(({ why }) => inWords(why)));
  reasons.delete(inWords(notHandedIn)); // said once, with the hand-in
  part("why").textContent = [...reasons].join(" ");
  part("why").hidden = reasons.size === 0;
  const canBeTold = card.tellable.length > 0 && !card.isGone;
  part("kept").hidden = !canBeTold;
  part("kept").textContent = reader?.sentence ?? words.someone;
  part("gone-kept").hidden = lines.length === 0 || canBeTold;
  part("hand-in").hidden = !notHandedIn;
  part("hand-in").textContent = words.handIn.replace("%s", inWords(notHandedIn));
  for (const [label, value] of lines) {
    const [term, given] = ["dt", "dd"].map((name) => document.createElement(name));
    term.textContent = label;
    given.textContent = value || words.nothing;
    part("lines").append(term, given);
  }
  part("again").hidden = !card.maySendAgain;
  part("again").addEventListener("click", () => {
    card.read();
    card.sendAgain();
    redraw();
    again(card);
  });
  part("tell").hidden = !canBeTold || reader?.button === "";
  part("tell").textContent = reader?.button ?? words.tell;
  part("tell").addEventListener("click", () => tell(card, place, part, redraw));
  part("copy-lines").hidden = lines.length === 0;
  part("copy-lines").addEventListener("click", () => copy(lines, title, part));
  part("discard").addEventListener("click", () => {
    if (!confirm(words.sure)) return;
    card.read();
    card.discard();
    redraw();
    place.dispatchEvent(new Event("settled"));
    document.getElementById("main").focus();
  });
  return panel;
}

// The project may have ceased to be the judge's meanwhile: then nothing is sent any more.
async function tell(card, place, part, redraw) {
  const words = place.dataset;
  part("tell").disabled = true;
  card.read();
  const { end, met, names, told } = await new Sender(tokenOf()).tell(card);
  card.read();
  if (met === "saved") {
    card.told(names);
    place.dispatchEvent(new Event("settled")); // else the form takes it for typed anew
    location.hash = SENT; // the page says what was sent, to whom, and what becomes of it
    return location.reload();
  }
  if (end === GONE) {
    card.putAsideForGood();
    return redraw();
  }
  part("tell").disabled = false;
  const { signedOut, offline } = words;
  part("told").textContent = told?.said ?? (end === "signed out" ? signedOut : offline);
}

const tokenOf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// In the order of the scorecard; each field by the name that its judge knows.
function linesOf({ state: { labels = {}, left } }) {
  const names = [...new Set([...Object.keys(labels), ...Object.keys(left)])];
  return names.filter((name) => left[name]).map((name) => [labels[name] ?? name, left[name].value]);
}

// Where the browser does not let the page copy, the words are selected for the judge to do it.
async function copy(lines, title, part) {
  const text = [title, ...lines.map(([label, value]) => `${label}: ${value}`)].join("\n");
  const told = part("told");
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = told.dataset.copied;
  } catch {
    getSelection().selectAllChildren(part("lines"));
    told.textContent = told.dataset.selected;
  }
}

export const cardsAt = (person, url) => Card.all(person).filter(({ state }) => state.url === url);
