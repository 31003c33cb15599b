// Sends from the desk what is still on this device, and tells which scorecards that are. Keeps the
// worklist for when there is no network.
import { keepOfflinePage, stayReadable } from "./jury-pages.js";
import { Card, Sender } from "./kept-marks.js";
import { showLeft } from "./left-behind.js";
// For the scorecards: what this page loads is kept for them, too.
import "./card-fields.js";
import "./offline-files.js";

const told = document.getElementById("unsent");
const left = document.getElementById("left");
const { person, worker, words, clash } = told.dataset;
const sender = new Sender();

async function send() {
  const all = Card.all(person).filter((card) => card.state.url);
  const cards = all.filter((card) => card.waits || card.clashes.length);
  const ends = [];
  for (const card of cards) ends.push((await sender.flush(card)).end);
  for (const card of all) card.read();
  const waiting = cards.filter((card) => card.waits);
  const clashing = cards.filter((card) => card.clashes.length);
  const titles = waiting.map((card) => card.state.title).join(", ");
  const lines = [
    ...(waiting.length ? [words.replace("%s", titles)] : []),
    ...clashing.map((card) => `${card.state.title}: ${clash}`),
  ];
  told.hidden = lines.length === 0;
  if (told.textContent !== lines.join(" ")) told.textContent = lines.join(" ");
  showLeft(left, all, send);
  const isSent = cards.some((card, place) => ends[place] === "sent" && !card.clashes.length);
  if (isSent) location.reload();
}

const worklist = [...document.querySelectorAll("a[data-project]")].map((link) => link.href);
stayReadable(worker, person, worklist)
  .then(() => keepOfflinePage(worker, document.getElementById("offline")))
  .catch(() => {});
send();
addEventListener("online", send);
setInterval(send, 5000);
