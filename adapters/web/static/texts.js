"use strict";
// The preview follows what is typed; without this script the button does it.
(function () {
  const form = document.getElementById("text");
  const preview = document.getElementById("preview");
  const renew = follow(form, form.dataset.preview, 300, (drawn) => { preview.innerHTML = drawn; });
  form.addEventListener("input", () => renew());
})();
