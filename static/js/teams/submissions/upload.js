// Files go up piece by piece (tus) and go on after a break; without this the form sends them whole.
const list = document.getElementById("uploads");
const input = document.getElementById("id_files");
const kept = document.getElementById("file-list");
const news = document.getElementById("upload-news");
const MB = 1024 * 1024;
const PIECE = 5 * MB;
const AT_ONCE = 2;
const RETRY_AFTER = [0, 1000, 3000, 5000, 10000];
const rows = new Set();

function say(words, { percent = 0, size = 0 } = {}) {
  return words.replace("{percent}", percent).replace("{size}", Math.max(0.1, size / MB).toFixed(1));
}

// Whether trying again may help: no answer, a server in trouble, or somebody else writing.
function isPassing(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status === 0 || status >= 500 || status === 409 || status === 423;
}

function sentenceOf(error) {
  const answer = error.originalResponse;
  const isOurs = answer?.getHeader("Content-Type")?.startsWith("text/plain");
  return (isOurs && answer.getBody()) || list.dataset.failed;
}

class Row {
  constructor(file) {
    this.file = file;
    this.percent = 0;
    this.element = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.bar = this.element.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    for (const button of this.element.querySelectorAll("button")) {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);
    }
    this.part("pause").addEventListener("click", () => this.pause());
    this.part("resume").addEventListener("click", () => this.wait());
    this.part("remove").addEventListener("click", () => this.remove());
    list.append(this.element);
    this.upload = this.prepared();
  }

  part(name) {
    return this.element.querySelector(`[data-${name}]`);
  }

  prepared() {
    return new window.tus.Upload(this.file, {
      endpoint: list.dataset.to,
      chunkSize: PIECE,
      retryDelays: RETRY_AFTER,
      headers: { "X-CSRFToken": list.dataset.token },
      metadata: { filename: this.file.name },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        if (isPassing(error)) this.show("broken");
        return isPassing(error);
      },
      onProgress: (sent, total) => this.progress(sent, total),
      onSuccess: () => this.finish(),
      onError: (error) => this.stop(error),
    });
  }

  // The bar moves all the time; words are spoken only when the state changes.
  show(state, sentence) {
    const words =
      sentence ?? say(list.dataset[state], { percent: this.percent, size: this.file.size });
    this.part("state").textContent = words;
    if (state !== this.state) news.textContent = `${this.file.name}: ${words}`;
    this.state = state;
    this.element.dataset.is = state;
    this.part("pause").hidden = !["waiting", "going", "broken"].includes(state);
    this.part("resume").hidden = state !== "paused";
    this.part("remove").hidden = state === "checking";
  }

  wait() {
    this.show("waiting");
    fill();
  }

  async go() {
    clearTimeout(this.timer);
    this.show("going");
    if (!this.upload.url) {
      const [earlier] = await this.upload.findPreviousUploads();
      if (earlier) {
        this.upload.resumeFromPreviousUpload(earlier);
        this.show("going", list.dataset.resumed);
      }
    }
    if (this.state === "going") this.upload.start();
  }

  progress(sent, total) {
    if (this.state === "paused") return;
    this.percent = Math.floor((100 * sent) / total);
    this.bar.value = this.percent;
    this.show(sent === total ? "checking" : "going");
  }

  pause() {
    clearTimeout(this.timer);
    this.upload.abort();
    this.show("paused");
    fill();
  }

  async remove() {
    clearTimeout(this.timer);
    this.show("removed");
    await this.upload.abort(Boolean(this.upload.url) && this.state !== "failed").catch(() => {});
    this.leave();
  }

  finish() {
    this.show("done");
    this.leave();
  }

  leave() {
    const hadFocus = this.element.contains(document.activeElement);
    rows.delete(this);
    this.element.remove();
    list.hidden = rows.size === 0;
    if (hadFocus) input.focus();
    fill();
    refresh();
  }

  stop(error) {
    if (isPassing(error)) {
      this.show("broken");
      this.timer = setTimeout(() => this.go(), 10000);
    } else {
      this.show("failed", sentenceOf(error));
      fill();
    }
  }
}

function fill() {
  const states = [...rows].map((row) => row.state);
  let free =
    AT_ONCE - states.filter((state) => ["going", "broken", "checking"].includes(state)).length;
  for (const row of rows) {
    if (row.state === "waiting" && free-- > 0) row.go();
  }
}

async function refresh() {
  const answer = await fetch(list.dataset.list).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  kept.innerHTML = await answer.text();
  hideOwn();
}

// What this page is uploading stands in its own list already.
function hideOwn() {
  const own = [...rows].map((row) => row.upload.url ?? "");
  const others = [...kept.querySelectorAll("[data-key]")];
  for (const item of others) item.hidden = own.some((url) => url.includes(item.dataset.key));
  const block = kept.querySelector("[data-coming]");
  if (block) block.hidden = others.every((item) => item.hidden);
}

function take(files) {
  list.hidden = false;
  for (const file of files) {
    const row = new Row(file);
    rows.add(row);
    if (file.size > Number(list.dataset.largest) * MB) row.show("failed", list.dataset.tooLarge);
    else row.show("waiting");
  }
  fill();
}

if (list && window.tus?.isSupported) {
  document.querySelector("[data-without-script]").hidden = true;
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    take(chosen);
  });
  document.addEventListener("draft:files", refresh); // a team-mate's, too
  window.addEventListener("online", () => {
    for (const row of rows) if (row.state === "broken") row.go();
  });
}
