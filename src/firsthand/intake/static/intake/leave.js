// The way out of every page of a giver: Escape pressed twice, or the link. The page is emptied before the next one has come, and takes
// no place in the list of pages that "back" leads through. Earlier pages stay in that list: no browser lets a page take them out.
const SOON = 1500;
let pressedAt = -SOON;

function leave() {
  const away = document.getElementById("leave").href;
  document.title = "";
  document.body.replaceChildren();
  location.replace(away);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) {
    return;
  }
  if (event.timeStamp - pressedAt < SOON) {
    event.preventDefault();
    leave();
  }
  pressedAt = event.timeStamp;
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#leave") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    leave();
  }
});

document.getElementById("escape").hidden = false;
