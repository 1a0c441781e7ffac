// In the page editor. Wagtail loads its preview anew after each change; with the front end in it the frame stays, and
// is told that the draft has changed once the server has it.
//
// And what Wagtail misses is a change here too: see `isTyped`.
"use strict";
const MODE = "front-end";
const ANCHOR = /^#[A-Za-z0-9_-]{1,200}$/;

const shown = (panel) => panel.querySelector("iframe[data-w-preview-target=iframe]");
const inner = (frame) => frame?.contentDocument?.getElementById("front-end") ?? null;

document.addEventListener("w-preview:load", (event) => {
  const panel = event.target;
  const frame = shown(panel);
  if (panel.querySelector("[name=preview_mode]")?.value !== MODE || !inner(frame)) return;
  event.preventDefault();
  follow(panel);
});

// One after the other: of two requests at a time the one with the older form could be the last to be kept.
let isFollowing = false;
let isBehind = false;

async function follow(panel) {
  isBehind = true;
  if (isFollowing) return;
  isFollowing = true;
  try {
    while (isBehind) {
      isBehind = false;
      await tell(shown(panel));
    }
  } finally {
    isFollowing = false;
  }
}

async function tell(frame) {
  const response = await fetch(frame.src, { headers: { Accept: "text/html" } });
  const text = response.ok ? await response.text() : "";
  if (!inner(frame)) return; // another mode was chosen meanwhile
  const kept = new DOMParser().parseFromString(text, "text/html").getElementById("front-end");
  if (!kept || kept.getAttribute("src") !== inner(frame).getAttribute("src")) {
    frame.contentWindow.location.reload(); // another token, or nothing to show
    return;
  }
  frame.contentWindow.postMessage({ pharos: "changed", version: Number(kept.dataset.version) }, location.origin);
}

// Wagtail takes the form for unchanged as it stands two seconds after it was opened, and as it stands when an autosave
// is answered. What was typed before that, or while it was saved, would be neither shown nor saved nor asked about until
// the next key. So we say that there are edits; Wagtail looks twice a second, and unsays it when it has saved them.
let isTyped = false;

document.addEventListener("input", (event) => {
  if (event.isTrusted && event.target.closest("[data-edit-form]")) isTyped = true;
});
document.addEventListener("w-autosave:save", () => { isTyped = false; });
document.addEventListener("w-unsaved:watch-edits", (event) => {
  // After Wagtail's own code, which says that there are none.
  queueMicrotask(() => { if (isTyped) event.target.setAttribute("data-w-unsaved-force-value", "true"); });
});

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.data?.pharos !== "edit" || !ANCHOR.test(event.data.anchor)) return;
  const ours = [...document.querySelectorAll("iframe[data-w-preview-target=iframe]")];
  if (!ours.some((frame) => frame.contentWindow === event.source)) return;
  const part = document.getElementById(event.data.anchor.slice(1));
  part?.scrollIntoView({ block: "start" });
  part?.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]")?.focus();
});
