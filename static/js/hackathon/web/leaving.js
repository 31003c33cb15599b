// Who signs out leaves nothing behind on this device: neither what was written or marked nor the
// jury's pages; what the server does not have is asked about.
import { keys } from "./stored-keys.js";

const MARKS = "judging ";
const PERSON = `${MARKS}person`; // whose pages are kept on this device; set by jury-pages.js

function isUnsent(key) {
  try {
    const { queue = [], clashes = {}, left = {} } = JSON.parse(localStorage.getItem(key)) ?? {};
    return queue.length > 0 || [clashes, left].some((fields) => Object.keys(fields).length > 0);
  } catch {
    return false;
  }
}

async function forgetPages() {
  for (const name of (await globalThis.caches?.keys()) ?? [])
    if (name.startsWith(MARKS)) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? [])
    await worker.unregister();
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

// The session of whoever judged on this device may have ended without signing out. As soon as
// somebody else is signed in, the pages that were kept to be read are put away; marks that have not
// been sent stay for the judge who gave them.
async function forgetPagesOfOthers(reader) {
  const judge = localStorage.getItem(PERSON);
  if (!judge || judge === reader) return;
  await forgetPages();
  localStorage.removeItem(PERSON);
}

const reader = document.querySelector("form[data-leaves]")?.dataset.leaves.split("-")[1];
if (reader) forgetPagesOfOthers(reader).catch(() => {});

for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const drafts = keys(form.dataset.leaves);
    const marks = keys(MARKS);
    if ((drafts.length || marks.some(isUnsent)) && !confirm(form.dataset.words)) return;
    document.documentElement.dataset.leaving = ""; // nothing is kept from now on
    for (const key of [...drafts, ...marks]) localStorage.removeItem(key);
    await Promise.race([forgetPages().catch(() => {}), pause(2000)]);
    form.submit();
  });
}

// A page that the browser kept in memory is asked for again.
addEventListener("pageshow", (event) => event.persisted && location.reload());
