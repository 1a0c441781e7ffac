// In the editor's panel, and on previews only: what was typed since is shown.
const { cms, version } = document.currentScript.dataset;
addEventListener("message", (event) => {
  const isOurs = event.source === parent && event.origin === cms && event.data?.type === "pharos:preview";
  if (isOurs && event.data.event === "changed") location.reload();
});
// What was typed while this page was loading is said again.
if (parent !== window && version) parent.postMessage({ type: "pharos:shows", version: Number(version) }, cms);
