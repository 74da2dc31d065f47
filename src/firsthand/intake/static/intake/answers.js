// What was answered on the page: what is wrong with it, how it reads, and the JSON that is sealed (its twin: intake/testified.py).
const textOf = (form, name) => String(new FormData(form).get(name) ?? "").trim();
const numberOf = (form, name) => (textOf(form, name) === "" ? null : Number(textOf(form, name)));

/** Why this question must be put right: the name of a sentence in tell_says.html, and the field; or nothing. */
export function wrongIn(step, form) {
  if (step === "words" && textOf(form, "words") === "") {
    return ["words", "words"];
  }
  if (step === "uses") {
    return wrongUses(form);
  }
  return step === "when" ? wrongDate(form) : undefined;
}

function wrongUses(form) {
  const needs = form.dataset.needs.split(" ").filter(Boolean);
  if (textOf(form, "use-store") !== "yes") {
    return ["store", "use-store"];
  }
  return needs.length && needs.every((name) => textOf(form, name) !== "yes") ? ["unmet", needs[0]] : undefined;
}

function wrongDate(form) {
  const [year, month, day] = ["year", "month", "day"].map((name) => numberOf(form, name));
  const today = form.dataset.today;
  if (day !== null && month === null) {
    return ["month", "month"];
  }
  if (month !== null && year === null) {
    return ["year", "year"];
  }
  if (year === null) {
    return undefined;
  }
  if (!Number.isInteger(year) || year < Number(form.dataset.firstYear) || year > Number(today.slice(0, 4))) {
    return ["range", "year"];
  }
  const first = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  if (!Number.isInteger(day ?? 1) || first.getUTCDate() !== (day ?? 1)) {
    return ["day", "day"];
  }
  return first.toISOString().slice(0, 10) > today ? ["future", "year"] : undefined;
}

/** The UTF-8 JSON that the evidence team will read. Consents are not in it: they travel beside it, in the clear. */
export function told(form, language) {
  const [year, month, day] = ["year", "month", "day"].map((name) => numberOf(form, name));
  const exact = day ? "day" : month ? "month" : "year";
  const precision = year === null ? "" : textOf(form, "is_about") ? "about" : exact;
  const content = {
    words: textOf(form, "words"),
    when: { year, month, day, precision },
    country: textOf(form, "country"),
    area: textOf(form, "area"),
    acts: new FormData(form).getAll("acts"),
    language,
  };
  return new TextEncoder().encode(JSON.stringify(content));
}

/** What was chosen at the door and the consents, as (name, value) pairs: what the server must act upon. */
export function uses(form) {
  return [...new FormData(form)].filter(([name]) => name === "path" || name === "limits" || name.startsWith("use-"));
}

/** (question, answer) pairs of one question, as the page itself words them. */
export function summaryOf(section, unsaid) {
  const isUnticked = (field) => field.matches(".row") && !field.querySelector("input:checked");
  return [...section.querySelectorAll(".field")].filter((field) => !isUnticked(field)).map((field) => {
    const label = field.querySelector("legend, label");
    const question = [...label.childNodes].filter((node) => !node.classList?.contains("optional")).map((node) => node.textContent);
    return [question.join("").trim(), field.matches(".row") ? "✓" : answerIn(field) || unsaid];
  });
}

function answerIn(field) {
  const marked = [...field.querySelectorAll("input:checked")].map((input) => input.closest("label").textContent.trim());
  const chosen = [...field.querySelectorAll("select")].filter((select) => select.value).map((select) => select.selectedOptions[0].text);
  const typed = [...field.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])")].map((input) => input.value.trim());
  return [...marked, ...chosen, ...typed].join("\n");
}
