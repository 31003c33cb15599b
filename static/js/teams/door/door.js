// The desk at the door: reads codes with the camera, and keeps them while there is no network.
const door = document.getElementById("door");
const form = door.querySelector("[data-typed]");
const find = (name) => door.querySelector(`[data-${name}]`);
const box = `door-${door.dataset.event}`;
const kept = () => JSON.parse(localStorage.getItem(box) ?? "[]");
const keep = (codes) => localStorage.setItem(box, JSON.stringify(codes));

function say(words, tone) {
  const said = find("said");
  said.textContent = words;
  said.className = `note is-${tone}`;
  said.hidden = false;
}

function showWaiting() {
  const waiting = find("waiting");
  waiting.textContent = waiting.dataset.words.replace("%s", kept().length);
  waiting.hidden = kept().length === 0;
}

let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    while (kept().length) {
      const [first, ...rest] = kept();
      const body = new FormData(form);
      body.set("code", first.code);
      body.set("seen_at", first.seenAt);
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) break;
      const told = await answer.json();
      keep(rest);
      say(told.said, told.tone);
      find("arrived").textContent = told.arrived;
      find("expected").textContent = told.expected;
    }
  } catch {
    // No network: what was scanned stays here, in order.
  } finally {
    sending = false;
    showWaiting();
  }
}

function take(code) {
  keep([...kept(), { code, seenAt: Date.now() / 1000 }]);
  send();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  take(form.elements.code.value);
  form.elements.code.value = "";
});

const camera = find("camera");
const button = find("scan");
const start = button.textContent.trim();
let stream;

async function scan(read) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let last = "";
  while (stream) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (!camera.videoWidth) continue;
    canvas.width = 480;
    canvas.height = Math.round((480 * camera.videoHeight) / camera.videoWidth);
    pen.drawImage(camera, 0, 0, canvas.width, canvas.height);
    try {
      const code = read(pen.getImageData(0, 0, canvas.width, canvas.height));
      if (code !== last) take(code);
      last = code;
    } catch {
      // Nothing to read in this picture.
    }
  }
}

if (navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) {
      for (const track of stream.getTracks()) track.stop();
      stream = undefined;
    } else {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      camera.srcObject = stream;
      await camera.play();
      const { default: read } = await import(door.dataset.reader);
      scan(read);
    }
    camera.hidden = !stream;
    button.textContent = stream ? button.dataset.stop : start;
  });
}

showWaiting();
send();
window.addEventListener("online", send);
setInterval(send, 5000);
