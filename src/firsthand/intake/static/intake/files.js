// Files in pieces: a line that breaks costs one piece, not the file. Without this script the form sends them whole, by itself.
// Nothing is kept on this device. Which file it is follows from its name, size and time, so the same file goes on where it stopped.
const form = document.getElementById("sending");
const field = form.querySelector("input[type=file]");
const button = form.querySelector("button");
const [list, line] = ["progress", "state"].map((id) => document.getElementById(id));
const says = (name) => form.querySelector(`[data-says="${name}"]`).textContent;
const PIECE = Number(form.dataset.piece);
const LONGEST_WAIT = 30;
const TRIES = 8;

class Refused extends Error {}

/** One piece, or none to ask how much is there. Returns that; throws Refused with the server's sentence where it will take none. */
async function put(file, at, content) {
  const said = new FormData();
  for (const name of ["csrfmiddlewaretoken", "receipt", "seen"]) {
    said.set(name, form.elements[name].value);
  }
  const known = { name: file.name, type: file.type, size: file.size, stamp: file.lastModified, at };
  Object.entries(known).forEach(([name, value]) => said.set(name, value));
  if (content) {
    said.set("piece", content, "piece");
  }
  const response = await fetch(form.dataset.pieces, { method: "POST", body: said, redirect: "error" });
  const answer = await response.json();
  if (!response.ok) {
    throw response.status === 409 && answer.wait ? new Error("busy") : new Refused(answer.says);
  }
  return answer;
}

/** The same, again and again where the line breaks, each time after a longer wait. */
async function putAtLast(file, at, content) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await put(file, at, content);
      line.textContent = "";
      return answer;
    } catch (failed) {
      if (failed instanceof Refused || tries === TRIES) {
        throw failed;
      }
      line.textContent = says("waiting");
      await new Promise((go) => setTimeout(go, 1000 * Math.min(LONGEST_WAIT, 2 ** tries)));
    }
  }
}

async function send(file, bar) {
  let { at, whole } = await putAtLast(file, 0);
  while (!whole) {
    bar.value = at;
    ({ at, whole } = await putAtLast(file, at, file.slice(at, at + PIECE)));
  }
  bar.value = file.size;
}

function bars(files) {
  return files.map((file) => {
    const row = document.getElementById("one").content.cloneNode(true);
    const [label, bar] = [row.querySelector("bdi"), row.querySelector("progress")];
    [label.textContent, bar.max, bar.value] = [file.name, file.size, 0];
    list.append(row);
    return bar;
  });
}

form.addEventListener("submit", async (event) => {
  const files = [...field.files].filter((file) => file.size);
  if (!files.length) {
    return; // the server says what is missing
  }
  event.preventDefault();
  list.replaceChildren();
  const shown = bars(files);
  button.disabled = true;
  try {
    for (const [place, file] of files.entries()) {
      await send(file, shown[place]);
    }
    field.value = "";
    form.elements.arrived.value = files.length;
    form.submit();
  } catch (failed) {
    line.textContent = failed instanceof Refused ? failed.message : says("stopped");
    button.disabled = false;
  }
});
