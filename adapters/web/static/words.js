"use strict";
// Words are counted and checked while somebody types; without this script a button of the page does it.
(function () {
  document.documentElement.classList.add("scripted");
  for (const form of document.querySelectorAll("form[data-words]")) {
    const renew = follow(form, form.dataset.words, 250, function (drawn) {
      const parts = new DOMParser().parseFromString(drawn, "text/html");
      for (const part of parts.querySelectorAll(".judged[id]")) {
        const shown = document.getElementById(part.id);
        // What is as it was is not read out again.
        if (shown && shown.innerHTML !== part.innerHTML) shown.innerHTML = part.innerHTML;
      }
    });
    // Whoever goes back or loads the page anew finds what they typed: it stands in this entry of the tab's history.
    function typed() {
      const fields = [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "fieldset"].includes(one.type));
      return fields.map((one) => ({ field: one, name: one.name, value: one.value, checked: one.checked }));
    }
    function keep() {
      const said = typed().map(({ name, value, checked }) => ({ name, value, checked }));
      history.replaceState({ words: said, version: version() }, "");
    }
    // What somebody else has changed meanwhile is not covered by older words.
    function version() {
      const field = form.querySelector("[name=version]");
      return field ? field.value : "";
    }
    const before = (history.state && history.state.version === version() && history.state.words) || [];
    const now = typed();
    if (before.length && before.length === now.length && before.every((one, at) => one.name === now[at].name)) {
      before.forEach(({ value, checked }, at) => {
        const { field } = now[at];
        if (["radio", "checkbox"].includes(field.type)) field.checked = checked;
        else field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
      renew(0);
    }
    form.addEventListener("input", function () {
      keep();
      renew();
    });
  }
  // Without TLS, or where it is not allowed, there is no clipboard but the old one.
  async function isCopied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const words = document.getElementById(button.dataset.copy).textContent;
    isCopied(words).then((done) => {
      if (done) button.textContent = button.dataset.done;
      button.focus();
    });
  });
})();
