// One question at a time on one page. Nothing is asked of the network until "Send", and what is sent then is sealed.
import { summaryOf, told, uses, wrongIn } from "./answers.js";
import { solve } from "./puzzle.js";
import { fromText, seal, toText } from "./wire.js";

const form = document.getElementById("telling");
const sections = [...form.querySelectorAll("[data-step]")];
const [next, send, back] = ["next", "send", "back"].map((id) => document.getElementById(id));
const says = (name) => document.querySelector(`[data-says="${name}"]`).textContent;
const without = document.getElementById("without");
let at = 0;

function show(place) {
  at = place;
  const isLast = sections[at].dataset.step === "check";
  sections.forEach((section, each) => (section.hidden = each !== at));
  [next.hidden, send.hidden] = [isLast, !isLast];
  complain("");
  if (isLast) {
    summarise();
  }
  sections[at].focus();
  scrollTo(0, 0);
}

function complain(sentence, name) {
  const line = sections[at].querySelector(".field-error");
  [line.textContent, line.hidden] = [sentence, !sentence];
  if (name) {
    form.elements[name][0]?.focus?.() ?? form.elements[name].focus?.();
  }
}

function summarise() {
  const made = sections.slice(0, -1).map((section, place) => {
    const card = document.getElementById("answered").content.cloneNode(true);
    const heading = section.querySelector("h2").textContent;
    card.querySelector("h3").textContent = heading;
    card.querySelector(".visually-hidden").textContent = `: ${heading}`;
    card.querySelector("button").addEventListener("click", () => show(place));
    card.querySelector("dl").append(...summaryOf(section, says("unsaid")).map(fact));
    return card;
  });
  document.getElementById("summary").replaceChildren(...made);
}

function fact([question, answer]) {
  const [line, term, said] = ["div", "dt", "dd"].map((name) => document.createElement(name));
  [term.textContent, said.textContent, said.className, said.dir] = [question, answer, "said lines", "auto"];
  line.append(term, said);
  return line;
}

async function sealed(slip) {
  const row = { ref: slip.ref, kind: slip.kind, version: Number(slip.version) };
  const made = await seal(told(form, document.documentElement.lang), { publicKey: fromText(slip.key), row });
  const token = form.elements.csrfmiddlewaretoken.value;
  const parts = [["csrfmiddlewaretoken", token], ["slip", slip.slip], ["content", toText(made.content)], ["key", toText(made.key)]];
  const work = slip.puzzle ? [["work", await solve(slip.puzzle, Number(slip.bits))]] : [];
  return new URLSearchParams([...parts, ...work, ...uses(form)]);
}

/** Send; where the server says that the slip is spent, seal once more for the new one. Returns what went wrong, if anything did. */
async function deliver(slip, triesLeft) {
  const body = await sealed(slip);
  const response = await fetch(form.action, { method: "POST", body, redirect: "error" }).catch(() => undefined);
  if (!response) {
    return "unsent";
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const renewed = page.getElementById("telling");
  if (response.status === 409 && renewed && triesLeft) {
    return deliver({ ...renewed.dataset }, triesLeft - 1);
  }
  if (response.ok) {
    document.body.replaceWith(page.body); // the receipt, in the place of the words
    scrollTo(0, 0);
  }
  return response.ok ? "" : "refused";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = wrongIn(sections[at].dataset.step, form);
  if (wrong || sections[at].dataset.step !== "check") {
    return wrong ? complain(says(wrong[0]), wrong[1]) : show(at + 1);
  }
  send.disabled = true;
  complain("");
  const failed = await deliver({ ...form.dataset }, 1).catch(() => "broken");
  send.disabled = false;
  without.hidden = failed !== "broken";
  return failed && complain(says(failed));
});
back.addEventListener("click", () => (at ? show(at - 1) : history.back()));
without.hidden = true;
form.hidden = false;
show(0);
