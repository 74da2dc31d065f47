// The page that asks to wait: a browser that can work instead does so, and sends.
import { solve } from "./puzzle.js";

const form = document.getElementById("waiting");
if (globalThis.crypto?.subtle) {
  document.getElementById("working").hidden = false;
  form.elements.work.value = await solve(form.dataset.puzzle, Number(form.dataset.bits));
  form.requestSubmit();
}
