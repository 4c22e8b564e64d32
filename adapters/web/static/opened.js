// Tells that a person has the page before their eyes; proves nothing and changes no status.
(function () {
  function tell() {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    navigator.sendBeacon(location.pathname + "/opened");
  }
  document.addEventListener("visibilitychange", tell);
  tell();
})();
