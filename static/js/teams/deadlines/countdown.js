// Counts down by the web server's clock: the reader's own may be wrong.
const EVERY = 3 * 60_000;
const SOON = 15_000;
const synced = document.getElementById("synced");
const counters = document.querySelectorAll("[data-ends]");
let ahead = null; // the server's time minus the time since the page opened

async function ask() {
  const began = performance.now();
  try {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    const date = Date.parse(answer.headers.get("Date"));
    if (Number.isNaN(date)) throw new Error("no time");
    // The header names the second that had begun; the answer was on its way for half the wait.
    ahead = date + 500 - (began + performance.now()) / 2;
    tell(date);
    setTimeout(ask, EVERY);
  } catch {
    setTimeout(ask, SOON);
  }
}

function tell(date) {
  const at = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeStyle: "medium",
    hourCycle: "h23",
    timeZone: synced.dataset.zone,
  }).format(new Date(date));
  synced.textContent = synced.dataset.words.replace("%s", at);
  synced.hidden = false;
}

function left(milliseconds, day) {
  const seconds = Math.ceil(milliseconds / 1000);
  const days = Math.floor(seconds / 86400);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return days ? `${days} ${day} ${clock}` : clock;
}

function tick() {
  if (ahead === null) return;
  const now = performance.now() + ahead;
  for (const element of counters) {
    const { ends, closes, over, grace, day } = element.dataset;
    const toEnd = Date.parse(ends) - now;
    const toClose = Date.parse(closes) - now;
    if (toEnd > 0) element.textContent = left(toEnd, day);
    else if (toClose > 0) element.textContent = grace.replace("%s", left(toClose, day));
    else element.textContent = over;
    element.hidden = false;
  }
}

// A computer that slept has lost time: ask again as soon as somebody looks.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
setInterval(tick, 250);
ask();
