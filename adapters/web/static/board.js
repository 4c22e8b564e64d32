"use strict";
// The page renews itself every few seconds, while somebody looks: what its reader has opened or shut stays so.
setTimeout(function renew() {
  if (document.visibilityState === "visible") location.reload();
  else setTimeout(renew, 1000);
}, 10000);
const parts = [...document.querySelectorAll("details[id]")];
for (const part of parts) {
  part.addEventListener("toggle", () => {
    const url = new URL(location.href);
    url.searchParams.set("open", parts.filter((one) => one.open).map((one) => one.id).join("."));
    history.replaceState(null, "", url);
  });
}
