// In the page editor. Wagtail loads its preview anew after each change; with the front end in it the frame stays, and
// is told that the draft has changed once the server has it.
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
  follow(frame);
});

async function follow(frame) {
  const response = await fetch(frame.src, { headers: { Accept: "text/html" } });
  const text = response.ok ? await response.text() : "";
  const address = new DOMParser().parseFromString(text, "text/html").getElementById("front-end")?.getAttribute("src");
  if (!address || address !== inner(frame)?.getAttribute("src")) {
    frame.contentWindow.location.reload(); // another token, or nothing to show
    return;
  }
  frame.contentWindow.postMessage({ pharos: "changed" }, location.origin);
}

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.data?.pharos !== "edit" || !ANCHOR.test(event.data.anchor)) return;
  const ours = [...document.querySelectorAll("iframe[data-w-preview-target=iframe]")];
  if (!ours.some((frame) => frame.contentWindow === event.source)) return;
  const part = document.getElementById(event.data.anchor.slice(1));
  part?.scrollIntoView({ block: "start" });
  part?.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]")?.focus();
});
