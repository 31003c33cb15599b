// Keeps the jury's pages that were opened, and what they are made of, for when there is no network.
const NAME = `judging ${self.registration.scope}`;

function isPage(url) {
  const path = url.href.startsWith(self.registration.scope) ? url.href.slice(self.registration.scope.length) : null;
  return path !== null && /^(projects\/\d+\/)?$/.test(path.split(/[?#]/)[0]);
}

const isFile = (url) => url.origin === location.origin && url.pathname.startsWith("/static/");
const isNamedByContent = (url) => /\.[0-9a-f]{12}\.\w+$/.test(url.pathname);
const found = async (request) => (await caches.open(NAME)).match(request, { ignoreVary: true });

async function keep(request, answer) {
  const cache = await caches.open(NAME);
  if (answer.status === 404) await cache.delete(request, { ignoreVary: true });
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

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && isPage(url)) event.respondWith(fromNetwork(request));
  else if (isFile(url)) event.respondWith(isNamedByContent(url) ? fromHere(request) : fromNetwork(request));
});

self.addEventListener("message", (event) => {
  for (const address of event.data.keep ?? []) {
    const url = new URL(address);
    if (isPage(url) || isFile(url)) event.waitUntil(fromNetwork(new Request(address)).catch(() => {}));
  }
});
