/* Says once a minute that this page is open, and shows who else is in the draft. Nothing needs it. */
"use strict";

(() => {
  const place = document.querySelector("[data-presence]");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!place || !token) return;

  async function tell() {
    if (document.visibilityState !== "visible") return;
    try {
      const body = new URLSearchParams({ csrfmiddlewaretoken: token.value });
      const answer = await fetch(place.dataset.presence, { method: "POST", body, redirect: "error" });
      if (!answer.ok) return;
      const text = await answer.text();
      if (place.innerHTML.trim() !== text.trim()) place.innerHTML = text;
    } catch {
      /* Offline or logged out: the next save says so. */
    }
  }

  tell();
  setInterval(tell, 60000);
  document.addEventListener("visibilitychange", tell);
})();
