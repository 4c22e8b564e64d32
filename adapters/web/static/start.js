"use strict";
// Who is asked is counted while somebody chooses; without this script the button does it.
(function () {
  const form = document.getElementById("start");
  const preflight = document.getElementById("preflight");
  let waiting = 0;
  let newest = 0;
  async function renew() {
    const mine = ++newest;
    const answer = await fetch(form.dataset.preflight, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const drawn = answer.ok ? await answer.text() : "";
    // What was chosen since then has its own answer coming.
    if (drawn && mine === newest) preflight.innerHTML = drawn;
  }
  form.addEventListener("change", function (event) {
    if (!["unit", "reach", "kind"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => renew().catch(() => {}), 200);
  });
  form.querySelector(".count").hidden = true;
  // Another level of units is looked at where they stand.
  form.addEventListener("submit", function (event) {
    const pressed = event.submitter;
    const stays = pressed && (pressed.name === "at" || pressed.value === "search");
    // `form.action` would be the buttons of that name.
    if (stays) form.setAttribute("action", form.getAttribute("action") + "#whom");
  });
  const later = form.querySelector("[name=when][value=later]");
  form.querySelector("[name=starts_at]").addEventListener("input", () => { later.checked = true; });
})();
