// The fields of a scorecard on the page: what stands in them, and what is said beside them.
export const TEXTS = ["remarks", "note"];

const isMark = (name) => name.startsWith("mark_");

export class Fields {
  constructor(form) {
    this.form = form;
    this.groups = [...form.querySelectorAll("[data-field]")];
    this.names = [...this.groups.map((group) => group.dataset.field), ...TEXTS];
  }

  place(name) {
    return document.getElementById(`id_${name}`)?.closest("[data-field], .mb-3");
  }

  given(name) {
    return this.form.elements[name].value;
  }

  // As it stood when the page was made.
  printed(name) {
    if (!isMark(name)) return this.form.elements[name].defaultValue;
    return this.place(name).querySelector("input[checked]")?.value ?? "";
  }

  label(name) {
    const label = isMark(name)
      ? this.place(name).querySelector("legend span")
      : this.form.querySelector(`label[for="id_${name}"]`);
    return label.textContent.trim();
  }

  put(name, value) {
    if (this.given(name) === value) return;
    const input = this.form.elements[name];
    if (!isMark(name)) input.value = value;
    else for (const radio of input) radio.checked = radio.value === value;
  }

  focus(name) {
    const input = this.form.elements[name];
    (isMark(name) ? ([...input].find((radio) => radio.checked) ?? input[0]) : input).focus();
  }

  firstMissing() {
    return this.groups.find((group) => !this.given(group.dataset.field));
  }

  // What the server refused stays where it was given, and is told not to be there. `theirs` is
  // what the server has instead, by field.
  showLeft(left, theirs, words) {
    for (const name of this.names) {
      const place = this.place(name);
      const note = place.querySelector(".device-only");
      if (!left[name]) note?.remove();
      if (!left[name]) continue;
      const onServer = words.onServer.replace("%s", theirs(name) || words.nothing);
      const said = isMark(name) ? `${words.deviceOnly} ${onServer}` : words.deviceOnly;
      const told = note ?? Object.assign(document.createElement("p"), { className: "device-only" });
      if (told.textContent !== said) told.textContent = said;
      if (!note) place.append(told);
      const folded = place.closest("details");
      if (folded) folded.open = true;
    }
  }

  // Where no marks are taken, none are asked for, and nothing can be handed in.
  close(isClosed) {
    for (const name of this.names) {
      const input = this.form.elements[name];
      for (const one of isMark(name) ? input : [input]) one.disabled = isClosed;
    }
    const offered = [this.form.querySelector(".dock .actions"), document.querySelector(".aside")];
    for (const one of offered) if (one) one.hidden = isClosed;
  }

  // A mark on another scale counts as the same share of the first criterion's.
  onFirstScale(group) {
    const ends = ({ dataset }) => [Number(dataset.lowest), Number(dataset.highest)];
    const [low, high] = ends(group);
    const [first, last] = ends(this.groups[0]);
    return first + ((this.given(group.dataset.field) - low) / (high - low)) * (last - first);
  }

  showTotal() {
    const marked = this.groups.filter((group) => this.given(group.dataset.field));
    const weight = (group) => Number(group.dataset.weight);
    const all = marked.reduce((sum, group) => sum + weight(group), 0);
    const sum = marked.reduce((sum, group) => sum + weight(group) * this.onFirstScale(group), 0);
    const place = this.form.querySelector("[data-total]");
    const figure = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    const { lang } = document.documentElement;
    const soFar = this.form.querySelector("[data-so-far]");
    soFar.hidden = !all || marked.length === this.groups.length;
    place.textContent = all ? (sum / all).toLocaleString(lang, figure) : place.dataset.none;
  }
}
