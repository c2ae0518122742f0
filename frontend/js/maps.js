// A map is an SVG that the server has drawn: it is read, followed and printed without this. Here it learns to zoom and move,
// by wheel, by dragging, by two buttons and by the keys + - and arrows, and its marks keep their size on every screen.
const NEAREST = 40; // times
const STEP = 1.6;

export function watchMaps(root) {
  for (const figure of root.querySelectorAll("[data-map]:not([data-map-on])")) begin(figure);
}

function begin(figure) {
  figure.dataset.mapOn = "";
  const svg = figure.querySelector("svg.map__picture");
  const whole = svg.viewBox.baseVal;
  const first = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let now = { ...first };

  function show(next) {
    const width = Math.min(first.width, Math.max(first.width / NEAREST, next.width));
    const height = (width * first.height) / first.width;
    now = {
      width,
      height,
      x: Math.min(first.x + first.width - width, Math.max(first.x, next.x)),
      y: Math.min(first.y + first.height - height, Math.max(first.y, next.y)),
    };
    svg.setAttribute("viewBox", `${now.x} ${now.y} ${now.width} ${now.height}`);
    size();
  }

  // A mark is so many pixels of the screen, however near one looks and however narrow the screen is.
  function size() {
    const unit = now.width / (svg.clientWidth || 960);
    for (const one of svg.querySelectorAll("[data-size]")) {
      one.setAttribute(one.tagName === "text" ? "font-size" : "r", (Number(one.dataset.size) * unit).toFixed(2));
    }
  }

  function zoom(times, at = { x: now.x + now.width / 2, y: now.y + now.height / 2 }) {
    const width = now.width / times;
    const share = width / now.width;
    show({ width, x: at.x - (at.x - now.x) * share, y: at.y - (at.y - now.y) * share });
  }

  function place(event) {
    const box = svg.getBoundingClientRect();
    return {
      x: now.x + ((event.clientX - box.left) / box.width) * now.width,
      y: now.y + ((event.clientY - box.top) / box.height) * now.height,
    };
  }

  figure.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== svg) return; // a page that is scrolled past stays a page
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, place(event));
  }, { passive: false });

  let held = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && now.width === first.width) return; // a finger scrolls the page until one has zoomed in
    held = { from: place(event), id: event.pointerId };
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const to = place(event);
    if (!moved && Math.hypot(to.x - held.from.x, to.y - held.from.y) < now.width / 200) return;
    moved = true;
    show({ width: now.width, x: now.x - (to.x - held.from.x), y: now.y - (to.y - held.from.y) });
  });
  const release = () => { held = null; };
  window.addEventListener("pointerup", release);
  window.addEventListener("pointercancel", release);
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  const keys = {
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: () => show(first),
    ArrowLeft: () => show({ ...now, x: now.x - now.width / 8 }), ArrowRight: () => show({ ...now, x: now.x + now.width / 8 }),
    ArrowUp: () => show({ ...now, y: now.y - now.height / 8 }), ArrowDown: () => show({ ...now, y: now.y + now.height / 8 }),
  };
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const button of figure.querySelectorAll("[data-map-zoom]")) {
    button.addEventListener("click", () => zoom(button.dataset.mapZoom === "in" ? STEP : 1 / STEP));
  }
  new ResizeObserver(size).observe(svg);
  size();
}
