// In the editor's panel, and on previews only: what was typed since is shown.
addEventListener("message", (event) => {
  const isOurs = event.source === parent && event.data?.type === "pharos:preview";
  if (isOurs && event.data.event === "changed") location.reload();
});
