// Sends from the desk what is still on this device, and tells which scorecards that are.
import { Card, Sender, stayReadable } from "./kept-marks.js";

const told = document.getElementById("unsent");
const { person, worker, words, clash } = told.dataset;
const sender = new Sender();

async function send() {
  const cards = Card.all(person).filter((card) => card.state.url && (card.waits || card.clashes.length));
  for (const card of cards) await sender.flush(card);
  const waiting = cards.filter((card) => card.waits);
  const clashing = cards.filter((card) => card.clashes.length);
  const lines = [
    ...(waiting.length ? [words.replace("%s", waiting.map((card) => card.state.title).join(", "))] : []),
    ...clashing.map((card) => `${card.state.title}: ${clash}`),
  ];
  told.hidden = lines.length === 0;
  if (told.textContent !== lines.join(" ")) told.textContent = lines.join(" ");
  if (cards.length > waiting.length + clashing.length) location.reload();
}

stayReadable(worker, person).catch(() => {});
send();
addEventListener("online", send);
setInterval(send, 5000);
