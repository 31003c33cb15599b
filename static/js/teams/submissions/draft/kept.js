// What the server does not have yet, kept in this browser: one item a person, team and field.
import { keys } from "../../../hackathon/web/stored-keys.js";

const OLDEST_DAYS = 30;

export const box = (prefix) => ({
  put(name, what) {
    if ("leaving" in document.documentElement.dataset) return true; // see leaving.js
    try {
      localStorage.setItem(prefix + name, JSON.stringify({ ...what, at: Date.now() }));
      return true;
    } catch {
      return false; // full, or switched off
    }
  },
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(prefix + name));
    } catch {
      return null;
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(prefix + name);
    } catch {
      // switched off: nothing was kept
    }
  },
  names: () => keys(prefix).map((key) => key.slice(prefix.length)),
});

// Nobody comes back for a text after a month: a shared computer forgets it.
export function sweep() {
  for (const key of keys("draft-")) {
    const { at = 0 } = box("").get(key) ?? {};
    if (Date.now() - at > OLDEST_DAYS * 24 * 3600 * 1000) localStorage.removeItem(key);
  }
}
