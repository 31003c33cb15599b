// Where the project stands: what is submitted, and which version the next press would make.
import { aloud, fill } from "./words.js";

const place = document.querySelector("[data-stand]");
const actions = document.querySelector("form[data-draft] .actions");
const button = actions?.querySelector("[value=submit]");
const news = document.querySelector("form[data-draft] [data-news]");

export const mark = () => place.dataset.stand;

export function show(stand, isOpen) {
  if (stand.html !== undefined) {
    place.innerHTML = stand.html;
    document.querySelector("[data-versions]").innerHTML = stand.versions;
    place.dataset.stand = stand.mark;
    document.dispatchEvent(new CustomEvent("instants:new"));
  }
  if (!button) return;
  actions.hidden = !isOpen;
  button.textContent = fill(button.dataset.words, { number: stand.next });
  button.classList.toggle("is-second", stand.tone === "same");
}

export function sayNews(words) {
  news.textContent = words;
  news.hidden = false;
  aloud(words);
}
