// A project's small files, which the worker keeps for when there is no network.
//
// Says once that they open without one, and beside a file that does not, why; and hands over what
// is kept: a browser asks the network, not the worker, for a link that is a download.
export async function showKeptFiles(project) {
  const worker = navigator.serviceWorker?.controller;
  const links = [...project.querySelectorAll("a[data-bytes]")];
  if (!worker || !links.length) return;
  const files = links.map(({ href, dataset }) => ({ address: href, bytes: Number(dataset.bytes) }));
  const states = await answerOf(worker, { files });
  const note = project.querySelector("[data-kept-offline]");
  if (note) note.hidden = !states.includes("kept");
  for (const [place, link] of links.entries()) {
    const own = link.parentElement.querySelector("[data-offline]");
    own.textContent = own.dataset[states[place]];
    if (states[place] === "kept" && !link.dataset.isOurs) {
      link.dataset.isOurs = "";
      link.addEventListener("click", handOver);
    }
  }
}

// The worker alone knows what it keeps, and which files it would keep.
function answerOf(worker, question) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(question, [port2]);
  });
}

async function handOver(event) {
  event.preventDefault();
  const link = event.currentTarget;
  try {
    const answer = await fetch(link.href); // the worker's, if the network does not answer
    if (!answer.ok) throw new Error(answer.statusText);
    const address = URL.createObjectURL(await answer.blob());
    const copy = document.createElement("a");
    copy.href = address;
    copy.download = link.textContent.trim();
    copy.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch {
    location.assign(link.href);
  }
}
