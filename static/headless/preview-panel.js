// Stands between the editor, whose origin is ours, and the front end in the frame: each hears of the other only what
// is written here, and only on its own origin.
"use strict";
const frame = document.getElementById("front-end");
const origin = frame.dataset.origin;

// A front end that is still loading hears nothing. So it says which version it shows, and while that is an older one it
// is told again; a few times only, for one that shows what it kept.
const TIMES = 3;
let latest = Number(frame.dataset.version);
let times = 0;

const isOlder = (version) => Number.isInteger(version) && version < latest;
const tell = () => frame.contentWindow.postMessage({ type: "pharos:preview", event: "changed" }, origin);

window.addEventListener("message", (event) => {
  if (event.source === window.parent && event.origin === location.origin && event.data?.pharos === "changed") {
    latest = event.data.version;
    times = 0;
    tell();
  }
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.type === "pharos:shows" && isOlder(event.data.version) && times < TIMES) {
    times += 1;
    tell();
  }
  if (event.data?.type === "pharos:edit") {
    window.parent.postMessage({ pharos: "edit", anchor: String(event.data.anchor) }, location.origin);
  }
});
