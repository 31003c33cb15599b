// Fields have a length. Near its end it is counted down, and what a browser cuts off is said: it
// does so in silence when somebody pastes more than fits.
const words = document.getElementById("lengths")?.dataset;
const NEAR = 0.8;
const PASTED = ["insertFromPaste", "insertFromDrop", "insertReplacementText"];

function line(field, role) {
  const told = document.createElement("p");
  told.className = "quiet";
  told.hidden = true;
  if (role) told.setAttribute("role", role);
  field.after(told);
  return told;
}

function say(told, sentence, number, most) {
  told.textContent = sentence.replace("{n}", number).replace("{most}", most);
  told.hidden = false;
}

function watch(field) {
  const most = field.maxLength;
  const cut = line(field, "status");
  const left = line(field);
  const count = () => {
    const room = most - field.value.length;
    if (field.value.length >= most * NEAR) say(left, words.left, room, most);
    else left.hidden = true;
  };
  field.addEventListener("beforeinput", (event) => {
    cut.hidden = true;
    if (!PASTED.includes(event.inputType)) return;
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    const replaced = field.selectionEnd - field.selectionStart;
    const over = field.value.length - replaced + text.replace(/\r\n/g, "\n").length - most;
    if (over > 0) say(cut, words.cut, over, most);
  });
  field.addEventListener("input", count);
  count();
}

if (words) {
  const typed = "textarea[maxlength], input[type=text][maxlength], input[type=email][maxlength]";
  for (const field of document.querySelectorAll(typed)) watch(field);
}
