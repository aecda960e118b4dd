// Shows HTML made by the server and reports what a person picks in it.
//   data-set="place=MN-046"          on a button or an SVG mark: a click or Enter picks it
//   data-param="year"                on a select or range: its new value is picked
//   data-play="year" data-values="…" on a button: picks the values one after the other
//   data-file="file" data-most="9"   on a file input: the file's text is picked, or as file_bytes its size when it has more
//   data-copy="map?year=2024"        on a button: copies the whole address; data-copied is what it says then
//   data-save="png"                  on a button: saves the chart of the same card, with data-title and data-foot
export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let root = parentElement.querySelector(":scope > .nutag-pick");
  if (!root) {
    root = document.createElement("div");
    root.className = "nutag-pick";
    parentElement.appendChild(root);
    listen(root);
  }
  acknowledge(root, data.seen);
  root.pick = (value) => {
    root.picks.push(value);
    setTriggerValue("set", JSON.stringify({ first: root.first, picks: root.picks }));
  };
  if (root.shown !== data.html) {
    const focused = root.contains(document.activeElement) ? describe(document.activeElement) : null;
    const open = [...root.querySelectorAll("details[id][open]")].map((d) => d.id);
    const scrolled = [...root.querySelectorAll("[data-scroll]")].map((e) => e.scrollTop);
    root.innerHTML = data.html;
    root.shown = data.html;
    open.forEach((id) => root.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", ""));
    [...root.querySelectorAll("[data-scroll]")].forEach((e, i) => (e.scrollTop = scrolled[i] ?? 0));
    if (focused) root.querySelector(focused)?.focus({ preventScroll: true });
  }
  if (root.timer) step(root);
  measure(root);
  arrive(root);
  return () => clearTimeout(root.timer);
}

// Of two picks that follow each other quickly the server may hear only the second message: each says all that was
// picked and is not known to be seen, numbered from `first`.
function acknowledge(root, seen) {
  root.first ??= seen;
  root.picks ??= [];
  const known = Math.min(Math.max(seen - root.first, 0), root.picks.length);
  root.picks.splice(0, known);
  root.first += known;
}

// A link to a part of a page is followed when that part is drawn, which is after the browser looked for it.
let arrived = "";
function arrive(root) {
  const part = decodeURIComponent(location.hash.slice(1));
  const target = part && part !== arrived && root.querySelector(`#${CSS.escape(part)}`);
  if (!target) return;
  arrived = part;
  if (target.tagName === "DETAILS") target.open = true;
  setTimeout(() => target.scrollIntoView(), 300);
}

// An element with data-screen="desk" asks to be told when the screen is of another kind.
function measure(root) {
  const asked = root.querySelector("[data-screen]");
  const kind = innerWidth < 640 ? "phone" : innerWidth < 1100 ? "tablet" : "desk";
  if (asked && asked.dataset.screen !== kind && root.told !== kind) {
    root.told = kind;
    root.pick(`screen=${kind}`);
  }
}

