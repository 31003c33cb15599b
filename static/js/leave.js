// Signing out leaves nothing readable on a shared device: neither what was kept nor the pages.
const PREFIX = "judging ";
const ours = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

function isUnsent(key) {
  try {
    const { queue = [], clashes = {} } = JSON.parse(localStorage.getItem(key)) ?? {};
    return queue.length > 0 || Object.keys(clashes).length > 0;
  } catch {
    return false;
  }
}

async function clean() {
  for (const key of ours()) localStorage.removeItem(key);
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(PREFIX)) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
}

for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (ours().some(isUnsent) && !confirm(form.dataset.leaves)) return;
    document.documentElement.dataset.leaves = "";
    await Promise.race([clean().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2000))]);
    form.submit();
  });
}

// A page that the browser kept in memory is asked for again.
addEventListener("pageshow", (event) => event.persisted && location.reload());
