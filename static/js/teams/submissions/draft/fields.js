// The fields of a draft's form: read, written, compared.
const boxes = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];

export function read(form, name) {
  const all = boxes(form, name);
  if (all[0].type === "checkbox") return all.filter((box) => box.checked).map((box) => box.value);
  if (all[0].type === "radio") return all.find((box) => box.checked)?.value ?? "";
  return all[0].value;
}

export function write(form, name, value) {
  const all = boxes(form, name);
  if (["checkbox", "radio"].includes(all[0].type)) {
    for (const box of all) box.checked = [value].flat().includes(box.value);
    return;
  }
  const { selectionStart, selectionEnd } = all[0];
  all[0].value = value;
  if (document.activeElement === all[0] && selectionStart !== null)
    all[0].setSelectionRange(selectionStart, selectionEnd);
}

export const label = (form, name) => {
  const wrapper = document.getElementById(`div_id_${name}`);
  const words = wrapper?.querySelector("legend, label")?.textContent ?? name;
  return words.trim().replace(/\s*\([^)]*\)$/, ""); // without "(optional)"
};

export const focusOn = (form, name) => boxes(form, name)[0]?.focus();

// As the server keeps it: without the space around it; words in small letters, each once.
function plain(name, value) {
  if (Array.isArray(value)) return [...value].sort().join("\n");
  const text = String(value).replace(/\r\n?/g, "\n").trim();
  if (name !== "technologies") return text;
  const words = text.split(/[,\n]/).map((word) => word.trim().replace(/\s+/g, " ").toLowerCase());
  return [...new Set(words.filter(Boolean))].join(", ");
}

export const same = (name, one, other) => plain(name, one) === plain(name, other);

// Whether less than half of ``theirs`` is left in ``mine``, or anything at all of a choice is gone.
export function replaces(mine, theirs) {
  if (Array.isArray(theirs)) return theirs.some((value) => !mine.includes(value));
  const [ours, others] = [mine.trim(), String(theirs).trim()];
  const shorter = Math.min(ours.length, others.length);
  let front = 0;
  while (front < shorter && ours[front] === others[front]) front += 1;
  let back = 0;
  while (back < shorter - front && ours.at(-1 - back) === others.at(-1 - back)) back += 1;
  return (front + back) * 2 < others.length;
}
