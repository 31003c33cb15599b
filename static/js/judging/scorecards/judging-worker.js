// Keeps the jury's pages that were opened or are on the judge's worklist, and what they are made
// of, for when there is no network. What is not kept gets a page that says so.
const SCOPE = self.registration.scope;
const NAME = `judging ${SCOPE}`;
const OFFLINE = `${SCOPE}offline`; // put there by jury-pages.js
const FRESH = 10 * 60 * 1000;
// Of the files that teams handed in, the small ones: the device is the judge's own.
const LARGEST_FILE = 1024 * 1024;
const ALL_FILES = 10 * LARGEST_FILE;

const isHere = (url) => url.href.startsWith(SCOPE);

function isPage(url) {
  const path = isHere(url) ? url.href.slice(SCOPE.length) : null;
  return path !== null && /^(projects\/\d+\/)?$/.test(path.split(/[?#]/)[0]);
}

// A file of a project on the worklist; the address of its page.
function pageOfAttachment(url) {
  const path = isHere(url) ? url.href.slice(SCOPE.length) : "";
  const found = /^(projects\/\d+\/)files\/\d+\/$/.exec(path);
  return found && `${SCOPE}${found[1]}`;
}

const isFile = (url) => url.origin === location.origin && url.pathname.startsWith("/static/");
const isNamedByContent = (url) => isFile(url) && /\.[0-9a-f]{12}\.\w+$/.test(url.pathname);
const found = async (request, more) =>
  (await caches.open(NAME)).match(request, { ignoreVary: true, ...more });

// Whoever has no desk here any more does not read here what they once had to score.
const isDeskGone = (request, answer) =>
  answer.status === 404 && request.url.split(/[?#]/)[0] === SCOPE;

async function keep(request, answer) {
  if (isDeskGone(request, answer)) await caches.delete(NAME);
  const cache = await caches.open(NAME);
  if (answer.status === 404) await cache.delete(request, { ignoreVary: true, ignoreSearch: true });
  if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(request, answer);
}

async function fromNetwork(request) {
  try {
    const answer = await fetch(request);
    await keep(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await found(request);
    if (kept) return kept;
    throw error;
  }
}

async function fromHere(request) {
  return (await found(request)) ?? fromNetwork(request);
}

// A page of the jury is kept; every other address of theirs is asked for, and told when offline.
async function open(request, url) {
  try {
    return await (isPage(url) ? fromNetwork(request) : fetch(request));
  } catch (error) {
    const kept = isPage(url) && (await found(request, { ignoreSearch: true }));
    const offline = kept || (await found(OFFLINE));
    if (offline) return offline;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode !== "navigate" && pageOfAttachment(url)) event.respondWith(fromNetwork(request));
  else if (request.mode === "navigate" && isHere(url)) event.respondWith(open(request, url));
  else if (isNamedByContent(url)) event.respondWith(fromHere(request));
  else if (isFile(url)) event.respondWith(fromNetwork(request));
});

// The files that a page names: it needs them before it is opened for the first time.
const NAMED = /(?:src|href)="(\/static\/[^"]+)"/g;
const filesOf = (html) => [...html.matchAll(NAMED)].map(([, path]) => path);

// Small files of the projects, in the order of the worklist, as long as there is room.
const DOWNLOAD = /<a\s+href="([^"]+)"\s+download\s+data-bytes="(\d+)"/g;

const isSmall = (bytes) => Number(bytes) <= LARGEST_FILE;

// What is so with a file, in the words that content.html has for it. Only the whole worklist tells
// which files share the room: here counts what is kept by now.
async function stateOf({ address, bytes }) {
  if (await found(address)) return "kept";
  if (!isSmall(bytes)) return "tooLarge";
  return (await keptBytes()) + bytes > ALL_FILES ? "noRoom" : "notYet";
}

async function keptBytes() {
  const cache = await caches.open(NAME);
  const requests = (await cache.keys()).filter(({ url }) => pageOfAttachment(new URL(url)));
  const answers = await Promise.all(requests.map((request) => cache.match(request)));
  const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function tell(files, port) {
  port.postMessage(await Promise.all(files.map(stateOf)));
}

async function keepAttachments(worklist) {
  const cache = await caches.open(NAME);
  let room = ALL_FILES;
  for (const address of worklist) {
    const page = await found(address, { ignoreSearch: true });
    for (const [, path, bytes] of (await page?.text())?.matchAll(DOWNLOAD) ?? []) {
      const request = new Request(new URL(path, address));
      const fits = isSmall(bytes) && Number(bytes) <= room;
      if (!fits) await cache.delete(request, { ignoreVary: true });
      else room -= Number(bytes);
      if (fits && !(await found(request))) await fromNetwork(request).catch(() => {});
    }
  }
}

const madeAt = (answer) => Date.parse(answer.headers.get("Date"));

async function isFresh(address, language) {
  const kept = await found(address);
  if (!kept || kept.headers.get("Content-Language") !== language) return false;
  return Date.now() - madeAt(kept) < FRESH;
}

// One after the other: a worklist is no rush on the server.
async function keepAll(addresses, language) {
  for (const address of addresses) {
    const url = new URL(address, location.href);
    if (isPage(url) && (await isFresh(url.href, language))) continue;
    if (isPage(url)) await keepPage(url);
    else if (isFile(url)) await fromHere(new Request(url)).catch(() => {});
  }
}

async function keepPage(url) {
  try {
    const answer = await fromNetwork(new Request(url));
    for (const path of filesOf(await answer.text())) await fromHere(new Request(path));
  } catch {
    // there is no network: it is asked for again when the desk is opened the next time
  }
}

// What is not the judge's to score any more is not theirs to read here, either. Offline the desk
// is an old one and knows nothing of projects that were opened since.
async function forgetOthers(worklist) {
  const cache = await caches.open(NAME);
  const pages = [];
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    const page = pageOfAttachment(url);
    if (page && !worklist.includes(page)) await cache.delete(request);
    if (isPage(url)) pages.push({ request, url, at: madeAt(await cache.match(request)) });
  }
  const isDesk = ({ url }) => url.origin + url.pathname === SCOPE;
  const since = Math.max(...pages.filter(isDesk).map(({ at }) => at));
  for (const page of pages) {
    const isListed = isDesk(page) || worklist.includes(page.url.origin + page.url.pathname);
    if (!isListed && page.at < since) await cache.delete(page.request);
  }
}

async function follow({ keep = [], worklist, language }) {
  if (worklist) await forgetOthers(worklist);
  await keepAll(keep, language);
  if (worklist) await keepAttachments(worklist);
}

self.addEventListener("message", (event) => {
  const { data, ports } = event;
  event.waitUntil(data.files ? tell(data.files, ports[0]) : follow(data));
});
