"use strict";
const press = document.querySelector("[data-print]");
press.hidden = false;
press.addEventListener("click", () => print());
