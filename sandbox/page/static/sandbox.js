"use strict";
// Polls the state once a second, exchanges only what has changed, and sends forms without leaving the page.
(function () {
  const address = document.body.dataset.state;
  const shown = new Map();
  let etag = "";

  function paint(root) {
    const colour = /^#[0-9a-f]{6}([0-9a-f]{2})?$/i;
    for (const one of root.querySelectorAll("[data-background]")) {
      if (colour.test(one.dataset.background)) one.style.backgroundColor = one.dataset.background;
    }
    for (const one of root.querySelectorAll("[data-color]")) {
      if (colour.test(one.dataset.color)) one.style.color = one.dataset.color;
    }
    for (const one of root.querySelectorAll("[data-flex]")) {
      if (/^[0-9]{1,3}$/.test(one.dataset.flex)) one.style.flex = one.dataset.flex + " 0 0";
    }
  }

  // Without this script the tiles stand below their picture as buttons.
  function placeTiles(root) {
    for (const face of root.querySelectorAll("[data-tiles]")) {
      for (const tile of face.querySelectorAll("[data-place]")) {
        const [left, top, width, height] = tile.dataset.place.split(" ").map((part) => Number(part) / 100 + "%");
        Object.assign(tile.style, { left, top, width, height });
      }
      face.classList.add("placed");
    }
  }

  function toEnd(element) {
    if (element.id !== "mail-box" && !element.querySelector(".home")) element.scrollTop = element.scrollHeight;
  }

  // What somebody has filled into an open form survives the form's own changes.
  function typedIn(element) {
    const form = element.querySelector("[data-form]");
    return form ? { id: form.dataset.form, data: new FormData(form) } : null;
  }

  function retype(element, before) {
    const form = element.querySelector("[data-form]");
    if (!form || !before || form.dataset.form !== before.id) return;
    for (const one of form.elements) {
      if (!one.name || !one.name.startsWith("v/") || one.type === "hidden" || !before.data.has(one.name)) continue;
      const values = before.data.getAll(one.name);
      if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
      else if (!one.multiple) one.value = values[values.length - 1];
    }
  }

  function exchange(id, html) {
    const element = document.getElementById(id);
    if (!element || shown.get(id) === html) return;
    const first = !shown.has(id);
    shown.set(id, html);
    if (first && element.innerHTML.trim() === html.trim()) return;
    const before = typedIn(element);
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    element.innerHTML = html;
    retype(element, before);
    paint(element);
    placeTiles(element);
    if (atEnd) toEnd(element);
  }

  async function look() {
    try {
      const answer = await fetch(address, { headers: etag ? { "If-None-Match": etag } : {} });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        for (const [id, html] of Object.entries(await answer.json())) exchange(id, html);
      }
    } catch {
      // The server is away for a moment; the next turn tries again.
    }
  }

  function tell(notice) {
    const element = document.getElementById("notice");
    element.textContent = notice;
    element.hidden = !notice;
  }

  async function send(url, data) {
    const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
    tell(answer.ok ? (await answer.json()).notice : String(answer.status));
    await look();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const button = event.submitter;
    const data = new FormData(form, button || undefined);
    const search = button && button.parentElement.querySelector("[data-suggest]");
    if (search) data.set("typed", search.value);
    if (button) button.disabled = true;
    if (button && button.dataset.closes) button.closest("details").open = false;
    send((button && button.getAttribute("formaction")) || form.action, data).finally(() => {
      if (button) button.disabled = false;
    });
    if (form.classList.contains("say")) form.querySelector("[name=text]").value = "";
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.id === "person") field.form.submit();
    else if (field.form && field.form.hasAttribute("data-auto")) field.form.requestSubmit();
    else if (field.dataset.press && field.form) {
      const data = new FormData(field.form);
      data.set("press", field.dataset.press);
      send("slack/press", data);
    }
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && field.dataset && field.dataset.suggest) {
      event.preventDefault();
      field.parentElement.querySelector("button").click();
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.dataset.tab) {
      event.preventDefault();
      document.body.dataset.pane = link.dataset.tab;
      for (const one of document.querySelectorAll("[data-tab]")) {
        if (one === link) one.setAttribute("aria-current", "page");
        else one.removeAttribute("aria-current");
      }
      toEnd(document.querySelector(`.phone.${link.dataset.tab} .screen`));
    } else if (link.dataset.press && link.dataset.message) {
      // Slack tells the app about link buttons too.
      const data = new FormData(document.querySelector(".phone.slack .say"));
      data.set("press", link.dataset.press);
      data.set("message", link.dataset.message);
      send("slack/press", data);
    }
  });

  document.getElementById("who").classList.add("alive");
  paint(document);
  placeTiles(document);
  for (const screen of document.querySelectorAll(".screen")) toEnd(screen);
  const place = document.querySelector(".places [aria-current]");
  if (place) place.scrollIntoView({ block: "nearest", inline: "center" });
  setInterval(() => { if (!document.hidden) look(); }, 1000);
  look();
})();
