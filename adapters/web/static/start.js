"use strict";
// Who is asked is counted while somebody chooses; without this script the button does it.
(function () {
  const form = document.getElementById("start");
  const preflight = document.getElementById("preflight");
  const renew = follow(form, form.dataset.preflight, 200, (drawn) => { preflight.innerHTML = drawn; });
  form.addEventListener("change", function (event) {
    if (["unit", "reach", "kind"].includes(event.target.name)) renew();
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
