// Counts down where the server has written how long is left. Without it the words stand still.
const language = document.documentElement.lang;

function part(value, unit) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "narrow" }).format(
    value,
  );
}

function left(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${part(Math.floor(hours / 24), "day")} ${part(hours % 24, "hour")}`;
  if (hours) return `${part(hours, "hour")} ${part(minutes % 60, "minute")}`;
  return `${part(minutes, "minute")} ${part(seconds % 60, "second")}`;
}

for (const element of document.querySelectorAll("[data-until]")) {
  // The reader's clock may be wrong: only the time that has passed since the page was made counts.
  const started = performance.now();
  const atStart = Date.parse(element.dataset.until) - Date.parse(element.dataset.now);
  const tick = () => {
    const seconds = Math.floor((atStart - (performance.now() - started)) / 1000);
    element.textContent = left(Math.max(0, seconds));
  };
  tick();
  setInterval(tick, 1000);
}

document.getElementById("problems")?.focus();

// The event's time is told first; where the reader's clocks show another hour, theirs follows,
// with the day before the month in English, too, as the server writes it.
const dates = language === "en" ? "en-GB" : language;

// Whether the reader's clocks show another hour than the event's at this instant.
function isElsewhere(instant) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(instant);
  const minutes = offset
    ? (offset[1] === "-" ? 1 : -1) * (Number(offset[2]) * 60 + Number(offset[3]))
    : 0;
  return new Date(instant).getTimezoneOffset() !== minutes;
}

function tellMine() {
  for (const element of document.querySelectorAll("[data-mine]")) {
    const { mine: instant, words } = element.dataset;
    if (!isElsewhere(instant)) continue;
    const form = new Intl.DateTimeFormat(dates, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
    });
    element.textContent = `; ${words.replace("%s", form.format(new Date(instant)))}`;
    element.hidden = false;
  }
}

for (const element of document.querySelectorAll("[data-elsewhere]")) {
  element.hidden = !isElsewhere(element.dataset.elsewhere);
}
tellMine();
document.addEventListener("instants:new", tellMine);

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
