// On the first question: a browser that can seal goes to the page where it does. Whoever came back from there by choice stays (#plain).
const canSeal = window.isSecureContext && crypto.subtle && typeof HTMLTemplateElement === "function";
const typed = document.querySelector("textarea")?.value;
if (canSeal && !typed && location.hash !== "#plain") {
  location.replace(new URL("../tell/", location.href));
}
