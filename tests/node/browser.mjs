// The parts of a browser that scripts keep things in: as small as they can be, and emptied at will.

class Kept {
  constructor() {
    this.items = new Map();
    this.isFull = false;
    return new Proxy(this, {
      ownKeys: (target) => [...target.items.keys()],
      getOwnPropertyDescriptor: (target, key) =>
        target.items.has(key) ? { enumerable: true, configurable: true } : undefined,
    });
  }

  getItem(key) {
    return this.items.get(key) ?? null;
  }

  setItem(key, value) {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, String(value));
  }

  removeItem(key) {
    this.items.delete(key);
  }

  clear() {
    this.items.clear();
  }
}

globalThis.localStorage = new Kept();
globalThis.document = { documentElement: { dataset: {} } };

// A stream of numbers below `most` that is the same for the same seed.
export function chance(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}
