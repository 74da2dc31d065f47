/* Words selected in the text fill the form: the words as they stand, and where they begin and end in code points. Nothing is sent. */
(() => {
  const text = document.querySelector("[data-marked]");
  const form = document.querySelector("[data-mark-form]");
  if (!text || !form) return;
  form.querySelector("[data-mark-hint]").hidden = false;

  /** Where in the whole text a place of the page is; null outside of it. */
  const placeOf = (node, offset) => {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
    if (!piece || !text.contains(piece)) return null;
    return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null) return;
    const whole = [...text.querySelectorAll("[data-start]")].map((piece) => piece.textContent).join("");
    const letters = [...whole].slice(start, end).join("");
    const lead = [...letters].length - [...letters.trimStart()].length;
    form.elements.words.value = letters.trim();
    form.elements.start.value = start + lead;
  });
})();
