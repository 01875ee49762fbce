// Shows how far the analysis is, and the page itself as soon as it is there.
const text = document.getElementById("progress");
const bar = document.querySelector("progress");
const source = new EventSource("/api/v1/progress");
source.addEventListener("progress", ({ data }) => {
  const { doneBytes, totalBytes, text: words } = JSON.parse(data);
  text.textContent = words;
  if (totalBytes !== null) bar.value = Math.min(1, doneBytes / Math.max(totalBytes, 1));
});
source.addEventListener("done", () => {
  source.close();
  location.reload();
});
source.addEventListener("failed", ({ data }) => {
  source.close();
  const { message, remedy } = JSON.parse(data);
  text.textContent = `${message}. Try: ${remedy}.`;
  bar.remove();
});
