/* Shows what comes out as soon as an input was changed. Everything works without this file. */
"use strict";

(() => {
  const form = document.querySelector("[data-scenario]");
  const result = document.querySelector("[data-result]");
  if (!form || !result) return;
  let newest = 0;

  /* Ask as the button would, and take the result out of the answer; an older answer is dropped. */
  async function show() {
    const mine = ++newest;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "show");
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      if (mine !== newest || ![200, 422].includes(answer.status)) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = page.querySelector("[data-result]");
      if (mine === newest && shown) result.replaceChildren(...document.importNode(shown, true).childNodes);
    } catch {
      /* Offline or logged out: the button says so. */
    } finally {
      if (mine === newest) result.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("change", (event) => {
    if (!event.target.closest("#keep")) show();
  });
})();