function describe(element) {
  for (const name of ["data-set", "data-param", "data-play"]) {
    const value = element.getAttribute?.(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

function listen(root) {
  root.addEventListener("click", (event) => {
    const play = event.target.closest("[data-play]");
    if (play) return root.timer ? stop(root) : step(root, true);
    const button = event.target.closest("[data-save]");
    if (button) return save(button);
    const link = event.target.closest("[data-copy]");
    if (link) return copy(link);
    const mark = event.target.closest("[data-set]");
    if (!mark) return;
    event.preventDefault();
    root.pick(mark.dataset.set);
  });
  root.addEventListener("keydown", (event) => {
    const mark = event.target.closest("[data-set]");
    if (mark && mark.tagName !== "BUTTON" && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      root.pick(mark.dataset.set);
    }
  });
  root.addEventListener("input", (event) => {
    const output = event.target.closest("label")?.querySelector("output");
    const labels = event.target.dataset.labels?.split("|");
    if (output && labels) output.textContent = labels[event.target.value];
  });
  root.addEventListener("change", (event) => {
    const chosen = event.target.closest("[data-file]");
    if (chosen) return bring(root, chosen);
    const control = event.target.closest("[data-param]");
    if (!control) return;
    const values = control.dataset.values?.split(",");
    const value = values ? values[control.value] : control.value;
    root.pick(`${control.dataset.param}=${control.dataset.prefix ?? ""}${value}`);
  });
}

async function bring(root, input) {
  const [file] = input.files, name = input.dataset.file;
  if (!file) return;
  root.pick(file.size > Number(input.dataset.most) ? `${name}_bytes=${file.size}` : `${name}=${await file.text()}`);
  input.value = "";
}

// Where the browser lets nobody write to the clipboard (no https), the address is shown to be copied by hand.
async function copy(button) {
  const link = new URL(button.dataset.copy, location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    button.textContent = button.dataset.copied;
  } catch {
    prompt(button.textContent, link);
  }
}

function step(root, first = false) {
  clearTimeout(root.timer);
  const button = root.querySelector("[data-play]");
  if (!button) return stop(root);
  const values = button.dataset.values.split(",");
  const now = values.indexOf(button.dataset.now);
  button.setAttribute("aria-pressed", "true");
  if (!first && now === values.length - 1) return stop(root);
  const next = values[now === values.length - 1 ? 0 : now + 1];
  root.timer = setTimeout(() => root.pick(`${button.dataset.play}=${next}`), first ? 50 : 1500);
}

function stop(root) {
  clearTimeout(root.timer);
  root.timer = null;
  root.querySelector("[data-play]")?.setAttribute("aria-pressed", "false");
}

// A chart as a picture that explains itself: title above, source below.
function save(button) {
  const card = button.closest('[class*="st-key-card"]') ?? document;
  const plotly = card.querySelector(".js-plotly-plot");
  const chart = plotly ?? card.querySelector("svg.dots");
  if (!chart) return;
  const { width, height } = chart.getBoundingClientRect();
  const look = getComputedStyle(button);
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--card");
  const lines = (text, size) => {
    const most = Math.max(20, Math.floor(width / (size * 0.6)));
    return (text ?? "").split(/\s+/).reduce((all, word) => {
      const last = all[all.length - 1];
      if (last && (last + " " + word).length <= most) all[all.length - 1] = `${last} ${word}`;
      else all.push(word);
      return all;
    }, []);
  };
  const caption = [...card.querySelectorAll(".caption > p")].slice(0, 2).map((p) => p.textContent.trim());
  const title = lines(button.dataset.title, 17);
  const foot = [...caption, button.dataset.foot].flatMap((text) => lines(text, 11));
  const top = 16 + title.length * 22, whole = top + height + 14 + foot.length * 15;
  const safe = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const text = (all, y, step, size, weight) =>
    all.map((line, i) => `<text x="10" y="${y + i * step}" font-size="${size}" font-weight="${weight}">${safe(line)}</text>`).join("");
  const copy = (svg) => {
    const twin = svg.cloneNode(true);
    twin.setAttribute("width", width);
    twin.setAttribute("height", height);
    return new XMLSerializer().serializeToString(twin);
  };
  const layers = plotly ? [...plotly.querySelectorAll(".main-svg")].map(copy) : [copy(chart)];
  const picture =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}">` +
    `<rect width="100%" height="100%" fill="${paper}"/><g fill="${look.color}" font-family='${look.fontFamily.replace(/'/g, "")}'>` +
    `${text(title, 24, 22, 17, 700)}${text(foot, top + height + 14, 15, 11, 400)}</g>` +
    `<g transform="translate(0 ${top})" font-family='${look.fontFamily.replace(/'/g, "")}'>${layers.join("")}</g></svg>`;
  const name = `${button.dataset.name ?? "nutag"}.${button.dataset.save}`;
  if (button.dataset.save === "svg") return offer(new Blob([picture], { type: "image/svg+xml" }), name);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width * 3;
    canvas.height = whole * 3;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => offer(blob, name), "image/png");
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture);
}

function offer(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
