// A place to drop a file: sends it to the server as it is read, shows how far it is, and can be stopped.
//   data.html    the place, with input[type=file], progress, output, button[data-stop]
//   data.to      where to send to; data.most: bytes; data.said: sentences
// Reports {received: id} when the server has the whole file.
export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let root = parentElement.querySelector(":scope > .nutag-drop");
  if (!root) {
    root = document.createElement("div");
    root.className = "nutag-pick nutag-drop";
    parentElement.appendChild(root);
    listen(root);
  }
  Object.assign(root, { to: data.to, most: data.most, said: data.said, done: (id) => setTriggerValue("received", id) });
  if (root.shown !== data.html && !root.sending) {
    root.innerHTML = data.html;
    root.shown = data.html;
  }
  return () => root.sending?.abort();
}

function listen(root) {
  root.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) send(root, event.target.files[0]);
  });
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-stop]")) root.sending?.abort();
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
    root.addEventListener(kind, (event) => {
      event.preventDefault();
      root.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      const file = kind === "drop" && event.dataTransfer.files[0];
      if (file) send(root, file);
    });
}

function send(root, file) {
  if (root.sending) return;
  if (file.size > root.most) return tell(root, root.said.large);
  if (!file.size) return tell(root, root.said.empty);
  const request = (root.sending = new XMLHttpRequest());
  const bar = root.querySelector("progress");
  const show = (share) => {
    bar.value = share;
    tell(root, `${file.name} · ${Math.floor(share * 100)} %`);
  };
  root.classList.add("sending");
  show(0);
  request.upload.onprogress = (event) => show(event.loaded / event.total);
  request.onabort = () => end(root, root.said.stopped);
  request.onerror = () => end(root, root.said.lost);
  request.onload = () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page, not ours */ }
    end(root, answer.refused ?? (answer.received ? "" : root.said.lost));
    if (answer.received) root.done(answer.received);
  };
  request.open("POST", `${root.to}&name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
}

function end(root, sentence) {
  root.sending = null;
  root.classList.remove("sending");
  root.querySelector("input[type=file]").value = "";
  tell(root, sentence);
}

function tell(root, sentence) {
  root.querySelector("output").textContent = sentence;
}
