// What a giver adds, sealed before it is sent. The words of the receipt travel as they do without scripts: the server needs them.
// It listens before what seals has arrived, so that nobody who is quick sends open words from a browser that could have sealed them.
const sealing = import("./wire.js").catch(() => undefined);
const form = document.getElementById("writing");
const says = (name) => document.querySelector(`[data-says="${name}"]`).textContent;
const complaint = document.getElementById("complaint");
let canSeal = window.isSecureContext && crypto.subtle;
const textOf = (name) => String(new FormData(form).get(name) ?? "").trim();

function complain(sentence) {
  [complaint.textContent, complaint.hidden] = [sentence, !sentence];
}

/** The JSON that the team will read. Its twin: intake/said.py. */
function said() {
  const content = { words: textOf("words"), sort: textOf("sort") || "answer", to: textOf("to"), language: document.documentElement.lang };
  return new TextEncoder().encode(JSON.stringify(content));
}

async function sealed(slip, { fromText, seal, toText }) {
  const row = { ref: slip.ref, kind: slip.kind, version: Number(slip.version) };
  const made = await seal(said(), { publicKey: fromText(slip.key), row });
  const plain = ["csrfmiddlewaretoken", "receipt", "seen", "to"].map((name) => [name, textOf(name)]).filter(([, value]) => value);
  return new URLSearchParams([...plain, ["slip", slip.slip], ["content", toText(made.content)], ["key", toText(made.key)]]);
}

/** Send; where the server says that the slip is spent, seal once more for the new one. Returns what went wrong, if anything did. */
async function deliver(slip, wire, triesLeft) {
  const body = await sealed(slip, wire);
  const response = await fetch(form.action, { method: "POST", body, redirect: "error" }).catch(() => undefined);
  if (!response) {
    return "unsent";
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const renewed = page.getElementById("writing");
  if (response.status === 409 && renewed && triesLeft) {
    return deliver({ ...renewed.dataset }, wire, triesLeft - 1);
  }
  if (response.ok) {
    document.body.replaceWith(page.body); // what was done with it, in the place of the words
    scrollTo(0, 0);
  }
  return response.ok ? "" : "refused";
}

form.addEventListener("submit", async (event) => {
  if (!canSeal || event.submitter?.name === "back") {
    return undefined; // the form as it is: to the server, which locks the words, or back
  }
  event.preventDefault();
  if (!textOf("words")) {
    return complain(says("words"));
  }
  const button = document.getElementById("send");
  button.disabled = true;
  complain("");
  const wire = await sealing;
  canSeal = Boolean(wire); // where it did not arrive, the next press sends the form as it is, and says so before
  const failed = wire ? await deliver({ ...form.dataset }, wire, 1).catch(() => "refused") : "broken";
  button.disabled = false;
  return failed && complain(says(failed));
});
