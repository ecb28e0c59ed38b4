// Looks every two seconds how far the document is, and stops when it is there or has failed.
"use strict";

const EVERY = 2000;

async function lookAgain() {
  const here = document.getElementById("document");
  try {
    const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = page.getElementById("document");
      if (there && there.innerHTML !== here.innerHTML) {
        here.replaceChildren(...there.childNodes);
      }
    }
  } catch {
    // No connection just now: the next look may have one.
  }
  if (document.getElementById("progress")) {
    window.setTimeout(lookAgain, EVERY);
  } else if ("whole" in here.dataset) {
    window.location.reload(); // the rest of the page has more to show now
  }
}

document.getElementById("document").setAttribute("aria-live", "polite");
window.setTimeout(lookAgain, EVERY);
