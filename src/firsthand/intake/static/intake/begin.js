// On the page of limits: a browser that can seal goes on to the page where it does, with the way that was chosen.
const canSeal = window.isSecureContext && crypto.subtle && typeof HTMLTemplateElement === "function";
const goOn = document.getElementById("go-on");
if (canSeal) {
  goOn.action = goOn.dataset.sealing;
}
