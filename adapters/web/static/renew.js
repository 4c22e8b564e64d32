"use strict";
// A part of a page follows what is typed in a form: it is asked for when somebody pauses, and only the answer to what
// was typed last is put in place. Gives what is to be called after each change.
function follow(form, address, pause, put) {
  let waiting = 0;
  let newest = 0;
  async function renew() {
    const mine = ++newest;
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const drawn = answer.ok ? await answer.text() : "";
    if (drawn && mine === newest) put(drawn);
  }
  return function (wait = pause) {
    clearTimeout(waiting);
    waiting = setTimeout(() => renew().catch(() => {}), wait);
  };
}
