"use strict";
// The preview follows what is typed; without this script the button does it.
(function () {
  const form = document.getElementById("text");
  const preview = document.getElementById("preview");
  let waiting = 0;
  let newest = 0;
  async function renew() {
    const mine = ++newest;
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const drawn = answer.ok ? await answer.text() : "";
    // What was typed since then has its own answer coming.
    if (drawn && mine === newest) preview.innerHTML = drawn;
  }
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(() => renew().catch(() => {}), 300);
  });
})();
