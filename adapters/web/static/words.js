"use strict";
// Words are counted and checked while somebody types; without this script a button of the page does it.
(function () {
  document.documentElement.classList.add("scripted");
  for (const form of document.querySelectorAll("form[data-words]")) {
    let waiting = 0;
    let newest = 0;
    async function renew() {
      const mine = ++newest;
      const answer = await fetch(form.dataset.words, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const drawn = answer.ok ? await answer.text() : "";
      // What was typed since then has its own answer coming.
      if (!drawn || mine !== newest) return;
      const parts = new DOMParser().parseFromString(drawn, "text/html");
      for (const part of parts.querySelectorAll(".judged[id]")) {
        const shown = document.getElementById(part.id);
        // What is as it was is not read out again.
        if (shown && shown.innerHTML !== part.innerHTML) shown.innerHTML = part.innerHTML;
      }
    }
    form.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(() => renew().catch(() => {}), 250);
    });
  }
  async function copied(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without TLS there is no clipboard but this one.
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const words = document.getElementById(button.dataset.copy).textContent;
    copied(words).then(() => { button.textContent = button.dataset.done; }).catch(() => {});
  });
})();
