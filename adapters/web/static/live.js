"use strict";
// Parts of a page that are asked for every few seconds and put in place only where something is new: what somebody is
// typing beside them stays. `data-live`: another address than the page's own; `data-tag`: what is shown already.
(function () {
  const EVERY = 5000;
  const parts = [...document.querySelectorAll("[data-live]")];
  const lost = document.getElementById("live-lost");
  const out = document.getElementById("live-out");
  const language = new URL(location.href).searchParams.get("lang");

  function place(part) {
    const url = new URL(part.dataset.live || location.href, location.href);
    url.searchParams.delete("done");
    if (language) url.searchParams.set("lang", language);
    url.hash = "";
    return url;
  }

  function put(part, fresh) {
    const open = new Set([...part.querySelectorAll("details[open]")].map((one) => one.id));
    const active = part.contains(document.activeElement) ? document.activeElement : null;
    const href = active && active.getAttribute("href");
    const value = active && active.getAttribute("value");
    part.replaceChildren(...fresh.childNodes);
    for (const one of part.querySelectorAll("details[id]")) one.open = open.has(one.id) || one.open;
    const again = href ? `[href="${CSS.escape(href)}"]` : value ? `[value="${CSS.escape(value)}"]` : null;
    const there = again && part.querySelector(again);
    if (there) there.focus({ preventScroll: true });
  }

  async function renew(part) {
    const headers = part.dataset.tag ? { "If-None-Match": `"${part.dataset.tag}"` } : {};
    const answer = await fetch(place(part), { headers, cache: "no-store", credentials: "same-origin" });
    if (answer.status === 304) return;
    if (answer.redirected || answer.status === 410) return stop();
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return;
    part.dataset.tag = fresh.dataset.tag || "";
    if (!selected(part)) put(part, fresh);
    else part.dataset.tag = "";
  }

  function selected(part) {
    const selection = getSelection();
    return selection && !selection.isCollapsed && part.contains(selection.anchorNode);
  }

  function stop() {
    clearInterval(timer);
    const here = new URL(location.href);
    here.searchParams.delete("t");
    out.querySelector("a").href = here;
    out.hidden = false;
  }

  let busy = false;
  async function turn() {
    if (busy || document.visibilityState !== "visible") return;
    busy = true;
    try {
      for (const part of parts) await renew(part);
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
    busy = false;
  }

  const timer = setInterval(turn, EVERY);
  document.addEventListener("visibilitychange", turn);
  if (parts.some((part) => part.dataset.live)) turn();
})();
