// Opens the pages of the jury without a network: those that were opened, and a judge's worklist.
import { PREFIX } from "./kept-marks.js";

const OFFLINE = "offline"; // as in judging-worker.js
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

// What another person kept on this device is put away. `worklist` are the addresses of all projects
// that the judge has to score: they are kept as well, and those of no other project.
export async function stayReadable(worker, person, worklist = null) {
  const name = `${PREFIX}person`;
  if (localStorage.getItem(name) !== person) {
    for (const kept of await caches.keys()) if (kept.startsWith(PREFIX)) await caches.delete(kept);
    localStorage.setItem(name, person);
  }
  if (!navigator.serviceWorker) return;
  const isFirst = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(worker);
  const ready = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((entry) => entry.name);
  const files = used.filter((name) => new URL(name).pathname.startsWith("/static/"));
  const keep = [...(isFirst ? [location.href, ...files] : []), ...(worklist ?? [])];
  const language = document.documentElement.lang;
  if (keep.length || worklist) ready.active.postMessage({ keep, worklist, language });
}

// The page that is shown offline instead of one that is not on this device: this page's frame
// around the words of `template`.
export async function keepOfflinePage(worker, template) {
  const scope = new URL("./", new URL(worker, location.href)).href;
  const page = document.documentElement.cloneNode(true);
  const main = page.querySelector("main");
  main.replaceChildren(template.content.cloneNode(true));
  for (const script of page.querySelectorAll("script[src*='/desk']")) script.remove();
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
  };
  const answer = new Response(`<!doctype html>${page.outerHTML}`, { status: 503, headers });
  await (await caches.open(`${PREFIX}${scope}`)).put(`${scope}${OFFLINE}`, answer);
}
