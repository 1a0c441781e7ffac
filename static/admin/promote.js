/* The preview on the Promote tab: sends the form as it stands, shows what comes back, and measures it. */
(() => {
  const PAUSE = 1200;
  const canvas = document.createElement("canvas").getContext("2d");

  const widthOf = (words) => Math.round(canvas.measureText(words).width);

  /* As much as fits before the ellipsis, after a whole word where there is one. */
  function clipped(words, limit) {
    let kept = words;
    while (kept && widthOf(`${kept}…`) > limit) {
      const space = kept.lastIndexOf(" ");
      kept = space > 0 ? kept.slice(0, space) : kept.slice(0, -1);
    }
    return `${kept}…`;
  }

  function measure(shown) {
    for (const text of shown.querySelectorAll("[data-promote-measure]")) {
      const note = shown.querySelector(`[data-promote-width="${text.dataset.promoteMeasure}"]`);
      const style = getComputedStyle(text);
      canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const words = text.textContent.trim();
      const limit = Number(text.dataset.promoteLimit);
      const width = widthOf(words);
      if (width > limit) text.textContent = clipped(words, limit);
      const said = width > limit ? note.dataset.promoteCut : note.dataset.promoteFits;
      note.textContent = said.replace("{width}", width).replace("{limit}", limit);
      note.classList.toggle("is-cut", width > limit);
    }
  }

  /* An empty field shows the value it will have. */
  function fillIn(form, shown) {
    for (const value of shown.querySelectorAll("[data-promote-field]")) {
      const field = form.elements.namedItem(value.dataset.promoteField);
      if (field) field.placeholder = value.value;
    }
  }

  function start(panel) {
    const form = panel.closest("form");
    const shown = panel.querySelector("[data-promote-shown]");
    const status = panel.querySelector("[data-promote-status]");
    const isSeen = () => panel.offsetParent !== null;
    let isStale = true;
    let timer = 0;
    let asked = 0;

    async function refresh(isWanted) {
      if (!isSeen()) return;
      isStale = false;
      asked += 1;
      const question = asked;
      panel.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(panel.dataset.promoteUrl, { method: "POST", body: new FormData(form) });
        if (answer.status !== 200 && answer.status !== 422) throw new Error(`${answer.status}`);
        const words = await answer.text();
        if (question !== asked) return;
        shown.innerHTML = words;
        fillIn(form, shown);
        measure(shown);
        if (isWanted) status.textContent = status.dataset.promoteDone;
      } catch (error) {
        if (question !== asked) return;
        isStale = true;
        shown.textContent = panel.dataset.promoteFailed;
        console.error(error);
      } finally {
        if (question === asked) panel.removeAttribute("aria-busy");
      }
    }

    function later() {
      isStale = true;
      clearTimeout(timer);
      timer = setTimeout(() => refresh(false), PAUSE);
    }

    panel.querySelector("[data-promote-refresh]").addEventListener("click", () => {
      status.textContent = "";
      refresh(true);
    });
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    new IntersectionObserver(() => {
      if (isStale) refresh(false);
    }).observe(panel);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-promote-url]").forEach(start));
})();
