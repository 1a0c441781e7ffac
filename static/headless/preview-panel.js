// Stands between the editor, whose origin is ours, and the front end in the frame: each hears of the other only what
// is written here, and only on its own origin.
"use strict";
const frame = document.getElementById("front-end");
const origin = frame.dataset.origin;

window.addEventListener("message", (event) => {
  if (event.source === window.parent && event.origin === location.origin && event.data?.pharos === "changed") {
    frame.contentWindow.postMessage({ type: "pharos:preview", event: "changed" }, origin);
  }
  if (event.source === frame.contentWindow && event.origin === origin && event.data?.type === "pharos:edit") {
    window.parent.postMessage({ pharos: "edit", anchor: String(event.data.anchor) }, location.origin);
  }
});
