// A field that two people changed: both texts, and the reader decides.
import { label } from "./fields.js";

const blockOf = (name) => document.querySelector(`form [data-clash="${CSS.escape(name)}"]`);

export const shownBefore = () =>
  [...document.querySelectorAll("form [data-clash]")].map((block) => block.dataset.clash);

export function show(form, name, theirs, decide) {
  const block = blockOf(name) ?? fresh(form, name);
  document.getElementById(`div_id_${name}`)?.after(block);
  block.querySelector("[data-label]").textContent = label(form, name);
  if (theirs.by) block.querySelector("[data-by]").textContent = theirs.by;
  // a block that the server made has the words already
  if (theirs.words !== undefined) block.querySelector("[data-theirs]").textContent = theirs.words;
  for (const button of block.querySelectorAll("[data-choice]")) {
    button.type = "button";
    button.onclick = () => {
      block.remove();
      decide(name, button.dataset.choice);
    };
  }
  return block;
}

function fresh(form, name) {
  const block = document.getElementById("clash").content.firstElementChild.cloneNode(true);
  block.dataset.clash = name;
  block.querySelector("[name=clash]").value = name;
  const isLong = form.elements[name]?.tagName === "TEXTAREA";
  block.querySelector("[data-choice=both]").hidden = !isLong;
  return block;
}

export const hide = (name) => blockOf(name)?.remove();
