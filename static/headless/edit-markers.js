// For front ends: marks what an editor sees on a draft with links to where it is edited.
//
//   <script type="application/json" id="pharos-edit">…the `edit` of preview/resolve/…</script>
//   <h1 data-edit-field="title">…</h1>  <section data-edit-block="…the block's id…">…</section>
//   <script src="https://cms.example.com/static/headless/edit-markers.js" defer></script>
//
// A mark is a link, so it can be reached and followed with the keyboard. Inside the editor's panel it leads to the form
// beside it instead. There this script also hears of changes: it says `pharos:changed` on the document, and loads the
// page anew unless that is prevented. After `pharos:marks` it reads the `edit` again, marks what is new, and tells the
// panel which version is shown: a change that was made while the page loaded is said once more. Text of the marks: data-edit-label on the element; data-label on the script for
// the word before it. Marks have the class pharos-edit-mark.
"use strict";
(() => {
  const data = document.getElementById("pharos-edit");
  if (!data) return;
  let edit = JSON.parse(data.textContent);
  const cms = new URL(edit.url).origin;
  const word = document.currentScript?.dataset.label || "Edit";
  const isFramed = window.parent !== window;

  const addressOf = (element) =>
    edit.blocks[element.dataset.editBlock] || edit.fields[element.dataset.editField] || null;

  const mark = (element) => {
    const address = addressOf(element);
    if (!address || new URL(address).origin !== cms || element.querySelector(":scope > .pharos-edit-mark")) return;
    const link = document.createElement("a");
    link.className = "pharos-edit-mark";
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = word;
    const label = element.dataset.editLabel || element.dataset.editField || element.textContent.trim().slice(0, 40);
    link.setAttribute("aria-label", label ? `${word}: ${label}` : word);
    Object.assign(link.style, {
      display: "inline-block", minWidth: "24px", minHeight: "24px", padding: "0 8px", margin: "0 0 0 8px",
      font: "14px/24px system-ui, sans-serif", color: "#fff", background: "#00405c", borderRadius: "3px",
      textDecoration: "none", verticalAlign: "middle",
    });
    link.addEventListener("click", (event) => {
      if (!isFramed) return;
      event.preventDefault();
      window.parent.postMessage({ type: "pharos:edit", anchor: new URL(address).hash }, cms);
    });
    element.append(link);
  };

  window.addEventListener("message", (event) => {
    if (!isFramed || event.source !== window.parent || event.origin !== cms) return;
    if (event.data?.type !== "pharos:preview" || event.data.event !== "changed") return;
    const changed = new CustomEvent("pharos:changed", { bubbles: true, cancelable: true });
    if (document.dispatchEvent(changed)) location.reload();
  });

  const drawn = () => {
    edit = JSON.parse(data.textContent);
    document.querySelectorAll("[data-edit-block], [data-edit-field]").forEach(mark);
    if (isFramed) window.parent.postMessage({ type: "pharos:shows", version: edit.version }, cms);
  };
  drawn();
  document.addEventListener("pharos:marks", drawn); // after a front end has drawn its page anew
})();
