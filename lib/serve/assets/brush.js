// Dragging over a timeline zooms into the stretch of time. Without this script the inputs and links do the same.
const SVG = "http://www.w3.org/2000/svg";
const SHORTEST_PX = 5;

document.documentElement.classList.add("scripted");

for (const svg of document.querySelectorAll("svg[data-start][data-end]")) {
  svg.parentElement.classList.add("brushable");
  let drag = null;

  const placeOf = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.min(Math.max(event.clientX - box.left, 0), box.width);
  };
  const stop = () => {
    drag?.rect.remove();
    drag = null;
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "brush");
    rect.setAttribute("y", "0");
    rect.setAttribute("height", "100%");
    svg.append(rect);
    svg.setPointerCapture(event.pointerId);
    drag = { from: placeOf(event), rect };
  });
  svg.addEventListener("pointermove", (event) => {
    if (drag === null) return;
    const to = placeOf(event);
    drag.rect.setAttribute("x", String(Math.min(drag.from, to)));
    drag.rect.setAttribute("width", String(Math.abs(to - drag.from)));
  });
  svg.addEventListener("pointerup", (event) => {
    if (drag === null) return;
    const places = [drag.from, placeOf(event)].sort((a, b) => a - b);
    stop();
    if (places[1] - places[0] < SHORTEST_PX) return;
    const start = Number(svg.dataset.start);
    const msPerPx = (Number(svg.dataset.end) - start) / svg.getBoundingClientRect().width;
    const [from, to] = places.map((place) => new Date(Math.round(start + place * msPerPx)).toISOString());
    location.assign(`/timeline?${new URLSearchParams({ from, to })}`);
  });
  svg.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  });
}
